// SPDX-License-Identifier: MIT
#include "lang/check/intervals.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <tuple>

namespace hyp::check {

Intervals intersect(const Intervals& a, const Intervals& b) {
  Intervals out;
  for (const auto& x : a) {
    for (const auto& y : b) {
      Interval both;
      std::tie(both.low, both.low_open) =
          std::max(std::pair(x.low, x.low_open), std::pair(y.low, y.low_open));
      std::tie(both.high, both.high_open) = x.high < y.high || (x.high == y.high && x.high_open)
                                                ? std::pair(x.high, x.high_open)
                                                : std::pair(y.high, y.high_open);
      if (!both.empty()) out.push_back(both);
    }
  }
  std::sort(out.begin(), out.end(),
            [](const Interval& x, const Interval& y) { return x.low < y.low; });
  return out;
}

Intervals complement(const Intervals& a) {
  Intervals out;
  Interval rest;
  for (const auto& next : a) {
    Interval before = rest;
    before.high = next.low;
    before.high_open = !next.low_open || std::isinf(next.low);
    if (!before.empty()) out.push_back(before);
    rest.low = next.high;
    rest.low_open = !next.high_open;
  }
  if (!rest.empty() && !std::isinf(rest.low)) out.push_back(rest);
  if (a.empty()) out.push_back(rest);
  return out;
}

Intervals unite(const Intervals& a, const Intervals& b) {
  return complement(intersect(complement(a), complement(b)));
}

Intervals with_integers(const Intervals& a) {
  Intervals out;
  std::copy_if(a.begin(), a.end(), std::back_inserter(out), [](const Interval& i) {
    if (std::isinf(i.low) || std::isinf(i.high)) return true;
    const double first = std::ceil(i.low) + (i.low_open && std::ceil(i.low) == i.low ? 1 : 0);
    return first < i.high || (first == i.high && !i.high_open);
  });
  return out;
}

std::string to_text(const Interval& i) {
  if (std::isinf(i.low) && std::isinf(i.high)) return "whatever it is";
  if (std::isinf(i.low)) return fmt::format("{} {}", i.high_open ? "below" : "of at most", i.high);
  if (std::isinf(i.high)) return fmt::format("{} {}", i.low_open ? "above" : "of at least", i.low);
  if (i.low == i.high) return fmt::format("equal to {}", i.low);
  if (i.low_open && i.high_open) return fmt::format("between {} and {}", i.low, i.high);
  return fmt::format("{} {} {} {}", i.low_open ? "above" : "from", i.low,
                     i.high_open ? "to below" : "to", i.high);
}

}  // namespace hyp::check
