// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "runtime/report/figures.hpp"
#include "runtime/report/numbers.hpp"
#include "runtime/report/report.hpp"
#include "runtime/report/words.hpp"

namespace hyp::report {
namespace {

using stats::Verdict;

constexpr std::size_t kColumns = 100;
constexpr std::size_t kVerdict = 12;  // "inconclusive"

struct Look {
  std::string_view mark, words, color;
};
Look look_of(Verdict verdict) {
  switch (verdict) {
    case Verdict::supported:
      return {"✓", "supported", "1;32"};
    case Verdict::refuted:
      return {"✗", "refuted", "1;31"};
    case Verdict::inconclusive:
      return {"?", "inconclusive", "1;33"};
    case Verdict::not_tested:
      return {"-", "not tested", "1;33"};
  }
  return {};
}

struct Paint {
  bool on;
  [[nodiscard]] std::string operator()(std::string_view code, std::string_view text) const {
    return on ? fmt::format("\033[{}m{}\033[0m", code, text) : std::string(text);
  }
};
constexpr std::string_view kBold = "1", kDim = "2";

void append_wrapped(std::string& out, std::string_view text, std::size_t indent) {
  for (const auto& line : wrap(text, kColumns - indent)) {
    out += fmt::format("{:{}}{}\n", "", indent, line);
  }
}

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

// "93.71 % [93.21, 94.21] at tolerance 1 %, under min ones, in near_one, n 30000"
std::string describe(const stats::Figure& figure, const std::vector<double>& limits) {
  std::string out =
      std::isnan(figure.value) ? "undefined" : write_value(figure.value, figure.is_share, limits);
  const std::string interval = write_interval(figure, limits);
  if (!interval.empty()) out += " " + interval;
  for (std::size_t i = 0; i < figure.sweep.values.size(); ++i) {
    const auto& value = figure.sweep.values[i];
    out +=
        fmt::format("{}{} {}", i == 0 ? " at " : ", ", printable(value.name), write_sweep(value));
  }
  if (figure.intervention) out += ", under " + printable(*figure.intervention);
  if (figure.region) out += ", in " + printable(*figure.region);
  out += fmt::format(", n {}", figure.n);
  if (figure.n_not_tested) out += fmt::format(", {} not tested", figure.n_not_tested);
  return out;
}

void append_expectation(std::string& out, const stats::ExpectationResult& expectation,
                        const Paint& paint) {
  const Look look = look_of(expectation.verdict);
  const std::size_t indent = 2 + 2 + kVerdict + 2;
  const auto lines = wrap(printable(expectation.text), kColumns - indent);
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (i == 0) {
      const std::string words = fmt::format("{} {:<{}}", look.mark, look.words, kVerdict);
      out += fmt::format("  {}  {}\n", paint(look.color, words), lines[i]);
    } else {
      out += fmt::format("{:{}}{}\n", "", indent, lines[i]);
    }
  }
  const auto& figures = expectation.decided_on;
  if (figures.empty()) return;
  std::string decided = describe(figures.front(), expectation.limits);
  if (figures.size() > 1) decided += fmt::format(" (the deciding one of {})", figures.size());
  append_wrapped(out, decided, indent);
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

// Hashes first and paths whole: a path may be long, and is there to be copied.
std::string provenance(const Provenance& from, const Paint& paint) {
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

}  // namespace

std::string to_text(const Report& report, bool color) {
  const Paint paint{color};
  std::string out;
  for (const auto& experiment : report.experiments) {
    append_experiment(out, experiment, paint);
    out += "\n";
  }
  if (report.verdict) out += verdict_line(report, paint) + "\n";
  return out + provenance(report.provenance, paint);
}

}  // namespace hyp::report
