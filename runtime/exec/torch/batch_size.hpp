// SPDX-License-Identifier: MIT
// How many rows LibTorch is given at once, chosen so that no row's bits depend on its neighbours.
#pragma once

#include "runtime/exec/torch/operations.hpp"

namespace hyp::exec {

/// The largest batch that fits and within which, tried on this machine with these weights, a row
/// has the same bits wherever it stands; 1, where a row stands alone, if none does. Throws what
/// LibTorch throws.
[[nodiscard]] std::int64_t choose_batch(const check::Model& model, const Weights& weights);

}  // namespace hyp::exec
