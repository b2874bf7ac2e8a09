// SPDX-License-Identifier: MIT
#include "runtime/stats/verdict.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <limits>
#include <utility>

namespace hyp::stats {
namespace {

Verdict choose(bool supported, bool refuted) {
  if (supported) return Verdict::supported;
  return refuted ? Verdict::refuted : Verdict::inconclusive;
}

// 98 % - 2 % and 96 % are one number to whoever wrote them, but not in binary64: the ends of
// `within` give way by the rounding of their own computation, far less than one example of any
// data set.
Verdict decide_within(double low, double high, double target, double width) {
  const double rounding =
      4 * std::numeric_limits<double>::epsilon() * (std::abs(target) + std::abs(width));
  const double from = target - width - rounding;
  const double to = target + width + rounding;
  return choose(low >= from && high <= to, high < from || low > to);
}

Verdict by_interval(const Figure& figure, const Bound& bound) {
  assert(figure.low.has_value() == figure.high.has_value());
  const double low = figure.low.value_or(figure.value);
  const double high = figure.high.value_or(figure.value);
  switch (bound.relation) {
    case check::Expectation::Relation::greater_equal:
      return choose(low >= bound.bound, high < bound.bound);
    case check::Expectation::Relation::greater:
      return choose(low > bound.bound, high <= bound.bound);
    case check::Expectation::Relation::less_equal:
      return choose(high <= bound.bound, low > bound.bound);
    case check::Expectation::Relation::less:
      return choose(high < bound.bound, low >= bound.bound);
    case check::Expectation::Relation::within:
      return decide_within(low, high, bound.target, bound.bound);
  }
  assert(false);
  return Verdict::not_tested;
}

Untested why_untested(const Figure& figure) {
  if (figure.n == 0) return figure.n_not_tested > 0 ? Untested::no_donor : Untested::no_example;
  if (std::isnan(figure.value)) return Untested::no_example;
  return figure.beside && figure.beside->no_stake ? Untested::no_stake : Untested::none;
}

std::optional<std::int64_t> trials_to_settle(const Figure& figure, const Bound& bound) {
  constexpr double kMost = 1e12;
  if (!figure.low || figure.trials == 0) return std::nullopt;
  double most = 0;
  for (const double limit : limits(bound)) {
    if (limit < *figure.low || limit > *figure.high) continue;
    if (limit == figure.value) return std::nullopt;
    const double half =
        limit > figure.value ? *figure.high - figure.value : figure.value - *figure.low;
    const double ratio = half / (limit - figure.value);
    most = std::max(most, std::ceil(static_cast<double>(figure.trials) * ratio * ratio));
  }
  if (!(most <= kMost)) return std::nullopt;
  return std::max(static_cast<std::int64_t>(most), figure.trials + 1);
}

}  // namespace

std::string_view name_of(Verdict verdict) {
  switch (verdict) {
    case Verdict::supported:
      return "supported";
    case Verdict::inconclusive:
      return "inconclusive";
    case Verdict::not_tested:
      return "not_tested";
    case Verdict::refuted:
      return "refuted";
  }
  assert(false);
  return {};
}

Verdict combine(Verdict a, Verdict b) {
  return std::max(a, b);
}

std::optional<Verdict> ExperimentResult::counts_as() const {
  if (!rival) return verdict;
  if (verdict == Verdict::refuted) return Verdict::supported;
  return verdict == Verdict::supported ? Verdict::refuted : verdict;
}

Decision decide(const Figure& figure, const Bound& bound) {
  const Untested untested = why_untested(figure);
  if (untested != Untested::none) return {Verdict::not_tested, untested, std::nullopt};
  Decision decision{by_interval(figure, bound), Untested::none, std::nullopt};
  if (decision.verdict == Verdict::inconclusive) {
    decision.trials_to_settle = trials_to_settle(figure, bound);
  }
  return decision;
}

std::vector<double> limits(const Bound& bound) {
  if (bound.relation != check::Expectation::Relation::within) return {bound.bound};
  return {bound.target - bound.bound, bound.target + bound.bound};
}

void decide_on(Figure figure, const Bound& bound, ExpectationResult& result) {
  const Decision decision = decide(figure, bound);
  auto& seen = result.decided_on;
  if (!seen.empty() && combine(result.verdict, decision.verdict) == result.verdict) {
    if (result.verdict == Verdict::inconclusive && decision.verdict == result.verdict) {
      const bool both = result.trials_to_settle && decision.trials_to_settle;
      result.trials_to_settle =
          both ? std::optional(std::max(*result.trials_to_settle, *decision.trials_to_settle))
               : std::nullopt;
    }
    seen.push_back(std::move(figure));
    return;
  }
  result.verdict = decision.verdict;
  result.untested = decision.untested;
  result.trials_to_settle = decision.trials_to_settle;
  result.mode = figure.mode;
  result.limits = limits(bound);
  seen.insert(seen.begin(), std::move(figure));
}

}  // namespace hyp::stats
