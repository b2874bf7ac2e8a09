// SPDX-License-Identifier: MIT
#include "lang/graph/correspondence.hpp"
#include "lang/graph/dot.hpp"
#include "lang/mutate/mutants.hpp"
#include "lang/syntax/parse.hpp"
#include "runtime/cli/commands.hpp"

namespace hyp::cli {
namespace {

ExitCode dump_syntax(const std::string& file, std::string source) {
  source::SourceMap sources;
  const auto parsed = syntax::parse(sources, sources.add(shown_name(file), std::move(source)));
  show(parsed.diagnostics, sources);
  advise(parsed.diagnostics);
  const auto code = exit_code(parsed.diagnostics);
  return parsed ? write_out(syntax::dump(parsed->tree, sources), code) : code;
}

}  // namespace

ExitCode dump_command(const DumpArgs& args, const embed::SearchPath& search) {
  auto source = read_source(args.file);
  if (!source) return ExitCode::missing_input;
  if (args.stage == "syntax") return dump_syntax(args.file, std::move(*source));
  embed::FileLoader loader(search);
  embed::Session session(loader);
  const auto checked = session.check(shown_name(args.file), std::move(*source));
  show(checked.diagnostics, session.sources());
  if (!checked) return stop(checked.diagnostics);
  if (args.stage == "program") return write_out(check::dump(*checked), ExitCode::ok);
  std::string text;
  if (args.stage == "mutants") {
    mutate::Claims claims;
    for (std::uint32_t i = 0; i < checked->hypotheses.size(); ++i) {
      claims[{i}] = mutate::known_without_data(*checked, {i});
    }
    text = mutate::dump(mutate::mutants(*checked, claims));
    return write_out(text, ExitCode::ok);
  }
  for (std::uint32_t i = 0; i < checked->hypotheses.size(); ++i) {
    const auto built = graph::build(*checked, {i});
    show(built.diagnostics, session.sources());
    if (!built) return stop(built.diagnostics);
    text += graph::dump(*built, *checked);
  }
  return write_out(text, ExitCode::ok);
}

}  // namespace hyp::cli
