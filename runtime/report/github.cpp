// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include "lang/diag/render.hpp"
#include "runtime/report/expectation_text.hpp"
#include "runtime/report/report.hpp"

namespace hyp::report {
namespace {

std::optional<diag::Rendered::Place> place_of(source::Span span, const source::SourceMap& sources) {
  if (span.size() == 0 || span.file.index >= sources.size()) return std::nullopt;
  const auto begin = sources.position(span.file, span.begin);
  const auto end = sources.position(span.file, span.end);
  return diag::Rendered::Place{sources.name(span.file), begin.line, begin.column, end.line,
                               end.column};
}

// A rival is to fail: what went wrong is that what it promised was seen, or may have been.
std::string rival_line(const stats::ExperimentResult& test, const source::SourceMap& sources) {
  if (!test.verdict || test.verdict == stats::Verdict::refuted || test.expectations.empty()) {
    return {};
  }
  const bool supported = test.verdict == stats::Verdict::supported;
  return diag::github_line(
      supported ? "error" : "warning", place_of(test.expectations.front().span, sources),
      "rival not refuted",
      fmt::format("{}: expected to be refuted, but {}", test.name,
                  supported ? "all that it expects is supported" : "nothing of it is refuted"));
}

}  // namespace

std::string to_github(const Report& report, const source::SourceMap& sources) {
  std::string out = diag::render_github(report.diagnostics, sources);
  for (const auto& experiment : report.experiments) {
    if (experiment.rival) {
      out += rival_line(experiment, sources);
      continue;
    }
    for (const auto& expectation : experiment.expectations) {
      if (expectation.verdict == stats::Verdict::supported) continue;
      const bool refuted = expectation.verdict == stats::Verdict::refuted;
      std::string message = fmt::format("{}: {}", experiment.name, expectation.text);
      const auto figure = decided_on(expectation);
      if (!figure.empty()) message += "\n" + figure;
      out += diag::github_line(refuted ? "error" : "warning", place_of(expectation.span, sources),
                               stats::name_of(expectation.verdict), message);
    }
  }
  return out;
}

}  // namespace hyp::report
