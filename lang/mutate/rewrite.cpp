// SPDX-License-Identifier: MIT
#include "lang/mutate/rewrite.hpp"

#include "lang/check/uses.hpp"

namespace hyp::mutate {
namespace {

using check::Expr;
using check::ExprId;

// The converse of check::operands.
void put_operands(Expr& expr, const std::vector<ExprId>& operands) {
  std::visit(
      [&](auto& node) {
        using Node = std::decay_t<decltype(node)>;
        if constexpr (std::is_same_v<Node, Expr::Subscript>) {
          node.object = operands[0];
        } else if constexpr (std::is_same_v<Node, Expr::Negate> ||
                             std::is_same_v<Node, Expr::Not>) {
          node.operand = operands[0];
        } else if constexpr (std::is_same_v<Node, Expr::Arithmetic> ||
                             std::is_same_v<Node, Expr::Logic> ||
                             std::is_same_v<Node, Expr::Compare>) {
          node.left = operands[0];
          node.right = operands[1];
        } else if constexpr (std::is_same_v<Node, Expr::Call>) {
          node.arguments = operands;
        }
      },
      expr.node);
}

}  // namespace

ExprId append(const check::Program& program, Mutant& mutant, Expr expr) {
  mutant.exprs.push_back(std::move(expr));
  return {static_cast<std::uint32_t>(program.exprs.size() + mutant.exprs.size() - 1)};
}

Expr expr_of(const check::Program& program, const Mutant& mutant, ExprId id) {
  const std::size_t own = program.exprs.size();
  return id.index < own ? program[id] : mutant.exprs.at(id.index - own);
}

ExprId Rewriter::rewrite(ExprId id) {
  const auto known = known_.find(id);
  if (known != known_.end()) return known->second;
  const auto wanted = change_(id);
  const ExprId result = wanted ? *wanted : changed(id);
  known_.emplace(id, result);
  return result;
}

ExprId Rewriter::changed(ExprId id) {
  const Expr expr = expr_of(program_, mutant_, id);  // a copy: more are appended
  // A name stands for its definition: where that is a new one, no name means it.
  if (const auto* region = std::get_if<Expr::RegionRef>(&expr.node)) {
    const ExprId value = program_[region->region].value;
    const ExprId now = rewrite(value);
    return now == value ? id : now;
  }
  if (const auto* score = std::get_if<Expr::ScoreRef>(&expr.node)) {
    const ExprId value = program_[score->score].value;
    const ExprId now = rewrite(value);
    return now == value ? id : now;
  }
  if (const auto* member = std::get_if<Expr::MemberRef>(&expr.node)) {
    const auto now = rewrite(member->partition);
    if (!now) return id;
    Expr copy = expr;
    copy.node = Expr::MemberRef{*now, member->member};
    return append(program_, mutant_, std::move(copy));
  }
  if (const auto* partition = std::get_if<Expr::PartitionRef>(&expr.node)) {
    const auto now = rewrite(partition->partition);
    if (!now) return id;
    Expr copy = expr;
    copy.node = Expr::PartitionRef{*now};
    copy.type.partition = *now;
    return append(program_, mutant_, std::move(copy));
  }
  const auto before = check::operands(expr);
  std::vector<ExprId> after;
  for (const auto operand : before) after.push_back(rewrite(operand));
  if (after == before) return id;
  Expr copy = expr;
  put_operands(copy, after);
  return append(program_, mutant_, std::move(copy));
}

std::optional<check::PartitionId> Rewriter::rewrite(check::PartitionId id) {
  const auto known = partitions_.find(id);
  if (known != partitions_.end()) return known->second;
  check::Partition copy = program_[id];
  bool differs = false;
  for (auto& member : copy.members) {
    const auto before = member.when;
    rewrite(member.when);
    differs = differs || member.when != before;
  }
  std::optional<check::PartitionId> result;
  if (differs) {
    mutant_.partitions.push_back(std::move(copy));
    result = {
        static_cast<std::uint32_t>(program_.partitions.size() + mutant_.partitions.size() - 1)};
  }
  partitions_.emplace(id, result);
  return result;
}

void Rewriter::rewrite(std::optional<ExprId>& id) {
  if (id) id = rewrite(*id);
}

void Rewriter::rewrite(std::optional<check::RuleSpec>& spec) {
  if (!spec) return;
  for (auto& arm : spec->arms) {
    rewrite(arm.when);
    rewrite(arm.rule.amount);
    for (auto& value : arm.rule.values) value = rewrite(value);
    rewrite(arm.rule.in);
    rewrite(arm.rule.allow);
  }
}

void Rewriter::rewrite(check::Hypothesis& hypothesis) {
  for (auto& node : hypothesis.nodes) {
    rewrite(node.value);
    rewrite(node.up_to);
    rewrite(node.rule);
    rewrite(node.others);
  }
  rewrite(hypothesis.all_else);
}

check::Program applied(const check::Program& program, const Mutant& mutant) {
  check::Program out = program;
  out.exprs.insert(out.exprs.end(), mutant.exprs.begin(), mutant.exprs.end());
  out.partitions.insert(out.partitions.end(), mutant.partitions.begin(), mutant.partitions.end());
  out.hypotheses[mutant.of.index] = mutant.changed;
  for (const auto& [id, changed] : mutant.also) out.hypotheses[id.index] = changed;
  return out;
}

}  // namespace hyp::mutate
