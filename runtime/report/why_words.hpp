// SPDX-License-Identifier: MIT
// Numbers and counts as `hyp why` writes them. Private to runtime/report.
#pragma once

#include <fmt/format.h>

#include <cmath>
#include <string>

#include "runtime/report/numbers.hpp"

namespace hyp::report {

// As short as it tells one number from another.
[[nodiscard]] inline std::string number(double value, double apart_from = std::nan("")) {
  for (int digits = 6; digits < 17; ++digits) {
    auto text = fmt::format("{:.{}g}", value, digits);
    if (value == apart_from || text != fmt::format("{:.{}g}", apart_from, digits)) return text;
  }
  return fmt::format("{}", value);
}

[[nodiscard]] inline std::string margin(double value) {
  return write_value(value, false);
}

[[nodiscard]] inline std::string share(double value) {
  return write_value(value, true);
}

[[nodiscard]] inline std::string count(double n, const char* one, const char* many) {
  return fmt::format("{:.15g} {}", n, n == 1 ? one : many);
}

[[nodiscard]] inline std::string point_text(const stats::SweepPoint& point, std::int64_t points) {
  std::string text;
  for (const auto& value : point.values) {
    text += fmt::format("{}{} {}", text.empty() ? "" : ", ", value.name, write_sweep(value));
  }
  if (points > 1) {
    text += fmt::format(" (the first of {} points; `--set` takes another)", points);
  }
  return text;
}

}  // namespace hyp::report
