// SPDX-License-Identifier: MIT
// Rows in the order in which a rule counts them, and which of them stand in for a datum.
#pragma once

#include <cstdint>
#include <limits>
#include <memory>
#include <vector>

#include "runtime/plan/pool.hpp"

namespace hyp::plan {

inline constexpr std::uint32_t kNowhere = std::numeric_limits<std::uint32_t>::max();

/// Rows of one data set (of the whole pool for `itself`).
struct Candidates {
  std::vector<RowId> rows;
  std::vector<std::uint32_t> place;  ///< by RowId: where it lies in `rows`, or kNowhere
};

/// Places [low, high) of some candidates.
struct Range {
  std::uint32_t low = 0, high = 0;
};

/// The donors of one set rule for every datum.
struct DonorSet {
  std::shared_ptr<const Candidates> candidates;
  std::vector<Range> ranges;      ///< by RowId of the datum
  bool excluding_itself = false;  ///< the datum is none of its own donors, also inside its range
  bool window = false;            ///< counts in the order (score, row), else by row

  /// The place of the datum where it lies in its own range and must be left out, else kNowhere.
  [[nodiscard]] std::uint32_t left_out(RowId datum) const {
    if (!excluding_itself) return kNowhere;
    const std::uint32_t place = candidates->place[datum];
    const Range range = ranges[datum];
    return place >= range.low && place < range.high ? place : kNowhere;
  }
  [[nodiscard]] std::uint32_t count(RowId datum) const {
    const Range range = ranges[datum];
    return range.high - range.low - (left_out(datum) == kNowhere ? 0U : 1U);
  }
  [[nodiscard]] bool contains(RowId datum, RowId row) const {
    const std::uint32_t place = candidates->place[row];
    const Range range = ranges[datum];
    return place >= range.low && place < range.high && !(excluding_itself && row == datum);
  }
};

/// The candidates of a `near`, by score.
struct NearScale {
  std::vector<double> scores;         ///< distinct, rising
  std::vector<std::uint32_t> starts;  ///< of each score's rows, then one past the last
  std::vector<RowId> rows;            ///< sorted by (score, row)
  std::vector<std::uint8_t> holds;    ///< by RowId: whether it is one of `rows`
  std::vector<double> centres;        ///< by RowId of the datum: its score
  std::vector<std::uint32_t> seats;   ///< by RowId: the first score that is not below its own
  double sigma = 0;
  bool excluding_itself = false;
};

}  // namespace hyp::plan
