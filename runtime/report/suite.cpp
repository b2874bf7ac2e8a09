// SPDX-License-Identifier: MIT
#include "runtime/report/suite.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "runtime/report/expectation_text.hpp"
#include "runtime/report/paint.hpp"
#include "runtime/report/words.hpp"

namespace hyp::report {
namespace {

using stats::Verdict;

std::string seconds(double value) {
  return fmt::format("{:.2f} s", value);
}

// A rival's expectations may be refuted: what failed is the whole.
void append_failure(std::string& out, const SuiteCase& one, const Paint& paint) {
  const auto& result = *one.result;
  if (result.rival) {
    out += "      this rival was expected to be refuted\n";
  }
  for (const auto& expectation : result.expectations) {
    if (!result.rival && expectation.verdict == Verdict::supported) continue;
    append_expectation(out, expectation, paint);
  }
  out += "      alone: " + printable(one.repeat) + "\n";
}

std::string_view files(std::int64_t count) {
  return count == 1 ? "file" : "files";
}

}  // namespace

std::optional<Verdict> SuiteCase::verdict() const {
  return result ? result->counts_as() : std::nullopt;
}

bool SuiteFile::failed() const {
  return !unreadable.empty() ||
         std::any_of(diagnostics.begin(), diagnostics.end(), [](const auto& diagnostic) {
           return diagnostic.severity() == diag::Severity::error;
         });
}

SuiteCounts count(const Suite& suite) {
  SuiteCounts counts;
  for (const auto& file : suite.files) {
    counts.failed_files += file.failed() && !file.stopped ? 1 : 0;
    for (const auto& one : file.cases) {
      const auto verdict = one.verdict();
      if (!verdict) {
        ++counts.not_run;
      } else {
        switch (*verdict) {
          case Verdict::supported:
            ++counts.supported;
            break;
          case Verdict::refuted:
            ++counts.refuted;
            break;
          case Verdict::inconclusive:
            ++counts.inconclusive;
            break;
          case Verdict::not_tested:
            ++counts.not_tested;
            break;
        }
      }
    }
  }
  return counts;
}

std::string to_text(const SuiteFile& file, bool color) {
  const Paint paint{color};
  std::string out;
  for (const auto& one : file.cases) {
    const auto verdict = one.verdict();
    if (!verdict) {
      out += fmt::format("{}  {}\n", paint("31", fmt::format("! {:<12}", "not run")),
                         printable(one.name));
      continue;
    }
    const Look look = look_of(*verdict);
    out += fmt::format("{}  {} ({})\n",
                       paint(look.color, fmt::format("{} {:<12}", look.mark, look.words)),
                       printable(one.name), seconds(one.result->seconds));
    if (*verdict != Verdict::supported) append_failure(out, one, paint);
  }
  if (file.cases.empty() && file.failed() && !file.stopped) {
    out += fmt::format("{}  {}\n", paint("31", fmt::format("! {:<12}", "error")),
                       printable(file.file));
  }
  return out;
}

std::string summary(const Suite& suite, bool color) {
  const Paint paint{color};
  const auto counts = count(suite);
  std::string parts;
  const auto add = [&](std::int64_t number, std::string_view words) {
    if (number > 0) parts += fmt::format("{}{} {}", parts.empty() ? "" : ", ", number, words);
  };
  add(counts.refuted, "refuted");
  add(counts.not_tested, "not tested");
  add(counts.inconclusive, "inconclusive");
  add(counts.supported, "supported");
  add(counts.not_run, "not run");
  std::string out =
      paint(kBold, fmt::format("{} case{}", counts.cases(), counts.cases() == 1 ? "" : "s"));
  const auto with_cases = std::count_if(suite.files.begin(), suite.files.end(),
                                        [](const SuiteFile& file) { return !file.cases.empty(); });
  out += fmt::format(" in {} {}", with_cases, files(with_cases));
  if (!parts.empty()) out += ": " + parts;
  if (counts.failed_files > 0) {
    out += fmt::format("; {} {} with errors", counts.failed_files, files(counts.failed_files));
  }
  if (suite.nothing_to_decide > 0) {
    out += fmt::format("; {} {} with nothing to decide", suite.nothing_to_decide,
                       files(suite.nothing_to_decide));
  }
  if (suite.left_out > 0) out += fmt::format("; {} left out by the filter", suite.left_out);
  return out + fmt::format("; {}\n", seconds(suite.seconds));
}

}  // namespace hyp::report
