// SPDX-License-Identifier: MIT
// Sums over rows, in fixed blocks, so that no order of computation shows in the result.
#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

namespace hyp::score {

constexpr std::int64_t kBlockRows = 4096;

/// `width` sums over `rows` rows: `add(row, sums)` adds a row to the sums of its block; blocks are
/// combined in row order.
template <typename Add>
std::vector<double> block_sums(std::int64_t rows, std::size_t width, Add add) {
  std::vector<double> total(width), block(width);
  for (std::int64_t first = 0; first < rows; first += kBlockRows) {
    std::fill(block.begin(), block.end(), 0.0);
    const std::int64_t last = std::min(rows, first + kBlockRows);
    for (std::int64_t row = first; row < last; ++row) add(row, block.data());
    for (std::size_t i = 0; i < width; ++i) total[i] += block[i];
  }
  return total;
}

}  // namespace hyp::score
