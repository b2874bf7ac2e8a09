// SPDX-License-Identifier: MIT
// safetensors: the length of a JSON header, the header (names, types, shapes, places), the numbers.
#pragma once

#include "lang/diag/outcome.hpp"
#include "runtime/model/readers.hpp"

namespace hyp::model {

/// Arrays without a copy, in the order of the header. The places must cover the numbers exactly,
/// without gaps and overlaps, as the format demands.
[[nodiscard]] diag::Outcome<NamedArrays> read_safetensors(const Asked& asked);

}  // namespace hyp::model
