// SPDX-License-Identifier: MIT
#include "runtime/exec/along.hpp"

#include <cassert>
#include <vector>

namespace hyp::exec {

void replace_along(const score::Basis& basis, std::span<const float> donor,
                   std::span<float> value) {
  const std::size_t width = value.size();
  assert(donor.size() == width && static_cast<std::int64_t>(width) == basis.width);
  std::vector<double> distance(width), moved(width);
  for (std::size_t i = 0; i < width; ++i) {
    distance[i] = static_cast<double>(donor[i]) - static_cast<double>(value[i]);
    moved[i] = value[i];
  }
  for (std::int64_t k = 0; k < basis.dimension; ++k) {
    const double* row = basis.rows.data() + k * basis.width;
    double along = 0;
    for (std::size_t i = 0; i < width; ++i) along += row[i] * distance[i];
    for (std::size_t i = 0; i < width; ++i) moved[i] += along * row[i];
  }
  for (std::size_t i = 0; i < width; ++i) value[i] = static_cast<float>(moved[i]);
}

}  // namespace hyp::exec
