// SPDX-License-Identifier: MIT
// Figures to verdicts.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "lang/check/program.hpp"
#include "runtime/stats/results.hpp"

namespace hyp::stats {

/// What an expectation asks of one figure.
struct Bound {
  check::Expectation::Relation relation;
  double bound = 0;   ///< or the width of `within`
  double target = 0;  ///< of `within`; for `clean` that is Beside::clean
};

/// A verdict, and what is to be said about one that decides nothing.
struct Decision {
  Verdict verdict = Verdict::not_tested;
  Untested untested = Untested::none;
  /// Of an inconclusive one: so many trials, if the figure stayed where it is, as the interval
  /// narrows with their square root. Empty where no number would do.
  std::optional<std::int64_t> trials_to_settle;
};

/// By interval where the figure has one (docs/method.md, "Verdicts"), by value where it has none; a
/// figure over no example, or of a scrub without a stake, is not tested. Comparisons are exact; the
/// two ends of `within` belong to it and give way by the few units in the last place that computing
/// them may be off.
[[nodiscard]] Decision decide(const Figure& figure, const Bound& bound);

/// The numbers that the figure is compared with: the bound, or the two ends of `within`.
[[nodiscard]] std::vector<double> limits(const Bound& bound);

/// Takes one more figure into an expectation, which must hold of all of them: the first of those
/// with the weightiest verdict decides. The trials that would settle it settle every figure.
void decide_on(Figure figure, const Bound& bound, ExpectationResult& result);

}  // namespace hyp::stats
