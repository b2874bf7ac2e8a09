// SPDX-License-Identifier: MIT
// The pieces that JSON reports of runs, suites and mutants share. Private to runtime/report.
#pragma once

#include "runtime/report/json_text.hpp"
#include "runtime/report/report.hpp"

namespace hyp::report {

inline constexpr int kFormatVersion = 1;

[[nodiscard]] Json verdict_or_null(const std::optional<stats::Verdict>& verdict);
[[nodiscard]] Json provenance_json(const Provenance& from);
[[nodiscard]] Json expectation_json(const stats::ExpectationResult& expectation,
                                    const source::SourceMap& sources);

}  // namespace hyp::report
