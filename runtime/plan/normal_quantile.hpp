// SPDX-License-Identifier: MIT
// The normal quantile with the same bits on every machine: it uses nothing but the operations that
// IEEE 754 rounds correctly (+ - * / sqrt), no library logarithm.
#pragma once

#include <cstdint>

namespace hyp::plan {

/// The standard normal quantile at (u53 + 1/2) / 2^53 for u53 < 2^53, by Wichura's AS 241. Within a
/// few units in the last place of the true value; quantile(2^53 - 1 - u) is exactly -quantile(u).
[[nodiscard]] double normal_quantile(std::uint64_t u53);

}  // namespace hyp::plan
