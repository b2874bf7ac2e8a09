// SPDX-License-Identifier: MIT
// An expectation with its verdict and what it was decided on.
#pragma once

#include <string>

#include "runtime/report/paint.hpp"
#include "runtime/stats/results.hpp"

namespace hyp::report {

/// Two lines or more: verdict and expectation, then the deciding figure; why nothing was tested and
/// what would settle it stand beside the figure.
void append_expectation(std::string& out, const stats::ExpectationResult& expectation,
                        const Paint& paint);
/// The deciding figure as it stands there, in one line; empty where there is none.
[[nodiscard]] std::string decided_on(const stats::ExpectationResult& expectation);

}  // namespace hyp::report
