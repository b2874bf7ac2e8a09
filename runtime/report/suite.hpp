// SPDX-License-Identifier: MIT
// The expectations of many files as one suite: what `hyp test` prints and writes.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "runtime/report/report.hpp"

namespace hyp::report {

/// A test or experiment that expects something.
struct SuiteCase {
  std::string name;    ///< "band.hyp: rule"; a second one of that name "band.hyp: rule #2"
  std::string repeat;  ///< the command that runs it alone
  std::optional<stats::ExperimentResult> result;  ///< empty where an error came first

  /// What it counts for; see ExperimentResult::counts_as.
  [[nodiscard]] std::optional<stats::Verdict> verdict() const;
};

struct SuiteFile {
  std::string file;
  std::vector<SuiteCase> cases;
  std::vector<diag::Diagnostic> diagnostics;
  std::string unreadable;      ///< why there is no text to check; empty where there is
  bool input_missing = false;  ///< the error is a file that is absent or another than pinned
  bool stopped = false;        ///< interrupted before it was finished
  double seconds = 0;

  [[nodiscard]] bool failed() const;  ///< has an error
};

struct Suite {
  std::vector<SuiteFile> files;        ///< those with cases, or with errors
  std::int64_t nothing_to_decide = 0;  ///< files that expect nothing
  std::int64_t left_out = 0;           ///< cases that the filter left out
  double seconds = 0;
  std::uint64_t seed = 0;
  std::string repeat;
};

struct SuiteCounts {
  std::int64_t supported = 0, refuted = 0, inconclusive = 0, not_tested = 0, not_run = 0;
  std::int64_t failed_files = 0;
  [[nodiscard]] std::int64_t cases() const {
    return supported + refuted + inconclusive + not_tested + not_run;
  }
};
[[nodiscard]] SuiteCounts count(const Suite& suite);

/// One line a case; below one that is not supported, what was expected and the figure that decided
/// it, and how to run it alone.
[[nodiscard]] std::string to_text(const SuiteFile& file, bool color);
/// The last line: how many of what.
[[nodiscard]] std::string summary(const Suite& suite, bool color);

[[nodiscard]] std::string to_json(const Suite& suite, const source::SourceMap& sources);

/// JUnit's XML as continuous integration reads it: a testsuite a file, a testcase a case. Refuted
/// and inconclusive cases are failures of these types, those not tested are skipped; files with
/// errors, or whose data or weights are missing, are errors of the types `bad-file` and
/// `missing-input`, of every case that has no result, or of one named like the file.
[[nodiscard]] std::string to_junit(const Suite& suite, const source::SourceMap& sources);

}  // namespace hyp::report
