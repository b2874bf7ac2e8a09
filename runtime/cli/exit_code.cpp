// SPDX-License-Identifier: MIT
#include "runtime/cli/exit_code.hpp"

#include <algorithm>
#include <array>

namespace hyp::cli {
namespace {

ExitCode code_of(diag::Code code) {
  switch (code) {
    case diag::Code::unknown_option_name:
    case diag::Code::bad_set_value:
    case diag::Code::one_file_for_several:
    case diag::Code::data_set_unknown:
    case diag::Code::mirror_malformed:
    case diag::Code::no_data_folder:
    case diag::Code::no_test_to_ask:
    case diag::Code::test_not_named:
    case diag::Code::hypothesis_untested:
    case diag::Code::tested_on_several:
    case diag::Code::no_such_example:
    case diag::Code::other_network:
    case diag::Code::other_examples:
      return ExitCode::usage;
    case diag::Code::file_missing:
    case diag::Code::file_unreadable:
    case diag::Code::wrong_hash:
    case diag::Code::not_fetched_offline:
    case diag::Code::wrong_file_first:
      return ExitCode::missing_input;
    case diag::Code::fetch_failed:
      return ExitCode::unavailable;
    case diag::Code::fetch_incomplete:
      return ExitCode::try_again;
    case diag::Code::fetch_cannot_write:
      return ExitCode::cannot_write;
    case diag::Code::executor_missing:
    case diag::Code::executor_unloadable:
    case diag::Code::executor_mismatch:
    case diag::Code::torch_failed:
    case diag::Code::network_out_of_memory:
    case diag::Code::out_of_memory:
      return ExitCode::internal;
    case diag::Code::weights_exist:
    case diag::Code::weights_not_written:
      return ExitCode::cannot_write;
    case diag::Code::interrupted:
    case diag::Code::fetch_interrupted:
      return ExitCode::interrupted;
    default:
      return ExitCode::bad_file;
  }
}

ExitCode code_of(stats::Verdict verdict) {
  switch (verdict) {
    case stats::Verdict::supported:
      return ExitCode::ok;
    case stats::Verdict::refuted:
      return ExitCode::refuted;
    case stats::Verdict::inconclusive:
      return ExitCode::inconclusive;
    case stats::Verdict::not_tested:
      return ExitCode::not_tested;
  }
  return ExitCode::internal;
}

}  // namespace

ExitCode exit_code(const std::vector<diag::Diagnostic>& diagnostics) {
  for (const auto& diagnostic : diagnostics) {
    if (diagnostic.severity() == diag::Severity::error) return code_of(diagnostic.code);
  }
  return ExitCode::ok;
}

ExitCode exit_code(const report::Report& report) {
  const auto code = exit_code(report.diagnostics);
  if (code != ExitCode::ok || !report.verdict) return code;
  return code_of(*report.verdict);
}

ExitCode worst(ExitCode a, ExitCode b) {
  constexpr std::array kWorstFirst{
      ExitCode::interrupted, ExitCode::internal, ExitCode::cannot_read,   ExitCode::cannot_write,
      ExitCode::usage,       ExitCode::bad_file, ExitCode::missing_input, ExitCode::unavailable,
      ExitCode::try_again,   ExitCode::refuted,  ExitCode::not_tested,    ExitCode::inconclusive,
      ExitCode::ok};
  return *std::find_if(kWorstFirst.begin(), kWorstFirst.end(),
                       [&](ExitCode code) { return code == a || code == b; });
}

}  // namespace hyp::cli
