// SPDX-License-Identifier: MIT
// A test of a hypothesis for people: a block for each of its modes.
#pragma once

#include <functional>
#include <set>
#include <string>

#include "runtime/report/paint.hpp"
#include "runtime/stats/results.hpp"

namespace hyp::report {

/// The words that the report has explained: each is, under the first table that it heads.
using Explained = std::set<std::string, std::less<>>;

[[nodiscard]] bool is_test(const stats::ExperimentResult& result);

/// Heading and prose, a table a measure, other ways to choose donors, who stands in for whom, then
/// the expectations. Tables are at most 110 columns wide.
void append_test(std::string& out, const stats::ExperimentResult& test, const Paint& paint,
                 Explained& explained);

}  // namespace hyp::report
