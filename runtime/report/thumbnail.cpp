// SPDX-License-Identifier: MIT
#include "runtime/report/thumbnail.hpp"

#include <algorithm>
#include <string_view>

namespace hyp::report {

std::vector<std::string> thumbnail(const check::Shape& shape, const std::vector<double>& input) {
  constexpr std::string_view kInk = " .:-=+*#%@";
  constexpr std::int64_t kColumns = 32, kRows = 64;
  if (shape.size() < 2 || input.empty()) return {};
  const std::int64_t columns = shape.back(), rows = shape[shape.size() - 2];
  // A vector laid out as one row or column is no picture.
  if (columns > kColumns || rows > kRows || columns < 4 || rows < 4) return {};
  if (columns * rows != static_cast<std::int64_t>(input.size())) return {};
  const auto [low, high] = std::minmax_element(input.begin(), input.end());
  const double lowest = *low, range = *high - *low;
  if (range == 0) return {};
  std::vector<std::string> lines;
  for (std::int64_t row = 0; row < rows; row += 2) {
    std::string line;
    for (std::int64_t column = 0; column < columns; ++column) {
      const auto at = [&](std::int64_t r) {
        return input[static_cast<std::size_t>(r * columns + column)];
      };
      const double mean = row + 1 < rows ? (at(row) + at(row + 1)) / 2 : at(row);
      const double share = (mean - lowest) / range;
      const auto ink = static_cast<std::size_t>(share * static_cast<double>(kInk.size()));
      line += kInk[std::min(ink, kInk.size() - 1)];
    }
    line.erase(line.find_last_not_of(' ') + 1);
    lines.push_back(std::move(line));
  }
  const auto blank = [](const std::string& line) { return line.empty(); };
  lines.erase(lines.begin(), std::find_if_not(lines.begin(), lines.end(), blank));
  while (!lines.empty() && lines.back().empty()) lines.pop_back();
  return lines;
}

}  // namespace hyp::report
