// SPDX-License-Identifier: MIT
#include "tests/golden/stages.hpp"

#include "lang/diag/render.hpp"
#include "lang/syntax/parse.hpp"

namespace hyp::golden {
namespace {

Output syntax_errors(std::string_view name, std::string text) {
  source::SourceMap sources;
  const auto parsed = syntax::parse(sources, sources.add(std::string(name), std::move(text)));
  Output output{diag::render_text(parsed.diagnostics, sources, false)};
  for (const auto& diagnostic : parsed.diagnostics) output.codes.push_back(diagnostic.code);
  return output;
}

Output syntax_tree(std::string_view name, std::string text) {
  source::SourceMap sources;
  const auto parsed = syntax::parse(sources, sources.add(std::string(name), std::move(text)));
  return {syntax::dump(parsed->tree, sources)};
}

}  // namespace

const std::vector<Stage>& stages() {
  static const std::vector<Stage> all = {
      {"syntax_errors", syntax_errors},
      {"syntax_tree", syntax_tree},
  };
  return all;
}

}  // namespace hyp::golden
