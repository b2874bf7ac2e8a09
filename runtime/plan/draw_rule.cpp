// SPDX-License-Identifier: MIT
#include "runtime/plan/draw_rule.hpp"

#include <algorithm>

#include "lang/check/uses.hpp"

namespace hyp::plan {
namespace {

using check::Expr;
using check::ExprId;
using check::Program;

DrawRule written(const check::RuleSpec& spec, std::optional<ExprId> own) {
  DrawRule rule;
  rule.span = spec.span;
  for (const auto& arm : spec.arms) {
    DrawRule::Arm copy{arm.when, arm.rule, &arm};
    if (copy.rule.kind == check::Rule::Kind::same && copy.rule.values.empty() && own) {
      copy.rule.values = {*own};
    }
    rule.arms.push_back(std::move(copy));
  }
  return rule;
}

DrawRule unwritten(check::Rule::Kind kind, const void* identity, source::Span span) {
  DrawRule rule;
  rule.in_file = false;
  rule.span = span;
  DrawRule::Arm arm;
  arm.rule.kind = kind;
  arm.rule.span = span;
  arm.written = identity;
  rule.arms.push_back(std::move(arm));
  return rule;
}

DrawRule of_node(const check::Node& node) {
  if (node.rule) return written(*node.rule, node.value);
  using Kind = check::Rule::Kind;
  DrawRule rule = unwritten(node.up_to ? Kind::within : Kind::same, &node, node.span);
  if (node.value) rule.arms[0].rule.values = {*node.value};
  rule.arms[0].rule.amount = node.up_to;
  return rule;
}

DrawRule of_others(const check::Hypothesis& hypothesis, const check::Node& reader) {
  if (reader.others) return written(*reader.others, reader.value);
  if (hypothesis.all_else) return written(*hypothesis.all_else, reader.value);
  return unwritten(check::Rule::Kind::any, &hypothesis, reader.span);
}

// What an expression says itself, without its operands.
template <typename Node>
bool same_head(const Node& a, const Node& b) {
  if constexpr (std::is_same_v<Node, Expr::Constant>) {
    return a.value == b.value;
  } else if constexpr (std::is_same_v<Node, Expr::LetRef>) {
    return a.let == b.let;
  } else if constexpr (std::is_same_v<Node, Expr::ScoreRef>) {
    return a.score == b.score;
  } else if constexpr (std::is_same_v<Node, Expr::RegionRef>) {
    return a.region == b.region;
  } else if constexpr (std::is_same_v<Node, Expr::MemberRef>) {
    return a.partition == b.partition && a.member == b.member;
  } else if constexpr (std::is_same_v<Node, Expr::PartitionRef>) {
    return a.partition == b.partition;
  } else if constexpr (std::is_same_v<Node, Expr::NodeRef>) {
    return a.node == b.node;
  } else if constexpr (std::is_same_v<Node, Expr::ColumnRef>) {
    return a.data == b.data && a.column == b.column;
  } else if constexpr (std::is_same_v<Node, Expr::ExampleInput>) {
    return a.data == b.data && a.row == b.row;
  } else if constexpr (std::is_same_v<Node, Expr::ExampleColumn>) {
    return a.data == b.data && a.row == b.row && a.column == b.column;
  } else if constexpr (std::is_same_v<Node, Expr::SiteRef>) {
    return a.model == b.model && a.site == b.site;
  } else if constexpr (std::is_same_v<Node, Expr::GroupRef>) {
    return a.group == b.group;
  } else if constexpr (std::is_same_v<Node, Expr::Subscript>) {
    return a.at == b.at;
  } else if constexpr (std::is_same_v<Node, Expr::Call>) {
    return a.function == b.function;
  } else if constexpr (std::is_same_v<Node, Expr::Statistic>) {
    return false;  // stands in no rule
  } else if constexpr (std::is_same_v<Node, Expr::InputRef> || std::is_same_v<Node, Expr::Negate> ||
                       std::is_same_v<Node, Expr::Not>) {
    return true;
  } else {
    return a.op == b.op;
  }
}

bool same_expr(const Program& program, ExprId a, ExprId b) {
  if (a == b) return true;
  const Expr &left = program[a], &right = program[b];
  if (left.node.index() != right.node.index()) return false;
  const bool head = std::visit(
      [&](const auto& node) {
        return same_head(node, std::get<std::decay_t<decltype(node)>>(right.node));
      },
      left.node);
  const auto lefts = check::operands(left), rights = check::operands(right);
  return head && std::equal(lefts.begin(), lefts.end(), rights.begin(), rights.end(),
                            [&](ExprId x, ExprId y) { return same_expr(program, x, y); });
}

}  // namespace

DrawRule rule_of(const check::Hypothesis& hypothesis, Drawer drawer) {
  if (drawer.kind == Drawer::Kind::any) {
    return unwritten(check::Rule::Kind::any, &hypothesis, hypothesis.span);
  }
  const check::Node& node = hypothesis.nodes[drawer.node.index];
  const bool others = drawer.kind == Drawer::Kind::others;
  DrawRule rule = others ? of_others(hypothesis, node) : of_node(node);
  rule.name = others ? "others of " + node.name : node.name;
  return rule;
}

bool same_rule(const Program& program, const check::Rule& a, const check::Rule& b, double amount_a,
               double amount_b) {
  if (a.kind != b.kind || a.of != b.of || a.excluding_itself != b.excluding_itself ||
      a.example != b.example || a.example_of != b.example_of ||
      a.in.has_value() != b.in.has_value() || a.amount.has_value() != b.amount.has_value()) {
    return false;
  }
  if (a.amount && (program[*a.amount].type.percent != program[*b.amount].type.percent ||
                   amount_a != amount_b)) {
    return false;
  }
  if (a.in && !same_expr(program, *a.in, *b.in)) return false;
  return std::equal(a.values.begin(), a.values.end(), b.values.begin(), b.values.end(),
                    [&](ExprId x, ExprId y) { return same_expr(program, x, y); });
}

}  // namespace hyp::plan
