// SPDX-License-Identifier: MIT
// Results to text and JSON: the only places where a figure becomes characters.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "lang/diag/diagnostic.hpp"
#include "lang/source/source_map.hpp"
#include "runtime/exec/train.hpp"
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

/// A network that was trained, and where its weights were written.
struct TrainingResult {
  std::string model;
  std::string data;
  std::int64_t rows = 0;
  std::vector<exec::Learned> epochs;
  exec::Learned result;
  std::string path;
  std::string sha256;  ///< of the file
};

/// One command's whole result.
struct Report {
  std::string command;  ///< "run"
  std::string file;
  std::optional<stats::Verdict> verdict;  ///< of all experiments; empty where nothing was expected
  std::vector<diag::Diagnostic> diagnostics;
  Provenance provenance;
  std::vector<stats::ExperimentResult> experiments;
  std::vector<TrainingResult> trainings;  ///< of `hyp train`
};

/// Tables to be read at once: a block per experiment, measures as columns, interventions, regions
/// and sweep points as rows; then each expectation with its verdict and the figure that decided it.
[[nodiscard]] std::string to_text(const Report& report, bool color);

/// One JSON object in stable field order, `format_version` 1, ending in a line break. Percentages
/// are fractions; NaN is null; numbers have as many digits as it takes to read them back unchanged.
[[nodiscard]] std::string to_json(const Report& report, const source::SourceMap& sources);
/// One object of what a command said of each of several files, `format_version` 1 and `files`; of a
/// single file what was said of it, unchanged. Each of `documents` is one of to_json().
[[nodiscard]] std::string together(const std::string& command,
                                   const std::vector<std::string>& documents);
/// Workflow commands of GitHub Actions for what keeps a file from passing: its diagnostics, and
/// each expectation that is not supported (a warning where nothing is decided), at its place.
[[nodiscard]] std::string to_github(const Report& report, const source::SourceMap& sources);
/// The pieces of what `hyp train` prints, each as soon as it is known: what is trained on what; one
/// line an epoch (from 1), the last of them 0 for the finished network; the file.
[[nodiscard]] std::string training_head(const std::string& model, const std::string& data);
[[nodiscard]] std::string training_line(std::size_t epoch, const exec::Learned& learned);
[[nodiscard]] std::string training_file(const TrainingResult& training);

}  // namespace hyp::report
