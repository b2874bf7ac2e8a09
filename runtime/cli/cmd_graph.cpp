// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include "lang/diag/suggest.hpp"
#include "lang/graph/correspondence.hpp"
#include "lang/graph/dot.hpp"
#include "runtime/cli/commands.hpp"
#include "runtime/cli/terminal.hpp"

namespace hyp::cli {
namespace {

std::optional<check::HypothesisId> pick(const check::Program& program, const GraphArgs& args) {
  std::vector<std::string> names;
  for (const auto& hypothesis : program.hypotheses) names.push_back(hypothesis.name);
  for (std::uint32_t i = 0; i < names.size(); ++i) {
    if (names[i] == args.hypothesis || (args.hypothesis.empty() && names.size() == 1)) return {{i}};
  }
  std::string known;
  for (const auto& name : names) known += "\n  " + name;
  if (names.empty()) {
    complain(fmt::format("hyp: `{}` has no hypothesis to draw\n", args.file));
  } else if (args.hypothesis.empty()) {
    complain(fmt::format("hyp: `{}` has several hypotheses; name one of{}\n", args.file, known));
  } else {
    complain(fmt::format("hyp: `{}` has no hypothesis `{}`; it has{}\n", args.file, args.hypothesis,
                         known));
  }
  return std::nullopt;
}

}  // namespace

ExitCode graph_command(const GraphArgs& args, const embed::SearchPath& search) {
  const auto source = read_source(args.file);
  if (!source) return ExitCode::missing_input;
  embed::FileLoader loader(search);
  embed::Session session(loader);
  const auto checked = session.check(shown_name(args.file), *source);
  show(checked.diagnostics, session.sources());
  if (!checked) return stop(checked.diagnostics);
  const auto hypothesis = pick(*checked, args);
  if (!hypothesis) return ExitCode::usage;
  const auto built = graph::build(*checked, *hypothesis);
  show(built.diagnostics, session.sources());
  if (!built) return stop(built.diagnostics);
  return write_out(graph::to_dot(*built, *checked), ExitCode::ok);
}

}  // namespace hyp::cli
