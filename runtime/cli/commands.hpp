// SPDX-License-Identifier: MIT
// One function a subcommand; each returns what the process exits with.
#pragma once

#include <string>

#include "runtime/cli/args.hpp"
#include "runtime/cli/exit_code.hpp"
#include "runtime/embed/file_loader.hpp"
#include "runtime/embed/session.hpp"
#include "stdlib/catalogue.hpp"

namespace hyp::cli {

[[nodiscard]] ExitCode check_command(const CheckArgs& args, const embed::SearchPath& search);
[[nodiscard]] ExitCode run_command(const RunArgs& args, const embed::SearchPath& search,
                                   const std::string& repeat);
/// What was typed, so that it can be typed again, and what of it made the weights: where they were
/// written is no part of their history.
struct CommandLines {
  std::string repeat, history;
};
[[nodiscard]] ExitCode train_command(const TrainArgs& args, const embed::SearchPath& search,
                                     const CommandLines& lines);
/// The options that files are searched by, as they were typed.
struct SharedWords {
  std::vector<std::string> data, imports;
};
[[nodiscard]] ExitCode test_command(const TestArgs& args, const embed::SearchPath& search,
                                    const SharedWords& shared, const std::string& repeat);
[[nodiscard]] ExitCode mutate_command(const TestArgs& args, const embed::SearchPath& search,
                                      const std::string& repeat);
[[nodiscard]] ExitCode why_command(const WhyArgs& args, const embed::SearchPath& search,
                                   const std::string& repeat);
[[nodiscard]] ExitCode diff_command(const DiffArgs& args, const embed::SearchPath& search,
                                    const std::string& repeat);
[[nodiscard]] ExitCode watch_command(const WatchArgs& args, const embed::SearchPath& search);
[[nodiscard]] ExitCode graph_command(const GraphArgs& args, const embed::SearchPath& search);
[[nodiscard]] ExitCode dump_command(const DumpArgs& args, const embed::SearchPath& search);
[[nodiscard]] ExitCode fmt_command(const FmtArgs& args);
[[nodiscard]] ExitCode doc_command(const DocArgs& args);
/// `asked` are the `--data` folders alone, which the next command needs again.
[[nodiscard]] ExitCode new_command(const NewArgs& args, const std::vector<std::string>& asked,
                                   const embed::SearchPath& search);
[[nodiscard]] ExitCode explain_command(const ExplainArgs& args);
[[nodiscard]] ExitCode doctor_command(const DoctorArgs& args, const embed::SearchPath& search);
[[nodiscard]] ExitCode model_command(const ModelArgs& args, const embed::SearchPath& search);
/// `asked` are the `--data` folders alone, of which the first is to hold the data.
[[nodiscard]] ExitCode data_fetch_command(const DataFetchArgs& args,
                                          const std::vector<std::string>& asked,
                                          const embed::SearchPath& search,
                                          const std::string& repeat);
[[nodiscard]] ExitCode data_verify_command(const DataVerifyArgs& args,
                                           const embed::SearchPath& search);
[[nodiscard]] ExitCode data_list_command(const DataListArgs& args, const embed::SearchPath& search);
[[nodiscard]] ExitCode data_info_command(const DataInfoArgs& args, const embed::SearchPath& search);

// --- what the commands about data share (cmd_data.cpp) ---

/// The folders where data is found, in order.
[[nodiscard]] std::vector<std::string> data_folders(const embed::SearchPath& search);
/// The data sets of these names, all for none; complains and is empty where one is unknown.
[[nodiscard]] std::vector<const stdlib::DataSet*> data_sets(const std::vector<std::string>& names);

// --- what the commands share (shared.cpp) ---

/// The text of a file to check, `-` for standard input; complains and is empty when it has none.
[[nodiscard]] std::optional<std::string> read_source(const std::string& file);
/// How a file is named in messages: itself, or "<stdin>".
[[nodiscard]] std::string shown_name(const std::string& file);
/// A command line as it can be typed again: `hyp` and these words, quoted where they must be.
[[nodiscard]] std::string command_line(const std::vector<std::string>& words);
/// Shows diagnostics on standard error.
void show(const std::vector<diag::Diagnostic>& diagnostics, const source::SourceMap& sources);
/// Says how to read more on the first error of a command, else on its first warning: its last line
/// on standard error.
void advise(const std::vector<diag::Diagnostic>& diagnostics);
/// The same, and what the command exits with.
[[nodiscard]] ExitCode stop(const std::vector<diag::Diagnostic>& diagnostics);
/// Writes JSON where `--json` says. `done` is what the command would have exited with.
[[nodiscard]] ExitCode write_json(const std::string& target, const std::string& json,
                                  ExitCode done);
/// Text to standard output; `done`, or that it could not be written.
[[nodiscard]] ExitCode write_out(const std::string& text, ExitCode done);

}  // namespace hyp::cli
