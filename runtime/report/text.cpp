// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <algorithm>

#include "runtime/report/expectation_text.hpp"
#include "runtime/report/figures.hpp"
#include "runtime/report/paint.hpp"
#include "runtime/report/provenance_text.hpp"
#include "runtime/report/report.hpp"
#include "runtime/report/test_text.hpp"
#include "runtime/report/words.hpp"

namespace hyp::report {
namespace {

using stats::Verdict;

// Examples of the data set: the most that any figure speaks of.
std::int64_t examples(const stats::ExperimentResult& experiment) {
  std::int64_t most = 0;
  for (const auto& figure : experiment.results) {
    most = std::max(most, figure.n + figure.n_not_tested);
  }
  return most;
}

std::string heading(const stats::ExperimentResult& experiment, const Paint& paint) {
  std::string rest;
  if (experiment.hypothesis && *experiment.hypothesis != experiment.name) {
    rest += fmt::format(" of {}", printable(*experiment.hypothesis));
  }
  if (!experiment.data.empty()) rest += fmt::format(" on {}", printable(experiment.data));
  if (!experiment.results.empty()) rest += fmt::format(", {} examples", examples(experiment));
  if (experiment.engine != "direct" && !experiment.engine.empty()) {
    rest += fmt::format(", {}", printable(experiment.engine));
  }
  if (experiment.trials) rest += fmt::format(", {} trials", *experiment.trials);
  if (experiment.seed) rest += fmt::format(", seed {}", *experiment.seed);
  return paint(kBold, printable(experiment.name)) + rest + "\n";
}

void append_experiment(std::string& out, const stats::ExperimentResult& experiment,
                       const Paint& paint) {
  out += heading(experiment, paint);
  if (!experiment.prose.empty()) append_wrapped(out, printable(experiment.prose), 2);
  for (const auto& table : tabulate(experiment.results)) {
    out += "\n" + lay_out(table, kColumns);
  }
  if (!experiment.expectations.empty()) out += "\n";
  for (const auto& expectation : experiment.expectations) {
    append_expectation(out, expectation, paint);
  }
  if (experiment.expectations.empty() && experiment.verdict) {
    const Look look = look_of(*experiment.verdict);
    out += fmt::format("\n  {}\n", paint(look.color, fmt::format("{} {}", look.mark, look.words)));
  }
}

// "verdict: refuted (1 refuted, 2 supported)"
std::string verdict_line(const Report& report, const Paint& paint) {
  std::string counts;
  for (const auto verdict :
       {Verdict::refuted, Verdict::not_tested, Verdict::inconclusive, Verdict::supported}) {
    std::ptrdiff_t count = 0;
    for (const auto& experiment : report.experiments) {
      if (experiment.rival) {
        count += experiment.counts_as() == verdict ? 1 : 0;
        continue;
      }
      count += std::count_if(experiment.expectations.begin(), experiment.expectations.end(),
                             [&](const auto& e) { return e.verdict == verdict; });
    }
    if (count == 0) continue;
    counts += fmt::format("{}{} {}", counts.empty() ? "" : ", ", count, look_of(verdict).words);
  }
  const Look look = look_of(*report.verdict);
  return fmt::format("verdict: {}{}\n", paint(look.color, look.words),
                     counts.empty() ? "" : fmt::format(" ({})", counts));
}

}  // namespace

// Hashes first and paths whole: a path may be long, and is there to be copied.
std::string provenance_text(const Provenance& from, const Paint& paint) {
  std::string out;
  std::string tools = "hyp " + printable(from.hyp_version);
  if (!from.backend.empty()) tools += ", " + printable(from.backend);
  if (!from.blas.empty()) tools += ", " + printable(from.blas);
  tools += fmt::format(", {} {}, seed {}", from.threads, from.threads == 1 ? "thread" : "threads",
                       from.seed);
  out += paint(kDim, tools) + "\n";
  for (const auto& [path, sha256] : from.files) {
    out += paint(kDim, fmt::format("  {}  {}", printable(sha256.substr(0, 12)), printable(path)));
    out += "\n";
  }
  if (!from.repeat.empty()) out += fmt::format("repeat: {}\n", printable(from.repeat));
  return out;
}

std::string to_text(const Report& report, bool color) {
  const Paint paint{color};
  std::string out;
  Explained explained;
  for (const auto& experiment : report.experiments) {
    if (is_test(experiment)) {
      append_test(out, experiment, paint, explained);
    } else {
      append_experiment(out, experiment, paint);
    }
    out += "\n";
  }
  if (report.verdict) out += verdict_line(report, paint) + "\n";
  return out + provenance_text(report.provenance, paint);
}

}  // namespace hyp::report
