// SPDX-License-Identifier: MIT
// The key columns that points of sweeps make.
#pragma once

#include <vector>

#include "runtime/report/table.hpp"
#include "runtime/stats/results.hpp"

namespace hyp::report {

/// Whether two points have the same values; those of one test name the same parameters.
[[nodiscard]] bool same_point(const stats::SweepPoint& a, const stats::SweepPoint& b);

/// A column for each parameter that any of `points` has, one row a point; `elsewhere` where a point
/// does not have it.
void add_sweeps(std::vector<Column>& keys, const std::vector<stats::SweepPoint>& points,
                const char* elsewhere = "");

}  // namespace hyp::report
