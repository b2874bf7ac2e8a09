// SPDX-License-Identifier: MIT
// The rows of several data sets in one numbering, so that a donor is one number.
#pragma once

#include <cstdint>
#include <map>
#include <utility>
#include <vector>

#include "lang/check/ids.hpp"

namespace hyp::plan {

using check::DataId;

/// A row of a pool.
using RowId = std::uint32_t;

class Pool {
 public:
  /// `rows`: how many each data set has, 2^32 in all at most. The first data set begins at row 0.
  explicit Pool(std::vector<std::pair<DataId, std::int64_t>> rows);

  [[nodiscard]] const std::vector<DataId>& datasets() const { return datasets_; }
  [[nodiscard]] std::int64_t size() const { return first_.back(); }
  [[nodiscard]] RowId first(DataId data) const;
  [[nodiscard]] std::int64_t rows(DataId data) const;
  [[nodiscard]] RowId id(DataId data, std::int64_t row) const;
  [[nodiscard]] DataId data_of(RowId id) const;
  [[nodiscard]] std::int64_t row_of(RowId id) const;

 private:
  [[nodiscard]] std::size_t index(DataId data) const;

  std::vector<DataId> datasets_;
  std::vector<std::int64_t> first_;  // of each data set, then one past the last row
};

}  // namespace hyp::plan
