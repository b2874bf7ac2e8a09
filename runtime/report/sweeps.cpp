// SPDX-License-Identifier: MIT
#include "runtime/report/sweeps.hpp"

#include <algorithm>
#include <string>

#include "runtime/report/numbers.hpp"
#include "runtime/report/words.hpp"

namespace hyp::report {

bool same_point(const stats::SweepPoint& a, const stats::SweepPoint& b) {
  return std::equal(
      a.values.begin(), a.values.end(), b.values.begin(), b.values.end(),
      [](const auto& x, const auto& y) { return x.name == y.name && x.value == y.value; });
}

void add_sweeps(std::vector<Column>& keys, const std::vector<stats::SweepPoint>& points,
                const char* elsewhere) {
  std::vector<std::string> names;
  for (const auto& point : points) {
    for (const auto& value : point.values) {
      if (std::find(names.begin(), names.end(), value.name) == names.end()) {
        names.push_back(value.name);
      }
    }
  }
  for (const auto& name : names) {
    Column column{printable(name), {}};
    for (const auto& point : points) {
      const auto value = std::find_if(point.values.begin(), point.values.end(),
                                      [&](const auto& v) { return v.name == name; });
      column.cells.push_back(value == point.values.end() ? elsewhere : write_sweep(*value));
    }
    keys.push_back(std::move(column));
  }
}

}  // namespace hyp::report
