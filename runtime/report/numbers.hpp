// SPDX-License-Identifier: MIT
// How a figure is written for people.
#pragma once

#include <string>
#include <vector>

#include "runtime/stats/results.hpp"

namespace hyp::report {

/// "48.29 %" for a share, "-1.1505" for a number (four decimals, four digits where it is below
/// 0.1), "-" for what is undefined. A share is `100.00 %` or `0.00 %` only when it is all or
/// nothing, else `>99.99 %`, `<0.01 %`. Digits are added, up to eight more, until the number looks
/// different from every one of `apart_from` that it differs from.
[[nodiscard]] std::string write_value(double value, bool is_share,
                                      const std::vector<double>& apart_from = {});

/// "[93.21, 94.21]" in the unit of the value; empty where there is no interval.
[[nodiscard]] std::string write_interval(const stats::Figure& figure,
                                         const std::vector<double>& apart_from = {});

/// "±0.01": how far the interval reaches on its wider side, rounded up, with the decimals of the
/// value; `*` where it is conservative. Empty where there is no interval.
[[nodiscard]] std::string write_reach(const stats::Estimate& estimate, bool is_share);

/// "0.01 %", "500": as short as it can be read back.
[[nodiscard]] std::string write_sweep(const stats::SweepPoint::Value& value);

}  // namespace hyp::report
