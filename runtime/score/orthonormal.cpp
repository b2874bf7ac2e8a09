// SPDX-License-Identifier: MIT
#include "runtime/score/orthonormal.hpp"

#include <algorithm>
#include <utility>

namespace hyp::score {

std::optional<Vector> normalised(Vector vector) {
  double largest = 0;
  for (const double v : vector) largest = std::max(largest, std::abs(v));
  if (largest == 0) return std::nullopt;
  for (double& v : vector) v /= largest;
  const double length = std::sqrt(dot(vector, vector));
  for (double& v : vector) v /= length;
  return vector;
}

bool add_orthonormal(std::vector<Vector>& rows, Vector vector) {
  for (int pass = 0; pass < 2; ++pass) {  // the second takes away what rounding left
    for (const auto& row : rows) {
      const double along = dot(row, vector);
      for (std::size_t i = 0; i < vector.size(); ++i) vector[i] -= along * row[i];
    }
    if (pass == 0 && std::sqrt(dot(vector, vector)) <= kSmallestRemainder) return false;
    auto unit = normalised(std::move(vector));
    if (!unit) return false;
    vector = std::move(*unit);
  }
  rows.push_back(std::move(vector));
  return true;
}

}  // namespace hyp::score
