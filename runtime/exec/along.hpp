// SPDX-License-Identifier: MIT
// Replaces the part of a value that lies along a basis, and leaves what is orthogonal to it.
#pragma once

#include <span>

#include "runtime/score/basis.hpp"

namespace hyp::exec {

/// value <- value + Q^T Q (donor - value), in binary64, rounded once. Both are whole values of the
/// basis' site.
void replace_along(const score::Basis& basis, std::span<const float> donor, std::span<float> value);

}  // namespace hyp::exec
