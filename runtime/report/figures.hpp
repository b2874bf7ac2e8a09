// SPDX-License-Identifier: MIT
// Which figures share a table: measures become columns, what they were taken on becomes rows.
#pragma once

#include <vector>

#include "runtime/report/table.hpp"
#include "runtime/stats/results.hpp"

namespace hyp::report {

/// Rows are sweep point x intervention x region in the order of first appearance; measures on the
/// same rows and examples share a table. A key that says the same throughout (no sweep, no
/// intervention, no region) is left out; figures of a single row without keys are listed one a
/// line.
[[nodiscard]] std::vector<Table> tabulate(const std::vector<stats::Figure>& figures);

}  // namespace hyp::report
