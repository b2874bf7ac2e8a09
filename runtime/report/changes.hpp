// SPDX-License-Identifier: MIT
// Two runs of one file side by side, and one at a glance: `hyp watch`.
#pragma once

#include <string>

#include "runtime/report/report.hpp"

namespace hyp::report {

/// A line a figure of all examples: "  values, scrub: preserved  93.10 % ±0.01"; then one a
/// verdict.
[[nodiscard]] std::string glance(const Report& report);

/// A line for every figure or verdict that is not what it was: "  values, scrub: preserved
/// 93.10 % -> 92.84 %". Figures are compared as they are written. Empty where nothing changed.
[[nodiscard]] std::string changes(const Report& before, const Report& now);

}  // namespace hyp::report
