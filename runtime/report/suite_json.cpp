// SPDX-License-Identifier: MIT
#include "runtime/report/diagnostic_json.hpp"
#include "runtime/report/result_json.hpp"
#include "runtime/report/suite.hpp"

namespace hyp::report {
namespace {

Json case_json(const SuiteCase& one, const source::SourceMap& sources) {
  Json out = {{"name", one.name},
              {"verdict", verdict_or_null(one.verdict())},
              {"repeat", one.repeat},
              {"seconds", one.result ? Json(one.result->seconds) : Json(nullptr)},
              {"rival", one.result ? Json(one.result->rival) : Json(nullptr)},
              {"expectations", Json::array()}};
  if (!one.result) return out;
  for (const auto& expectation : one.result->expectations) {
    out["expectations"].push_back(expectation_json(expectation, sources));
  }
  return out;
}

Json file_json(const SuiteFile& file, const source::SourceMap& sources) {
  Json out = {{"file", file.file},
              {"seconds", file.seconds},
              {"failed", file.failed()},
              {"unreadable", or_null(file.unreadable)},
              {"diagnostics", Json::array()},
              {"cases", Json::array()}};
  for (const auto& diagnostic : file.diagnostics) {
    out["diagnostics"].push_back(diagnostic_json(diagnostic, sources));
  }
  for (const auto& one : file.cases) out["cases"].push_back(case_json(one, sources));
  return out;
}

}  // namespace

std::string to_json(const Suite& suite, const source::SourceMap& sources) {
  const auto counts = count(suite);
  Json out = {{"format_version", kFormatVersion},
              {"command", "test"},
              {"counts",
               {{"cases", counts.cases()},
                {"supported", counts.supported},
                {"refuted", counts.refuted},
                {"inconclusive", counts.inconclusive},
                {"not_tested", counts.not_tested},
                {"not_run", counts.not_run},
                {"failed_files", counts.failed_files},
                {"nothing_to_decide", suite.nothing_to_decide},
                {"left_out", suite.left_out}}},
              {"seconds", suite.seconds},
              {"seed", suite.seed},
              {"repeat", suite.repeat},
              {"files", Json::array()}};
  for (const auto& file : suite.files) out["files"].push_back(file_json(file, sources));
  return written(out);
}

}  // namespace hyp::report
