// SPDX-License-Identifier: MIT
#include "runtime/stats/pair_sums.hpp"

#include <algorithm>

namespace hyp::stats {

std::optional<double> weight_above(double base, const std::vector<Weighted>& a,
                                   std::vector<Weighted> b, double near,
                                   const std::function<bool(std::size_t, std::size_t)>& above,
                                   std::int64_t most) {
  std::sort(b.begin(), b.end(),
            [](const Weighted& x, const Weighted& y) { return x.number < y.number; });
  std::vector<double> from(b.size() + 1, 0.0);  // the weight of b[i] and all that follow
  for (std::size_t i = b.size(); i-- > 0;) from[i] = from[i + 1] + b[i].weight;
  double total = 0;
  for (const Weighted& one : a) {
    const double rest = base + one.number;
    const auto surely = std::partition_point(
        b.begin(), b.end(), [&](const Weighted& other) { return rest + other.number <= near; });
    const auto perhaps = std::partition_point(
        b.begin(), surely, [&](const Weighted& other) { return rest + other.number < -near; });
    total += one.weight * from[static_cast<std::size_t>(surely - b.begin())];
    most -= surely - perhaps;
    if (most < 0) return std::nullopt;
    for (auto other = perhaps; other != surely; ++other) {
      if (above(one.index, other->index)) total += one.weight * other->weight;
    }
  }
  return total;
}

}  // namespace hyp::stats
