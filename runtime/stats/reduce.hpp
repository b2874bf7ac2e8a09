// SPDX-License-Identifier: MIT
// Sums whose bits depend on the rows alone: the same for every number of threads, batches, shards.
#pragma once

#include <algorithm>
#include <cstdint>

#include "runtime/score/table.hpp"

namespace hyp::stats {

/// Rows of one block. Block b holds rows [4096 b, 4096 (b + 1)) of the data set, whatever the
/// region, so that shards cut at block boundaries add up to the same bits.
inline constexpr std::int64_t kBlockRows = 4096;

/// A sum, and how many rows it is over.
struct Sum {
  double total = 0;
  std::int64_t n = 0;
};

/// Sums `value(row)` in binary64 over the rows where `region` holds (all when null): row by row
/// within a block, then block by block.
template <typename Value>
[[nodiscard]] Sum sum_rows(std::int64_t rows, const score::Membership* region, Value&& value) {
  Sum sum;
  for (std::int64_t begin = 0; begin < rows; begin += kBlockRows) {
    const std::int64_t end = std::min(rows, begin + kBlockRows);
    double block = 0;
    for (std::int64_t row = begin; row < end; ++row) {
      if (region && !(*region)[static_cast<std::size_t>(row)]) continue;
      block += value(row);
      ++sum.n;
    }
    sum.total += block;
  }
  return sum;
}

/// Counts the rows of `region` where `holds(row)`; the total is exact.
template <typename Holds>
[[nodiscard]] Sum count_rows(std::int64_t rows, const score::Membership* region, Holds&& holds) {
  std::int64_t count = 0;
  std::int64_t n = 0;
  for (std::int64_t row = 0; row < rows; ++row) {
    if (region && !(*region)[static_cast<std::size_t>(row)]) continue;
    ++n;
    if (holds(row)) ++count;
  }
  return {static_cast<double>(count), n};
}

}  // namespace hyp::stats
