// SPDX-License-Identifier: MIT
// Vectors one by one into an orthonormal basis of their span.
#pragma once

#include <cmath>
#include <cstdint>
#include <optional>
#include <vector>

namespace hyp::score {

using Vector = std::vector<double>;

[[nodiscard]] inline double dot(const Vector& a, const Vector& b) {
  double sum = 0;
  for (std::size_t i = 0; i < a.size(); ++i) sum += a[i] * b[i];
  return sum;
}

/// The vector with length 1; empty where it has none. Scaled first, so that nothing overflows.
[[nodiscard]] std::optional<Vector> normalised(Vector vector);

/// Below this share of its length a vector is taken to lie in the span of those before it.
inline constexpr double kSmallestRemainder = 1e-9;

/// Adds the part of a vector of length 1 that is orthogonal to the rows, with length 1: by modified
/// Gram-Schmidt, twice. False where there is no such part.
[[nodiscard]] bool add_orthonormal(std::vector<Vector>& rows, Vector vector);

}  // namespace hyp::score
