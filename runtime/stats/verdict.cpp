// SPDX-License-Identifier: MIT
#include <algorithm>
#include <cassert>
#include <cmath>
#include <limits>

#include "runtime/stats/measure.hpp"

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

Verdict decide(const Figure& figure, const Bound& bound) {
  assert(figure.low.has_value() == figure.high.has_value());
  if (figure.n == 0 || std::isnan(figure.value)) return Verdict::not_tested;
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

std::vector<double> limits(const Bound& bound) {
  if (bound.relation != check::Expectation::Relation::within) return {bound.bound};
  return {bound.target - bound.bound, bound.target + bound.bound};
}

}  // namespace hyp::stats
