// SPDX-License-Identifier: MIT
// Principal component analysis of a site's activations.
#pragma once

#include <cstdint>
#include <vector>

#include "runtime/model/activations.hpp"
#include "runtime/score/orthonormal.hpp"

namespace hyp::score {

/// The most elements of a site whose covariance is computed.
inline constexpr std::int64_t kWidestCovariance = 4096;

/// The mean over the rows where `in` is not 0 (all when null): sums in blocks combined in row
/// order. There must be such a row.
[[nodiscard]] Vector mean(const model::Activations& activations, const std::uint8_t* in);

struct PrincipalAxes {
  std::vector<Vector> axes;       ///< by falling variance; their number is the rank
  std::vector<double> explained;  ///< the share of the variance along each
};

/// All axes along which the rows vary: those with more than rounding (width times the spacing of
/// binary64) of the largest variance.
[[nodiscard]] PrincipalAxes principal_axes(const model::Activations& activations,
                                           const std::uint8_t* in);

}  // namespace hyp::score
