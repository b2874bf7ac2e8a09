// SPDX-License-Identifier: MIT
// 95 % intervals of figures on this data: only the draws vary (docs/method.md, "Intervals").
#pragma once

#include <cstdint>

#include "runtime/stats/results.hpp"

namespace hyp::stats {

/// The draws of a share: `hits` of rows x trials.
struct ShareCounts {
  std::int64_t rows = 0, trials = 0;
  double hits = 0;
  double products = 0;      ///< sum over the rows of hits * (trials - hits)
  std::int64_t varied = 0;  ///< rows that did not give the same in every trial
};
/// Normal, or Wilson's on all draws (marked conservative: rows draw independently, and their
/// variances add up to no more than that of the same number of draws at one common probability)
/// after a single trial or where fewer than 30 rows varied. Ends lie in [0, 1]. At least one row
/// and one trial. `n` and `trials` are set.
[[nodiscard]] Estimate estimate_share(const ShareCounts& counts);

/// The draws of a mean: of each row its mean over the trials and its variance between them.
struct MeanSums {
  std::int64_t rows = 0, trials = 0;
  double mean = 0;
  double variances = 0;  ///< summed over the rows; of one trial: squared distances from `mean`
  double squared_variances = 0;  ///< sum of the squares of what `variances` sums
};
/// Student's t with Welch-Satterthwaite's degrees of freedom, which matters for few rows and trials
/// alone. After one trial from the rows' differences, marked conservative; boundless for one row.
[[nodiscard]] Estimate estimate_mean(const MeanSums& sums);

// The draws of a `shuffled` are not independent: one permutation serves all rows of a trial. Where
// row r gives a[r][j] on donor j, the variance of the sum over the rows is sum d^2 / (N - 1), with
// d = a less its row and column means (Hoeffding 1951); independent draws have sum e^2 / N, with e
// = a less its row means alone. Projecting out the column means as well can only lower the sum of
// squares, so the formulas above hold for it too, up to the factor N / (N - 1).

}  // namespace hyp::stats
