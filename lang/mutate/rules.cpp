// SPDX-License-Identifier: MIT
// Rules that let more examples stand in than the claim says.
#include <fmt/format.h>

#include "lang/check/words.hpp"
#include "lang/mutate/makers.hpp"
#include "lang/mutate/rewrite.hpp"

namespace hyp::mutate {
namespace {

using check::Expr;
using check::ExprId;
using check::Rule;

// Twice as much: `within 1%` -> `within 2%`, `within t` -> `within 2 * t`.
ExprId twice(const Making& making, Mutant& mutant, ExprId amount) {
  Expr now = making.program[amount];
  if (auto* constant = std::get_if<Expr::Constant>(&now.node)) {
    constant->value *= 2;
  } else {
    Expr two = now;
    two.type.percent = false;
    two.node = Expr::Constant{2};
    const ExprId factor = append(making.program, mutant, std::move(two));
    now.node = Expr::Arithmetic{Expr::ArithmeticOp::multiply, factor, amount};
  }
  return append(making.program, mutant, std::move(now));
}

// False where nobody more could stand in.
bool widen(const Making& making, Mutant& mutant, Rule& rule) {
  switch (rule.kind) {
    case Rule::Kind::within:
    case Rule::Kind::nearest:
    case Rule::Kind::near:
      rule.amount = twice(making, mutant, *rule.amount);
      return true;
    case Rule::Kind::itself:
    case Rule::Kind::from:
    case Rule::Kind::same:
    case Rule::Kind::fixed:
      rule.kind = Rule::Kind::any;
      rule.values.clear();
      rule.example.reset();
      rule.example_of.reset();
      rule.in.reset();
      return true;
    case Rule::Kind::any:
      if (!rule.in) return false;
      rule.in.reset();
      return true;
    case Rule::Kind::shuffled:
      return false;
  }
  return false;
}

std::string rule_text(const Making& making, const Mutant& mutant, const Rule& rule) {
  return check::to_text(applied(making.program, mutant), rule);
}

void widen_arms(const Making& making, const std::string& of,
                std::optional<check::RuleSpec>& (*spec_of)(check::Hypothesis&, std::size_t),
                std::size_t node) {
  check::Hypothesis original = making.hypothesis();
  const auto& spec = spec_of(original, node);
  if (!spec) return;
  for (std::size_t i = 0; i < spec->arms.size(); ++i) {
    Mutant mutant = making.start(Kind::widen);
    Rule& rule = spec_of(mutant.changed, node)->arms[i].rule;
    const std::string before = rule_text(making, mutant, rule);
    if (!widen(making, mutant, rule)) continue;
    mutant.what =
        fmt::format("{} resampled {} in place of {}", of, rule_text(making, mutant, rule), before);
    making.made.push_back(std::move(mutant));
  }
}

// Of a node without a rule: the same value, or a graded one up to so much.
void widen_default(const Making& making, std::size_t node) {
  Mutant mutant = making.start(Kind::widen);
  auto& now = mutant.changed.nodes[node];
  if (now.up_to) {
    const auto before = text_of(making.program, mutant, *now.up_to);
    now.up_to = twice(making, mutant, *now.up_to);
    mutant.what = fmt::format("{} up to {} in place of {}", now.name,
                              text_of(making.program, mutant, *now.up_to), before);
  } else {
    Rule any;
    any.kind = Rule::Kind::any;
    any.span = now.span;
    now.rule = check::RuleSpec{{{std::nullopt, std::move(any), now.span}}, now.span};
    mutant.what = fmt::format("{} resampled any in place of same value", now.name);
  }
  making.made.push_back(std::move(mutant));
}

}  // namespace

void widen_rules(const Making& making) {
  const auto& nodes = making.hypothesis().nodes;
  for (std::size_t i = 0; i < nodes.size(); ++i) {
    if (making.is_read(i) && nodes[i].rule) {
      widen_arms(
          making, nodes[i].name,
          [](check::Hypothesis & of, std::size_t n) -> auto& { return of.nodes[n].rule; }, i);
    } else if (making.is_read(i)) {
      widen_default(making, i);
    }
    widen_arms(
        making, "others of " + nodes[i].name,
        [](check::Hypothesis & of, std::size_t n) -> auto& { return of.nodes[n].others; }, i);
  }
  widen_arms(
      making, "all else", [](check::Hypothesis & of, std::size_t) -> auto& { return of.all_else; },
      0);
}

}  // namespace hyp::mutate
