// SPDX-License-Identifier: MIT
#include "lang/syntax/tree.hpp"

namespace hyp::syntax {
namespace {

void append(std::string& out, const Tree& tree, const source::SourceMap& sources,
            std::uint32_t index) {
  const TreeNode& node = tree.nodes[index];
  if (is_token(node.kind)) out += sources.text(node.span);
  for (std::uint32_t i = 0; i < node.child_count; ++i) {
    append(out, tree, sources, tree.children[node.first_child + i]);
  }
}

}  // namespace

std::string_view name_of(NodeKind kind) {
  switch (kind) {
    case NodeKind::file:
      return "file";
    case NodeKind::language:
      return "language";
    case NodeKind::import:
      return "import";
    case NodeKind::chosen:
      return "chosen";
    case NodeKind::data:
      return "data";
    case NodeKind::model:
      return "model";
    case NodeKind::equation:
      return "equation";
    case NodeKind::parameter:
      return "parameter";
    case NodeKind::let:
      return "let";
    case NodeKind::score:
      return "score";
    case NodeKind::region:
      return "region";
    case NodeKind::partition:
      return "partition";
    case NodeKind::member:
      return "member";
    case NodeKind::group:
      return "group";
    case NodeKind::subspace:
      return "subspace";
    case NodeKind::direction:
      return "direction";
    case NodeKind::set:
      return "set";
    case NodeKind::place:
      return "place";
    case NodeKind::position:
      return "position";
    case NodeKind::rule_definition:
      return "rule_definition";
    case NodeKind::hypothesis:
      return "hypothesis";
    case NodeKind::node:
      return "node";
    case NodeKind::all_else:
      return "all_else";
    case NodeKind::together:
      return "together";
    case NodeKind::allow_oblique:
      return "allow_oblique";
    case NodeKind::rule_spec:
      return "rule_spec";
    case NodeKind::arm:
      return "arm";
    case NodeKind::rule:
      return "rule";
    case NodeKind::test:
      return "test";
    case NodeKind::train:
      return "train";
    case NodeKind::section:
      return "section";
    case NodeKind::experiment:
      return "experiment";
    case NodeKind::sweep:
      return "sweep";
    case NodeKind::interventions:
      return "interventions";
    case NodeKind::intervention:
      return "intervention";
    case NodeKind::action:
      return "action";
    case NodeKind::measures:
      return "measures";
    case NodeKind::expectation:
      return "expectation";
    case NodeKind::parameters:
      return "parameters";
    case NodeKind::clause:
      return "clause";
    case NodeKind::path:
      return "path";
    case NodeKind::disjunction:
      return "disjunction";
    case NodeKind::conjunction:
      return "conjunction";
    case NodeKind::negation:
      return "negation";
    case NodeKind::comparison:
      return "comparison";
    case NodeKind::range:
      return "range";
    case NodeKind::sum:
      return "sum";
    case NodeKind::product:
      return "product";
    case NodeKind::sign:
      return "sign";
    case NodeKind::postfix:
      return "postfix";
    case NodeKind::selection:
      return "selection";
    case NodeKind::subscript:
      return "subscript";
    case NodeKind::arguments:
      return "arguments";
    case NodeKind::argument:
      return "argument";
    case NodeKind::list:
      return "list";
    case NodeKind::brackets:
      return "brackets";
    case NodeKind::tuple:
      return "tuple";
    case NodeKind::text:
      return "text";
    case NodeKind::prose:
      return "prose";
    case NodeKind::error:
      return "error";
    case NodeKind::word:
      return "word";
    case NodeKind::number:
      return "number";
    case NodeKind::string:
      return "string";
    case NodeKind::punctuation:
      return "punctuation";
    case NodeKind::blank:
      return "blank";
    case NodeKind::line_break:
      return "line_break";
    case NodeKind::comment:
      return "comment";
    case NodeKind::documentation:
      return "documentation";
    case NodeKind::skipped:
      return "skipped";
  }
  return {};
}

std::string text_of(const Tree& tree, const source::SourceMap& sources) {
  std::string out;
  if (!tree.nodes.empty()) append(out, tree, sources, 0);
  return out;
}

}  // namespace hyp::syntax
