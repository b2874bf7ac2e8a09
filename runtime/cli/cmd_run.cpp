// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include "runtime/cli/commands.hpp"
#include "runtime/cli/terminal.hpp"

namespace hyp::cli {
namespace {

embed::RunOptions options_of(const RunArgs& args, const std::string& repeat) {
  embed::RunOptions options;
  options.seed = args.seed;
  options.threads = args.threads;
  options.set = args.set;
  options.only = args.only;
  options.trials = args.trials;
  options.plan_only = args.plan_only;
  options.repeat = repeat;
  return options;
}

report::Report failed_check(const RunArgs& args, std::vector<diag::Diagnostic> diagnostics) {
  report::Report report;
  report.command = args.plan_only ? "plan" : "run";
  report.file = shown_name(args.file);
  report.diagnostics = std::move(diagnostics);
  return report;
}

}  // namespace

ExitCode run_command(const RunArgs& args, const embed::SearchPath& search,
                     const std::string& repeat) {
  const auto source = read_source(args.file);
  if (!source) return ExitCode::missing_input;
  embed::FileLoader loader(search);
  embed::Session session(loader);
  auto checked = session.check(shown_name(args.file), *source);
  report::Report report;
  if (checked) {
    TerminalListener listener;
    report = session.run(*checked, options_of(args, repeat), listener);
    report.diagnostics.insert(report.diagnostics.begin(), checked.diagnostics.begin(),
                              checked.diagnostics.end());
  } else {
    report = failed_check(args, std::move(checked.diagnostics));
  }
  const auto done = exit_code(report);
  const bool json_out = args.format == Format::json || args.json == "-";
  ExitCode written = done;
  if (!json_out) {
    show(report.diagnostics, session.sources());
    advise(report.diagnostics);
  }
  if (!args.json.empty() && args.json != "-") {
    written = write_json(args.json, report::to_json(report, session.sources()), done);
  }
  if (json_out) return write_out(report::to_json(report, session.sources()), written);
  if (args.format == Format::github) {
    written = write_out(report::to_github(report, session.sources()), written);
  }
  if (args.plan_only && done == ExitCode::ok && report.experiments.empty()) {
    complain(fmt::format("hyp: `{}` has no test, so there is nothing to plan\n", args.file));
  }
  if (report.experiments.empty()) return written;
  return write_out(report::to_text(report, color_out()), written);
}

}  // namespace hyp::cli
