// SPDX-License-Identifier: MIT
// What a test of a hypothesis has to show, as tables: its figures, and the same under other ways
// to choose donors.
#pragma once

#include <vector>

#include "runtime/report/table.hpp"
#include "runtime/stats/results.hpp"

namespace hyp::report {

/// One a measure, a row for each sweep point and region: the figure, then what it is read by
/// (clean, constant, baseline, recovered, stake), without columns that are empty throughout.
/// Figures with nothing beside them are tabulated as those of experiments.
[[nodiscard]] std::vector<Table> tabulate_test(const std::vector<stats::Figure>& figures);

/// The figures of all examples under one donor, as written, and one donor a unit, and the twin; no
/// values where no such run was made.
[[nodiscard]] Table tabulate_ladder(const std::vector<stats::Figure>& figures);

}  // namespace hyp::report
