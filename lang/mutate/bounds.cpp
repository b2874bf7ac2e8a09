// SPDX-License-Identifier: MIT
// Bounds a little higher and a little lower, wherever the claim speaks of them.
#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "lang/check/uses.hpp"
#include "lang/mutate/makers.hpp"
#include "lang/mutate/rewrite.hpp"

namespace hyp::mutate {
namespace {

using check::Expr;
using check::ExprId;
using check::Program;

constexpr double kShare = 0.01;  // of the number's range

// `likeness > -7762`: a number of the example on one side, a constant on the other.
struct Bound {
  ExprId comparison;
  ExprId number;
  std::string of;  // the region it is written in, or the node
};

class Bounds {
 public:
  Bounds(const Program& program, const check::Hypothesis& hypothesis) : program_(program) {
    for (const auto& node : hypothesis.nodes) {
      if (node.value) expr(*node.value, node.name);
      if (node.rule) rules(*node.rule, node.name);
      if (node.others) rules(*node.others, node.name);
    }
    if (hypothesis.all_else) rules(*hypothesis.all_else, "all else");
  }

  std::vector<Bound> found;

 private:
  void rules(const check::RuleSpec& spec, const std::string& of) {
    for (const auto& arm : spec.arms) {
      if (arm.when) expr(*arm.when, of);
      for (const auto value : arm.rule.values) expr(value, of);
      if (arm.rule.in) expr(*arm.rule.in, of);
    }
  }

  void expr(ExprId id, const std::string& of) {
    if (!entered_.insert(id).second) return;
    const Expr& here = program_[id];
    if (const auto* region = std::get_if<Expr::RegionRef>(&here.node)) {
      expr(program_[region->region].value, program_[region->region].name);
    } else if (const auto* score = std::get_if<Expr::ScoreRef>(&here.node)) {
      expr(program_[score->score].value, program_[score->score].name);
    } else if (const auto* member = std::get_if<Expr::MemberRef>(&here.node)) {
      partition(member->partition);
    } else if (const auto* whole = std::get_if<Expr::PartitionRef>(&here.node)) {
      partition(whole->partition);
    } else if (const auto* compare = std::get_if<Expr::Compare>(&here.node)) {
      add(id, *compare, of);
    }
    for (const auto operand : check::operands(here)) expr(operand, of);
  }

  void partition(check::PartitionId id) {
    for (const auto& member : program_[id].members) {
      if (member.when) expr(*member.when, program_[id].name);
    }
  }

  void add(ExprId id, const Expr::Compare& compare, const std::string& of) {
    if (compare.op == Expr::CompareOp::equal || compare.op == Expr::CompareOp::not_equal) return;
    const bool left = program_[compare.left].type.per_example;
    if (left == program_[compare.right].type.per_example) return;
    found.push_back({id, left ? compare.left : compare.right, of});
  }

  const Program& program_;
  std::set<ExprId> entered_;
};

void shift(const Making& making, const Bound& bound, double by) {
  const Program& program = making.program;
  Mutant mutant = making.start(Kind::shift);
  Expr comparison = program[bound.comparison];
  auto& sides = std::get<Expr::Compare>(comparison.node);
  ExprId& side = sides.left == bound.number ? sides.right : sides.left;
  Expr moved = program[side];
  if (auto* constant = std::get_if<Expr::Constant>(&moved.node)) {
    constant->value += by;
  } else {
    const ExprId amount = append(program, mutant, {moved.type, moved.span, Expr::Constant{by}});
    moved.node = Expr::Arithmetic{Expr::ArithmeticOp::add, side, amount};
  }
  moved.type.integer = false;
  side = append(program, mutant, std::move(moved));
  const ExprId now = append(program, mutant, std::move(comparison));
  Rewriter rewriter(program, mutant, [&](ExprId id) {
    return id == bound.comparison ? std::optional(now) : std::nullopt;
  });
  rewriter.rewrite(mutant.changed);
  mutant.what =
      fmt::format("bound of {} shifted: {} becomes {}", bound.of,
                  text_of(program, mutant, bound.comparison), text_of(program, mutant, now));
  making.made.push_back(std::move(mutant));
}

}  // namespace

std::vector<ExprId> bounded_numbers(const Program& program, check::HypothesisId id) {
  std::vector<ExprId> numbers;
  for (const auto& bound : Bounds(program, program[id]).found) {
    if (std::find(numbers.begin(), numbers.end(), bound.number) == numbers.end()) {
      numbers.push_back(bound.number);
    }
  }
  return numbers;
}

void shift_bounds(const Making& making) {
  for (const auto& bound : Bounds(making.program, making.hypothesis()).found) {
    const auto range = making.known.ranges.find(bound.number);
    if (range == making.known.ranges.end()) continue;
    for (const double sign : {1.0, -1.0}) shift(making, bound, sign * kShare * range->second);
  }
}

}  // namespace hyp::mutate
