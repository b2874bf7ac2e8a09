// SPDX-License-Identifier: MIT
// What the process tells the shell, after sysexits.
#pragma once

#include <vector>

#include "lang/diag/diagnostic.hpp"
#include "runtime/report/report.hpp"

namespace hyp::cli {

enum class ExitCode : int {
  ok = 0,  ///< supported, or nothing to decide
  refuted = 1,
  inconclusive = 2,
  not_tested = 3,
  usage = 64,          ///< the command line
  bad_file = 65,       ///< the file has errors
  missing_input = 66,  ///< a file is absent, or not what its hash says
  unavailable = 69,    ///< no mirror has what was to be fetched
  internal = 70,       ///< our own mistake, or LibTorch's
  cannot_write = 73,
  cannot_read = 74,
  try_again = 75,  ///< fetched in part: the same command goes on
  interrupted = 130,
};

/// The code of the first error; `ok` when there is none.
[[nodiscard]] ExitCode exit_code(const std::vector<diag::Diagnostic>& diagnostics);
/// That of its errors, else that of its verdict.
[[nodiscard]] ExitCode exit_code(const report::Report& report);

/// Of several files the one to exit with. Whoever interrupts knows the rest to be unfinished; our
/// own mistakes come before those of files, these before what is missing, and all of them before
/// verdicts, for an expectation that could not be looked at is no better than a refuted one: 130,
/// 70, 74, 73, 64, 65, 66, 69, 75, then 1 (refuted), 3 (not tested), 2 (inconclusive), 0.
[[nodiscard]] ExitCode worst(ExitCode a, ExitCode b);

}  // namespace hyp::cli
