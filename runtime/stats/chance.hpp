// SPDX-License-Identifier: MIT
// How probable it is that a claim keeps its word on one reference: over its draws, not over those
// that some trials happened to make.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "lang/diag/outcome.hpp"
#include "runtime/exec/scrub.hpp"

namespace hyp::stats {

struct Chance {
  double value = 0;
  bool exact = true;
  double combinations = 0;          ///< of donors, that differ in what they bring; of exact ones
  std::int64_t trials = 0;          ///< of sampled ones
  std::optional<double> low, high;  ///< 95 % (Wilson), of sampled ones
  std::int64_t run_hits = 0, run_trials = 0;  ///< how often so in the trials of a run
};

/// How it is found: by going through every combination of donors; where two classes and sums are
/// all there is, by sorting what two of the draws bring; else by drawing.
enum class ChanceMethod { enumerate, sort, sample };

struct ChanceQuestion {
  std::int64_t row = 0;     ///< of the references; it must be `tested`
  std::int64_t answer = 0;  ///< the clean network's
  std::uint64_t seed = 0;
  std::int64_t run_trials = 100;       ///< that a run of the test makes
  std::optional<std::int64_t> trials;  ///< to estimate from; else 10 000, fewer where they are slow
  /// What is tried, in this order; those that are not possible or take too long are passed over.
  std::vector<ChanceMethod> methods{ChanceMethod::enumerate, ChanceMethod::sort,
                                    ChanceMethod::sample};
};

/// Of scrubs, that the answer is the clean network's; of swaps, that it is the one predicted. Exact
/// values differ from the truth by the rounding of sums of probabilities alone: whether a
/// combination counts is decided by the logits that a run would compute. `shuffled` counts as `any`
/// where it is not drawn. A chance that no method found is NaN. Errors: those of the executor;
/// `interrupted`.
[[nodiscard]] diag::Outcome<Chance> chance_of(const plan::Scrub& scrub,
                                              exec::Combinations& combinations,
                                              const ChanceQuestion& question,
                                              exec::Listener& listener);

}  // namespace hyp::stats
