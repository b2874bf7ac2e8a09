// SPDX-License-Identifier: MIT
#include "runtime/plan/computable.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "lang/check/uses.hpp"

namespace hyp::plan {
namespace {

using check::Expr;
using check::ExprId;
using check::Node;

// Whether it is computed from the values of nodes and constants alone.
bool reads_nodes_alone(const check::Program& program, ExprId id) {
  const Expr& expr = program[id];
  if (!expr.type.per_example || std::holds_alternative<Expr::NodeRef>(expr.node)) return true;
  const auto operands = check::operands(expr);
  return !operands.empty() && std::all_of(operands.begin(), operands.end(), [&](ExprId operand) {
    return reads_nodes_alone(program, operand);
  });
}

}  // namespace

Computable::Computable(const check::Program& program, const check::Hypothesis& hypothesis)
    : program_(program), hypothesis_(hypothesis) {
  for (const auto& node : hypothesis.nodes) {
    if (!node.value || node.up_to || node.reads.empty()) continue;
    const bool exact = std::all_of(node.reads.begin(), node.reads.end(), [&](check::NodeId id) {
      const Node& read = hypothesis.nodes[id.index];
      return read.value && !read.up_to;
    });
    if (exact && !reads_nodes_alone(program, *node.value)) open_.push_back(&node);
  }
}

void Computable::want_columns(check::DataId data, Columns& columns) const {
  for (const Node* node : open_) {
    columns.want(*node->value, data);
    for (const auto read : node->reads) columns.want(*hypothesis_.nodes[read.index].value, data);
  }
}

std::vector<diag::Diagnostic> Computable::check(check::DataId data, const Columns& columns) const {
  std::vector<diag::Diagnostic> found;
  for (const Node* node : open_) {
    if (auto error = check(*node, data, columns)) found.push_back(std::move(*error));
  }
  return found;
}

std::optional<diag::Diagnostic> Computable::check(const Node& node, check::DataId data,
                                                  const Columns& columns) const {
  const auto& values = columns.of(*node.value, data);
  std::vector<const score::Numbers*> read;
  std::string names;
  for (const auto id : node.reads) {
    const Node& other = hypothesis_.nodes[id.index];
    read.push_back(&columns.of(*other.value, data));
    names += fmt::format("{}`{}`",
                         names.empty()             ? ""
                         : id == node.reads.back() ? " and "
                                                   : ", ",
                         other.name);
  }
  std::map<std::vector<double>, std::size_t> first;  // rows by what is read
  std::vector<double> key(read.size());
  for (std::size_t row = 0; row < values.size(); ++row) {
    for (std::size_t i = 0; i < read.size(); ++i) key[i] = (*read[i])[row];
    const auto earlier = first.try_emplace(key, row).first->second;
    if (values[earlier] == values[row]) continue;
    const auto& span = program_[*node.value].span;
    diag::Diagnostic error(diag::Code::value_not_computable, span,
                           {{"node", node.name},
                            {"text", check::to_text(program_, *node.value)},
                            {"reads", names},
                            {"first", earlier},
                            {"second", row},
                            {"data", program_[data].name},
                            {"first_value", shown(*node.value, values[earlier])},
                            {"second_value", shown(*node.value, values[row])}});
    return error;
  }
  return std::nullopt;
}

std::string Computable::shown(ExprId value, double number) const {
  const auto& type = program_[value].type;
  if (type.element == check::Type::Element::boolean) return number != 0 ? "true" : "false";
  if (type.element == check::Type::Element::part) {
    const auto& members = program_[type.partition].members;
    return "`" + members[static_cast<std::size_t>(number)].name + "`";
  }
  return fmt::format("{}", number);
}

}  // namespace hyp::plan
