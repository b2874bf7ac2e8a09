// SPDX-License-Identifier: MIT
// Results to text and JSON: the only places where a figure becomes characters.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "lang/diag/diagnostic.hpp"
#include "lang/source/source_map.hpp"
#include "runtime/stats/results.hpp"

namespace hyp::report {

/// Where the figures came from, enough to get them again.
struct Provenance {
  std::string hyp_version;
  std::string backend;  ///< "LibTorch 1.13.1", empty when no network ran
  std::string blas;
  int threads = 1;
  std::uint64_t seed = 0;
  std::vector<std::pair<std::string, std::string>> files;  ///< path, SHA-256 of the content
  std::string repeat;  ///< the command line that gives the same figures
};

/// One command's whole result.
struct Report {
  std::string command;  ///< "run"
  std::string file;
  std::optional<stats::Verdict> verdict;  ///< of all experiments; empty where nothing was expected
  std::vector<diag::Diagnostic> diagnostics;
  Provenance provenance;
  std::vector<stats::ExperimentResult> experiments;
};

/// Tables to be read at once: a block per experiment, measures as columns, interventions, regions
/// and sweep points as rows; then each expectation with its verdict and the figure that decided it.
[[nodiscard]] std::string to_text(const Report& report, bool color);

/// One JSON object in stable field order, `format_version` 1, ending in a line break. Percentages
/// are fractions; NaN is null; numbers have as many digits as it takes to read them back unchanged.
[[nodiscard]] std::string to_json(const Report& report, const source::SourceMap& sources);

}  // namespace hyp::report
