// SPDX-License-Identifier: MIT
#include "runtime/model/summary.hpp"

#include <algorithm>
#include <cmath>
#include <map>

namespace hyp::model {
namespace {

constexpr double kExact = 9007199254740992;  // 2^53: from there on binary64 runs values together

}  // namespace

Summary summarize(const Array& array) {
  Summary out;
  const auto count = check::elements(array.shape);
  const bool classes = is_integer(array.type) && array.shape.size() == 1;
  std::map<double, std::int64_t> counts;
  bool exact = true;
  double sum = 0;
  for (std::int64_t i = 0; i < count; ++i) {
    const double value = array.at(i);
    if (std::isnan(value)) {
      ++out.not_numbers;
      continue;
    }
    out.min = std::min(value, out.min.value_or(value));
    out.max = std::max(value, out.max.value_or(value));
    sum += value;
    if (classes && counts.size() <= kMostClasses) ++counts[value];
    exact = exact && std::abs(value) < kExact;
  }
  if (out.min) out.mean = sum / static_cast<double>(count - out.not_numbers);
  if (counts.size() > kMostClasses || !exact) return out;
  for (const auto& [value, times] : counts) {
    out.classes.emplace_back(static_cast<std::int64_t>(value), times);
  }
  return out;
}

}  // namespace hyp::model
