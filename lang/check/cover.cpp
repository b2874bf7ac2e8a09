// SPDX-License-Identifier: MIT
// Partitions whose members all compare one score with constants: whether they overlap or leave
// something out is known before any data is. The rest is checked on the data.
#include <algorithm>

#include "lang/check/cover.hpp"
#include "lang/check/intervals.hpp"
#include "lang/check/uses.hpp"

namespace hyp::check {
namespace {

// What is compared: equal keys have equal values on every example.
struct Compared {
  std::variant<ScoreId, std::pair<std::optional<DataId>, std::string>, ExprId> key;
  ExprId expr;
  bool operator==(const Compared& other) const { return key == other.key; }
};

class Reading {
 public:
  Reading(const Program& program, const std::set<LetId>& open) : program_(program), open_(open) {}

  // The values of the score for which it holds; empty where it is about anything else.
  std::optional<Intervals> of(ExprId id) {
    const auto& node = program_[id].node;
    if (const auto* region = std::get_if<Expr::RegionRef>(&node)) {
      return of(program_[region->region].value);
    }
    if (const auto* member = std::get_if<Expr::MemberRef>(&node)) {
      const auto& when = program_[member->partition].members[member->member].when;
      return when ? of(*when) : std::nullopt;
    }
    if (const auto* negated = std::get_if<Expr::Not>(&node)) {
      const auto inner = of(negated->operand);
      return inner ? std::optional(complement(*inner)) : std::nullopt;
    }
    if (const auto* logic = std::get_if<Expr::Logic>(&node)) {
      const auto left = of(logic->left), right = of(logic->right);
      if (!left || !right) return std::nullopt;
      return logic->op == Expr::LogicOp::conjunction ? intersect(*left, *right)
                                                     : unite(*left, *right);
    }
    if (const auto* compare = std::get_if<Expr::Compare>(&node)) return comparison(*compare);
    return std::nullopt;
  }

  [[nodiscard]] const std::optional<Compared>& compared() const { return compared_; }

 private:
  std::optional<Intervals> comparison(const Expr::Compare& compare) {
    const auto left = constant(compare.left), right = constant(compare.right);
    if (left.has_value() == right.has_value()) return std::nullopt;
    const ExprId score = left ? compare.right : compare.left;
    if (!is_about(score)) return std::nullopt;
    return values(compare.op, left ? *left : *right, left.has_value());
  }

  [[nodiscard]] std::optional<double> constant(ExprId id) const {
    if (program_[id].type.per_example) return std::nullopt;
    Uses uses;
    uses.add(program_, id);
    const bool varies = std::any_of(uses.lets.begin(), uses.lets.end(),
                                    [&](LetId let) { return open_.contains(let); });
    return varies ? std::nullopt : fold(program_, id);
  }

  bool is_about(ExprId id) {
    Compared seen{id, id};
    if (const auto* score = std::get_if<Expr::ScoreRef>(&program_[id].node))
      seen.key = score->score;
    if (const auto* column = std::get_if<Expr::ColumnRef>(&program_[id].node)) {
      seen.key = std::pair(column->data, column->column);
    }
    if (!compared_) compared_ = seen;
    return *compared_ == seen;
  }

  static Intervals values(Expr::CompareOp op, double bound, bool bound_first) {
    const Interval below{Interval{}.low, bound, true, true};
    const Interval above{bound, Interval{}.high, true, true};
    const Interval at{bound, bound, false, false};
    const Intervals lower{bound_first ? above : below}, upper{bound_first ? below : above};
    switch (op) {
      case Expr::CompareOp::less:
        return lower;
      case Expr::CompareOp::less_equal:
        return unite(lower, {at});
      case Expr::CompareOp::greater:
        return upper;
      case Expr::CompareOp::greater_equal:
        return unite(upper, {at});
      case Expr::CompareOp::equal:
        return {at};
      case Expr::CompareOp::not_equal:
        return {below, above};
    }
    return {};
  }

  const Program& program_;
  const std::set<LetId>& open_;
  std::optional<Compared> compared_;
};

void check(const Program& program, const Partition& partition, const std::set<LetId>& open,
           diag::Diagnostics& found) {
  Reading reading(program, open);
  std::vector<Intervals> members;
  for (const auto& member : partition.members) {
    if (!member.when) break;  // `otherwise`, the last
    auto values = reading.of(*member.when);
    if (!values) return;
    members.push_back(std::move(*values));
  }
  if (members.empty()) return;
  const Expr& score = program[reading.compared()->expr];
  const auto shown = [&](const Intervals& values) {
    return score.type.integer ? with_integers(values) : values;
  };
  const auto facts = [&](const Intervals& values) -> diag::Facts {
    return {{"partition", partition.name},
            {"score", "`" + to_text(program, reading.compared()->expr) + "`"},
            {"where", to_text(values.front())}};
  };
  Intervals covered;
  for (std::size_t i = 0; i < members.size(); ++i) {
    for (std::size_t j = 0; j < i; ++j) {
      const auto both = shown(intersect(members[i], members[j]));
      if (both.empty()) continue;
      auto all = facts(both);
      all.emplace_back("first", partition.members[j].name);
      all.emplace_back("second", partition.members[i].name);
      found.add(diag::Diagnostic(diag::Code::partition_overlap_everywhere,
                                 partition.members[i].span, std::move(all))
                    .label(partition.members[j].span, diag::Note::defined_here,
                           {{"name", partition.members[j].name}}));
    }
    covered = unite(covered, members[i]);
  }
  const auto rest = shown(complement(covered));
  if (members.size() < partition.members.size() || rest.empty()) return;
  found.add({diag::Code::partition_gap_everywhere, partition.span, facts(rest)});
}

}  // namespace

void check_covers(const Program& program, diag::Diagnostics& found) {
  // What a run may change is no constant here.
  std::set<LetId> open;
  for (std::uint32_t i = 0; i < program.lets.size(); ++i) {
    if (program.lets[i].parameter_of) open.insert(LetId{i});
  }
  const auto add = [&](const std::vector<Sweep>& sweeps) {
    for (const auto& sweep : sweeps) open.insert(sweep.parameter);
  };
  for (const auto& test : program.tests) add(test.sweeps);
  for (const auto& experiment : program.experiments) add(experiment.sweeps);
  for (const auto& partition : program.partitions) check(program, partition, open, found);
}

}  // namespace hyp::check
