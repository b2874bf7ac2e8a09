// SPDX-License-Identifier: MIT
// How often the sum of two independent draws is above zero, without going through all pairs.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

namespace hyp::stats {

/// A number that a draw may bring, and how heavily it counts.
struct Weighted {
  double number = 0;
  double weight = 1;
  std::size_t index = 0;  ///< the caller's
};

/// The weight of the pairs with base + a + b > 0. Where the sum is within `near` of 0, rounding may
/// decide: `above(a.index, b.index)` is asked then. Empty where it would be asked more than `most`
/// times.
[[nodiscard]] std::optional<double> weight_above(
    double base, const std::vector<Weighted>& a, std::vector<Weighted> b, double near,
    const std::function<bool(std::size_t, std::size_t)>& above, std::int64_t most);

}  // namespace hyp::stats
