// SPDX-License-Identifier: MIT
#include "runtime/cli/commands.hpp"
#include "runtime/cli/terminal.hpp"

namespace hyp::cli {
namespace {

template <typename Answer>
ExitCode write_answer(const WhyArgs& args, const diag::Outcome<Answer>& answer,
                      const source::SourceMap& sources) {
  show(answer.diagnostics, sources);
  if (!answer) return exit_code(answer.diagnostics);
  return args.json.empty() ? write_out(report::to_text(*answer, color_out()), ExitCode::ok)
                           : write_json(args.json, report::to_json(*answer), ExitCode::ok);
}

}  // namespace

ExitCode why_command(const WhyArgs& args, const embed::SearchPath& search,
                     const std::string& repeat) {
  const auto source = read_source(args.file);
  if (!source) return ExitCode::missing_input;
  embed::FileLoader loader(search);
  embed::Session session(loader);
  const auto checked = session.check(shown_name(args.file), *source);
  show(checked.diagnostics, session.sources());
  if (!checked) return exit_code(checked.diagnostics);
  embed::AskOptions options;
  options.name = args.name;
  options.on = args.on;
  options.seed = args.seed;
  options.threads = args.threads;
  options.trials = args.trials;
  options.set = args.set;
  options.repeat = repeat;
  TerminalListener listener;
  if (args.worst) {
    const auto worst = session.worst(*checked, *args.worst, options, listener);
    listener.clear();
    return write_answer(args, worst, session.sources());
  }
  const auto why = session.why(*checked, *args.example, options, listener);
  listener.clear();
  return write_answer(args, why, session.sources());
}

}  // namespace hyp::cli
