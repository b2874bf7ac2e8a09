// SPDX-License-Identifier: MIT
// Sums whose bits depend on the rows alone: the same for every number of threads, batches, shards.
#pragma once

#include <cstdint>

#include "runtime/score/blocks.hpp"
#include "runtime/score/table.hpp"

namespace hyp::stats {

/// A sum, and how many rows it is over.
struct Sum {
  double total = 0;
  std::int64_t n = 0;
};

/// Sums `value(row)` in binary64 over the rows where `region` holds (all when null), in the blocks
/// of score::block_sums: of rows of the data set, whatever the region, so that shards cut at block
/// boundaries add up to the same bits.
template <typename Value>
[[nodiscard]] Sum sum_rows(std::int64_t rows, const score::Membership* region, Value&& value) {
  std::int64_t n = 0;
  const auto add = [&](std::int64_t row, double* sum) {
    if (region && !(*region)[static_cast<std::size_t>(row)]) return;
    *sum += value(row);
    ++n;
  };
  const double total = score::block_sums(rows, 1, add)[0];
  return {total, n};
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
