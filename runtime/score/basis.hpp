// SPDX-License-Identifier: MIT
// A subspace in numbers: what a file says of directions becomes orthonormal rows.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "lang/diag/outcome.hpp"
#include "runtime/score/table.hpp"

namespace hyp::score {

using check::SubspaceId;

/// Orthonormal rows in binary64 over the elements of a site, row-major.
struct Basis {
  ModelId model;
  SiteId site;
  std::int64_t dimension = 0;
  std::int64_t width = 0;
  std::vector<double> rows;  ///< [dimension, width]
  /// The share of the site's variance along each row, where the subspace is `pca(k)` alone.
  std::vector<double> explained = {};
};

/// Computes a subspace; the same bits for every number of threads. The site must have been captured
/// on the data it names; networks behind gradients and arrays of stored vectors must be in
/// `inputs`.
///
/// Principal axes are eigenvectors of the covariance over the rows (sums in blocks of 4096 rows
/// combined in row order), the largest eigenvalue first, each with its largest component (the first
/// of equals) positive. The vectors of a span are made orthonormal in written order.
///
/// Errors: a region without examples; a direction of length 0, or one in the span of those before
/// it; more principal axes than the site varies along; a gradient through what is not affine; an
/// array of another shape, or with a NaN or infinity.
[[nodiscard]] diag::Outcome<Basis> basis(const Inputs& inputs, SubspaceId subspace);

/// "subspace arms: 2 of the 200 dimensions of net.neurons, with 60.2 % and 29.0 % of the variance"
[[nodiscard]] std::string describe(const Basis& basis, const check::Program& program,
                                   SubspaceId subspace);

}  // namespace hyp::score
