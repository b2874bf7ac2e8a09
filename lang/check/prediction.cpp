// SPDX-License-Identifier: MIT
#include "lang/check/prediction.hpp"

#include <algorithm>

#include "lang/check/uses.hpp"

namespace hyp::check {
namespace {

bool mentions_node(const Program& program, ExprId id) {
  const Expr& expr = program[id];
  if (std::holds_alternative<Expr::NodeRef>(expr.node)) return true;
  const auto parts = operands(expr);
  return std::any_of(parts.begin(), parts.end(),
                     [&](ExprId part) { return mentions_node(program, part); });
}

bool is_class(const Type& type) {
  if (type.element != Type::Element::number) return true;
  return type.integer && !type.tensor && !type.percent;
}

}  // namespace

std::optional<NodeId> output_node(const Hypothesis& hypothesis) {
  std::vector<bool> read(hypothesis.nodes.size(), false);
  for (const auto& node : hypothesis.nodes) {
    for (const auto id : node.reads) read[id.index] = true;
  }
  const auto first = std::find(read.begin(), read.end(), false);
  if (first == read.end() || std::find(first + 1, read.end(), false) != read.end()) {
    return std::nullopt;
  }
  return NodeId{static_cast<std::uint32_t>(first - read.begin())};
}

Prediction prediction(const Program& program, const Hypothesis& hypothesis) {
  const auto output = output_node(hypothesis);
  if (!output) return Prediction::no_output;
  const auto& value = hypothesis.nodes[output->index].value;
  if (!value) return Prediction::no_value;
  if (!mentions_node(program, *value)) return Prediction::no_mention;
  return is_class(program[*value].type) ? Prediction::answer : Prediction::no_class;
}

}  // namespace hyp::check
