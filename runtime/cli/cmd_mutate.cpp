// SPDX-License-Identifier: MIT
// `hyp test --mutate`: what a file's expectations are worth.
#include <fmt/format.h>

#include <algorithm>

#include "runtime/cli/commands.hpp"
#include "runtime/cli/terminal.hpp"

namespace hyp::cli {
namespace {

embed::MutateOptions options_of(const TestArgs& args, const std::string& repeat) {
  embed::MutateOptions options;
  options.run.seed = args.seed;
  options.run.threads = args.threads;
  options.run.set = args.set;
  options.run.only.assign(args.paths.begin() + 1, args.paths.end());
  options.run.trials = args.trials;
  options.run.repeat = repeat;
  for (const auto kind : mutate::kKinds) {
    if (std::find(args.kinds.begin(), args.kinds.end(), mutate::name_of(kind)) !=
        args.kinds.end()) {
      options.kinds.push_back(kind);
    }
  }
  return options;
}

// Where nothing could be mutated, nothing was tested; else what is asked of the share decides.
ExitCode code_of(const report::Mutation& mutation, const TestArgs& args) {
  const auto errors = exit_code(mutation.diagnostics);
  if (errors != ExitCode::ok) return errors;
  if (mutation.claims.empty()) return ExitCode::not_tested;
  if (!args.min_killed) return ExitCode::ok;
  const auto share = report::count(mutation.mutants).share();
  if (!share) return ExitCode::not_tested;
  return *share >= *args.min_killed ? ExitCode::ok : ExitCode::refuted;
}

}  // namespace

ExitCode mutate_command(const TestArgs& args, const embed::SearchPath& search,
                        const std::string& repeat) {
  const auto& file = args.paths.front();
  const auto source = read_source(file);
  if (!source) return ExitCode::missing_input;
  embed::FileLoader loader(search);
  embed::Session session(loader);
  auto checked = session.check(shown_name(file), *source);
  report::Mutation mutation;
  if (checked) {
    TerminalListener listener;
    mutation = session.mutate(*checked, options_of(args, repeat), listener);
  } else {
    mutation.file = shown_name(file);
  }
  mutation.diagnostics.insert(mutation.diagnostics.begin(), checked.diagnostics.begin(),
                              checked.diagnostics.end());
  const auto done = code_of(mutation, args);
  if (args.json != "-") show(mutation.diagnostics, session.sources());
  ExitCode written = done;
  if (!args.json.empty()) {
    written = write_json(args.json, report::to_json(mutation, session.sources()), done);
  }
  if (args.json == "-") return written;
  if (checked && done == ExitCode::not_tested && mutation.claims.empty()) {
    complain(fmt::format("hyp: `{}` has no supported test to mutate\n", shown_name(file)));
  }
  const auto code = write_out(report::to_text(mutation, color_out()), written);
  if (args.min_killed && done == ExitCode::refuted) {
    complain(
        fmt::format("hyp: fewer than {:g} % of the mutants were killed\n", 100 * *args.min_killed));
  }
  return code;
}

}  // namespace hyp::cli
