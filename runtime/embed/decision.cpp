// SPDX-License-Identifier: MIT
#include "runtime/embed/decision.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <type_traits>

#include "lang/check/uses.hpp"
#include "lang/check/words.hpp"
#include "runtime/score/words.hpp"

namespace hyp::embed {
namespace {

using check::Expr;
using check::ExprId;
using Op = Expr::CompareOp;

bool is_number(const check::Program& program, ExprId id) {
  return program[id].type.element == check::Type::Element::number;
}

// The expressions that a value which is no number is made of, by what it names.
std::vector<ExprId> parts(const check::Program& program, const check::Hypothesis& hypothesis,
                          ExprId id) {
  const Expr& expr = program[id];
  if (const auto* region = std::get_if<Expr::RegionRef>(&expr.node)) {
    return {program[region->region].value};
  }
  if (const auto* node = std::get_if<Expr::NodeRef>(&expr.node)) {
    const auto& value = hypothesis.nodes[node->node.index].value;
    return value ? std::vector<ExprId>{*value} : std::vector<ExprId>{};
  }
  const auto members = [&](check::PartitionId partition) {
    std::vector<ExprId> all;
    for (const auto& member : program[partition].members) {
      if (member.when) all.push_back(*member.when);
    }
    return all;
  };
  if (const auto* member = std::get_if<Expr::MemberRef>(&expr.node)) {
    const auto& when = program[member->partition].members[member->member].when;
    return when ? std::vector<ExprId>{*when} : members(member->partition);
  }
  if (const auto* partition = std::get_if<Expr::PartitionRef>(&expr.node)) {
    return members(partition->partition);
  }
  return check::operands(expr);
}

template <typename Each>
void for_each_comparison(const check::Program& program, const check::Hypothesis& hypothesis,
                         ExprId id, const Each& each) {
  const auto* compare = std::get_if<Expr::Compare>(&program[id].node);
  if (compare && is_number(program, compare->left)) return each(*compare);
  if (is_number(program, id)) return;
  for (const ExprId part : parts(program, hypothesis, id)) {
    for_each_comparison(program, hypothesis, part, each);
  }
}

bool holds(double left, Op op, double right) {
  switch (op) {
    case Op::less:
      return left < right;
    case Op::less_equal:
      return left <= right;
    case Op::greater:
      return left > right;
    case Op::greater_equal:
      return left >= right;
    case Op::equal:
      return left == right;
    case Op::not_equal:
      return left != right;
  }
  return false;
}

Op turned(Op op) {
  switch (op) {
    case Op::less:
      return Op::greater;
    case Op::less_equal:
      return Op::greater_equal;
    case Op::greater:
      return Op::less;
    case Op::greater_equal:
      return Op::less_equal;
    default:
      return op;
  }
}

}  // namespace

std::vector<ExprId> Decision::reads(const check::Program& program,
                                    const check::Hypothesis& hypothesis, ExprId value) {
  std::vector<ExprId> all;
  if (is_number(program, value)) return {value};
  for_each_comparison(program, hypothesis, value, [&](const Expr::Compare& compare) {
    all.push_back(compare.left);
    all.push_back(compare.right);
  });
  return all;
}

Decision::Decision(const check::Program& program, const check::Hypothesis& hypothesis, ExprId value,
                   const std::function<double(ExprId)>& known)
    : program_(program), hypothesis_(hypothesis), value_(value) {
  for (const ExprId id : reads(program, hypothesis, value)) known_.emplace(id, known(id));
  collect(value);
}

// A number that differs from example to example is compared with one that does not, or two such
// with each other: then their difference is compared with 0.
Decision::Sides Decision::sides(const Expr::Compare& compare) const {
  const double left = known_.at(compare.left), right = known_.at(compare.right);
  const auto text = [&](ExprId id) { return check::to_text(program_, id, &hypothesis_); };
  const bool left_varies = program_[compare.left].type.per_example;
  const bool right_varies = program_[compare.right].type.per_example;
  if (left_varies && right_varies) {
    return {text(compare.left) + " - " + text(compare.right), left - right, 0, compare.op};
  }
  if (right_varies) return {text(compare.right), right, left, turned(compare.op)};
  return {text(compare.left), left, right, compare.op};
}

void Decision::collect(ExprId value) {
  if (is_number(program_, value)) return;
  for_each_comparison(program_, hypothesis_, value, [&](const Expr::Compare& compare) {
    const Sides side = sides(compare);
    const auto relation = std::string(score::word(side.op));
    const bool known =
        std::any_of(comparisons_.begin(), comparisons_.end(), [&](const report::Comparison& one) {
          return one.score == side.score && one.relation == relation && one.bound == side.bound;
        });
    if (known) return;
    comparisons_.push_back(
        {side.score, relation, side.value, side.bound, holds(side.value, side.op, side.bound)});
  });
}

double Decision::member(const check::Partition& partition, std::size_t index,
                        const Shift* shift) const {
  if (partition.members[index].when) return of(*partition.members[index].when, shift);
  for (const auto& other : partition.members) {
    if (other.when && of(*other.when, shift) != 0) return 0;
  }
  return 1;
}

double Decision::of(ExprId id, const Shift* shift) const {
  const Expr& expr = program_[id];
  if (is_number(program_, id)) {
    const auto found = known_.find(id);
    return found == known_.end() ? std::numeric_limits<double>::quiet_NaN() : found->second;
  }
  return std::visit(
      [&](const auto& node) -> double {
        using Node = std::decay_t<decltype(node)>;
        if constexpr (std::is_same_v<Node, Expr::Constant>) return node.value;
        if constexpr (std::is_same_v<Node, Expr::LetRef>) return of(program_[node.let].value);
        if constexpr (std::is_same_v<Node, Expr::RegionRef>) {
          return of(program_[node.region].value, shift);
        }
        if constexpr (std::is_same_v<Node, Expr::NodeRef>) {
          return of(*hypothesis_.nodes[node.node.index].value, shift);
        }
        if constexpr (std::is_same_v<Node, Expr::MemberRef>) {
          return member(program_[node.partition], node.member, shift);
        }
        if constexpr (std::is_same_v<Node, Expr::PartitionRef>) {
          const auto& partition = program_[node.partition];
          for (std::size_t i = 0; i < partition.members.size(); ++i) {
            if (member(partition, i, shift) != 0) return static_cast<double>(i);
          }
          return -1;
        }
        if constexpr (std::is_same_v<Node, Expr::Not>) return of(node.operand, shift) == 0;
        if constexpr (std::is_same_v<Node, Expr::Logic>) {
          const bool left = of(node.left, shift) != 0, right = of(node.right, shift) != 0;
          return node.op == Expr::LogicOp::conjunction ? left && right : left || right;
        }
        if constexpr (std::is_same_v<Node, Expr::Compare>) {
          if (!is_number(program_, node.left)) {
            return holds(of(node.left, shift), node.op, of(node.right, shift));
          }
          if (!shift) return holds(known_.at(node.left), node.op, known_.at(node.right));
          const Sides side = sides(node);
          return holds(side.score == shift->score ? shift->value : side.value, side.op, side.bound);
        }
        return std::numeric_limits<double>::quiet_NaN();
      },
      expr.node);
}

std::vector<report::Turning> Decision::turnings() const {
  constexpr double kInfinity = std::numeric_limits<double>::infinity();
  std::map<std::string, std::vector<double>> bounds;
  for (const auto& one : comparisons_) bounds[one.score].push_back(one.bound);
  const double now = of(value_);
  std::vector<report::Turning> all;
  for (const auto& one : comparisons_) {
    const auto found = bounds.find(one.score);
    if (found == bounds.end()) continue;
    std::vector<report::Turning> candidates;
    for (const double bound : found->second) {
      candidates.push_back({one.score, one.value, bound, false, {}});
      candidates.push_back({one.score, one.value, bound, true, {}});
    }
    bounds.erase(found);
    // The nearest first; of one place itself, then what lies beyond it.
    std::stable_sort(candidates.begin(), candidates.end(), [&](const auto& a, const auto& b) {
      const double x = std::abs(a.to - a.value), y = std::abs(b.to - b.value);
      return x < y || (x == y && !a.beyond && b.beyond);
    });
    bool settled = false;
    for (auto& place : candidates) {
      if (settled) break;
      const auto try_at = [&](double value) {
        const Shift shift{place.score, value};
        const double then = of(value_, &shift);
        if (settled || then == now || std::isnan(then)) return;
        place.becomes = word(then);
        all.push_back(place);
        settled = true;
      };
      if (!place.beyond) {
        try_at(place.to);
      } else {
        if (place.to >= place.value) try_at(std::nextafter(place.to, kInfinity));
        if (place.to <= place.value) try_at(std::nextafter(place.to, -kInfinity));
      }
    }
  }
  std::stable_sort(all.begin(), all.end(), [](const auto& a, const auto& b) {
    return std::abs(a.to - a.value) < std::abs(b.to - b.value);
  });
  return all;
}

report::Carried Decision::word(double value) const {
  const auto& type = program_[value_].type;
  if (type.element == check::Type::Element::boolean) return {value != 0 ? "yes" : "no", value};
  if (type.element == check::Type::Element::part && value >= 0) {
    return {program_[type.partition].members[static_cast<std::size_t>(value)].name, value};
  }
  return {"", value};
}

}  // namespace hyp::embed
