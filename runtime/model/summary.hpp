// SPDX-License-Identifier: MIT
// What an array looks like from afar: its range, and how often each of a few whole numbers occurs.
#pragma once

#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "runtime/model/array.hpp"

namespace hyp::model {

struct Summary {
  std::optional<double> min, max, mean;  ///< of what is a number; empty where nothing is
  std::int64_t not_numbers = 0;          ///< NaN
  /// The values of a vector of whole numbers and how often each occurs, in ascending order; empty
  /// for any other array, where there are more than kMostClasses, and from 2^53 on.
  std::vector<std::pair<std::int64_t, std::int64_t>> classes;
};
inline constexpr std::size_t kMostClasses = 20;

[[nodiscard]] Summary summarize(const Array& array);

}  // namespace hyp::model
