// SPDX-License-Identifier: MIT
#include "runtime/report/numbers.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace hyp::report {
namespace {

std::string share_digits(double fraction, int more) {
  std::string digits = fmt::format("{:.{}f}", fraction * 100, 2 + more);
  if (fraction < 1 && digits == fmt::format("{:.{}f}", 100.0, 2 + more)) {
    return fmt::format(">99.{:9<{}}", "", 2 + more);
  }
  const std::string nothing = fmt::format("{:.{}f}", 0.0, 2 + more);
  if (fraction == 0) return nothing;  // -0.0 as well
  if (fraction < 0 && digits == "-" + nothing) return fmt::format("-<0.{:0>{}}", "1", 2 + more);
  if (fraction > 0 && digits == nothing) return fmt::format("<0.{:0>{}}", "1", 2 + more);
  return digits;
}

std::string number_digits(double value, int more) {
  const double size = std::abs(value);
  if (size == 0) value = 0;
  if (size != 0 && size < 0.1) return fmt::format("{:#.{}g}", value, 4 + more);
  if (size >= 1e9) return fmt::format("{:.{}e}", value, 4 + more);
  return fmt::format("{:.{}f}", value, 4 + more);
}

std::string write_digits(double value, bool is_share, const std::vector<double>& apart_from) {
  constexpr int kMore = 8;
  const auto write = [&](double x, int more) {
    return is_share ? share_digits(x, more) : number_digits(x, more);
  };
  for (int more = 0;; ++more) {
    std::string text = write(value, more);
    const bool confused = std::any_of(apart_from.begin(), apart_from.end(), [&](double other) {
      return other != value && write(other, more) == text;
    });
    if (!confused || more == kMore) return text;
  }
}

}  // namespace

std::string write_value(double value, bool is_share, const std::vector<double>& apart_from) {
  if (std::isnan(value)) return "-";
  return write_digits(value, is_share, apart_from) + (is_share ? " %" : "");
}

std::string write_interval(const stats::Figure& figure, const std::vector<double>& apart_from) {
  if (!figure.low || !figure.high) return {};
  return fmt::format("[{}, {}]", write_digits(*figure.low, figure.is_share, apart_from),
                     write_digits(*figure.high, figure.is_share, apart_from));
}

std::string write_reach(const stats::Estimate& estimate, bool is_share) {
  if (!estimate.low || !estimate.high) return {};
  const double reach = std::max(estimate.value - *estimate.low, *estimate.high - estimate.value);
  const char* const mark = estimate.conservative ? "*" : "";
  if (!std::isfinite(reach)) return fmt::format("±inf{}", mark);
  const std::string value = write_digits(estimate.value, is_share, {});
  const std::size_t point = value.find('.');
  if (value.find('e') != std::string::npos || point == std::string::npos) {
    return fmt::format("±{:.1e}{}", reach, mark);
  }
  const auto decimals = static_cast<int>(value.size() - point - 1);
  const double unit = std::pow(10.0, decimals);
  const double shown = std::ceil(reach * (is_share ? 100 : 1) * unit * (1 - 1e-12)) / unit;
  return fmt::format("±{:.{}f}{}", shown, decimals, mark);
}

std::string write_sweep(const stats::SweepPoint::Value& value) {
  // Fifteen digits drop the rounding of the fraction: 0.07 * 100 is 7.000000000000001.
  return value.percent ? fmt::format("{:.15g} %", value.value * 100)
                       : fmt::format("{:.15g}", value.value);
}

}  // namespace hyp::report
