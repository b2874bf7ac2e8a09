// SPDX-License-Identifier: MIT
#include <vector>

#include "runtime/cli/commands.hpp"
#include "runtime/cli/terminal.hpp"

namespace hyp::cli {
namespace {

// What is compared: a file, and a hypothesis of it where it has several.
struct Named {
  std::string file, name;
};

// `file.hyp:name`; a colon may also be part of a file's name.
Named split(const std::string& text) {
  const auto colon = text.rfind(':');
  const bool named = colon != std::string::npos && colon > 0 &&
                     text.find_first_of("/.", colon) == std::string::npos;
  return named ? Named{text.substr(0, colon), text.substr(colon + 1)} : Named{text, ""};
}

}  // namespace

ExitCode diff_command(const DiffArgs& args, const embed::SearchPath& search,
                      const std::string& repeat) {
  const auto& of = args.claims;
  const Named first = of.size() == 3 ? Named{of[0], of[1]} : split(of[0]);
  const Named second = of.size() == 3 ? Named{of[0], of[2]} : split(of[1]);
  embed::FileLoader loader(search);
  embed::Session session(loader);
  std::vector<check::Program> programs;
  for (const Named& one : {first, second}) {
    if (!programs.empty() && one.file == first.file) break;  // both claims are in it
    const auto source = read_source(one.file);
    if (!source) return ExitCode::missing_input;
    auto checked = session.check(shown_name(one.file), *source);
    show(checked.diagnostics, session.sources());
    if (!checked) return exit_code(checked.diagnostics);
    programs.push_back(std::move(*checked.value));
  }
  embed::AskOptions options;
  options.threads = args.threads;
  options.set = args.set;
  options.on = args.on;
  options.repeat = repeat;
  embed::AskOptions of_first = options, of_second = options;
  of_first.name = first.name;
  of_second.name = second.name;
  TerminalListener listener;
  const auto difference =
      session.diff(programs.front(), of_first, programs.back(), of_second, listener);
  listener.clear();
  show(difference.diagnostics, session.sources());
  if (!difference) return exit_code(difference.diagnostics);
  return args.json.empty() ? write_out(report::to_text(*difference, color_out()), ExitCode::ok)
                           : write_json(args.json, report::to_json(*difference), ExitCode::ok);
}

}  // namespace hyp::cli
