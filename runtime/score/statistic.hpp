// SPDX-License-Identifier: MIT
// Statistics of elements over rows, a block at a time, so that a site need not be held for all
// rows.
#pragma once

#include <cstdint>
#include <vector>

#include "runtime/score/blocks.hpp"
#include "runtime/score/table.hpp"

namespace hyp::score {

/// One number per element. Blocks come in row order, each of kBlockRows rows but the last; the
/// result is that of `statistic` over all of them.
class StatisticFold {
 public:
  StatisticFold(std::vector<std::int64_t> elements, Statistic kind);

  /// `in`: one truth value per row of the block; null for all of them.
  void add_block(const model::Activations& block, const std::uint8_t* in);
  /// The same for rows [first, last) of a longer table of activations.
  void add_block(const model::Activations& activations, std::int64_t first, std::int64_t last,
                 const std::uint8_t* in);
  /// NaN where no row was left.
  [[nodiscard]] std::vector<float> finish() const;

 private:
  std::vector<std::int64_t> elements_;
  Statistic kind_;
  std::int64_t rows_ = 0;
  std::vector<double> folded_;  ///< sums, or extremes
  std::vector<double> block_;
};

}  // namespace hyp::score
