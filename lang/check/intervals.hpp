// SPDX-License-Identifier: MIT
// Sets of numbers that comparisons with constants describe: finitely many intervals. Private to
// lang/check.
#pragma once

#include <limits>
#include <string>
#include <vector>

namespace hyp::check {

/// Empty where `low > high`, or where they are equal and one end is open. Infinite ends are open.
struct Interval {
  double low = -std::numeric_limits<double>::infinity();
  double high = std::numeric_limits<double>::infinity();
  bool low_open = true, high_open = true;

  [[nodiscard]] bool empty() const {
    return low > high || (low == high && (low_open || high_open));
  }
  bool operator==(const Interval&) const = default;
};

/// Sorted, disjoint and not empty; neighbours do not touch.
using Intervals = std::vector<Interval>;

[[nodiscard]] Intervals unite(const Intervals& a, const Intervals& b);
[[nodiscard]] Intervals intersect(const Intervals& a, const Intervals& b);
[[nodiscard]] Intervals complement(const Intervals& a);
/// Those that hold a whole number.
[[nodiscard]] Intervals with_integers(const Intervals& a);
/// "below 5", "from 1 to 3", "equal to 2"
[[nodiscard]] std::string to_text(const Interval& interval);

}  // namespace hyp::check
