// SPDX-License-Identifier: MIT
// What the stages of one run leave for the next ones. Private to runtime/embed.
#pragma once

#include <iterator>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "runtime/bind/bind.hpp"
#include "runtime/embed/session.hpp"
#include "runtime/exec/scrub.hpp"
#include "runtime/stats/verdict.hpp"

namespace hyp::embed {

/// What stands beside a claim is told well enough by so many trials.
inline constexpr std::int64_t kTrialsBeside = 20;

struct Stages {
  const check::Program& program;
  const RunOptions& options;
  Listener& listener;
  report::Report report = {};
  std::optional<bind::Bound> bound = {};
  std::vector<std::unique_ptr<exec::Executor>> executors = {};
  exec::Machines machines = {};
  std::optional<score::Captured> captured = {};
  std::optional<exec::Scrubber> scrubber = {};

  /// Activations of earlier runs; null where nothing is kept.
  Kept* kept = nullptr;

  /// Where in its sweeps an experiment or test is, for the errors that `keep` keeps.
  stats::SweepPoint point = {};

  /// Takes an outcome apart: keeps its diagnostics, and says whether there is a value.
  template <typename T>
  bool keep(diag::Outcome<T> outcome, std::optional<T>& value) {
    for (auto& diagnostic : outcome.diagnostics) note(std::move(diagnostic));
    value = std::move(outcome.value);
    return value.has_value();
  }

  /// Puts a diagnostic into the report, once: two tests may stumble over one partition. An error
  /// says at which point of a sweep it was met.
  void note(diag::Diagnostic diagnostic);

  [[nodiscard]] score::Inputs inputs(const score::Environment& environment) const;

  /// The data's labels, which bind has found to be classes of the network.
  [[nodiscard]] std::vector<std::int64_t> labels(check::DataId data) const;

  /// As asked for, else as the file says, else 100.
  [[nodiscard]] std::int64_t trials_of(const check::Test& test) const;

  /// Whether an expectation speaks of this point of the sweeps; empty where that cannot be told.
  std::optional<bool> applies(const check::Expectation& expectation, const score::Inputs& inputs);

  /// What an expectation compares its figure with. `clean` gives the target of `within ... of
  /// clean`.
  template <typename Clean>
  std::optional<stats::Bound> bound_of(const check::Expectation& expectation,
                                       const score::Inputs& inputs, Clean clean) {
    std::optional<double> amount, target;
    if (!keep(score::evaluate_constant(inputs, expectation.bound), amount)) return std::nullopt;
    stats::Bound asked{expectation.relation, *amount, 0};
    if (expectation.relation != check::Expectation::Relation::within) return asked;
    if (!expectation.target) {
      asked.target = clean();
      return asked;
    }
    if (!keep(score::evaluate_constant(inputs, *expectation.target), target)) return std::nullopt;
    asked.target = *target;
    return asked;
  }

  /// Takes the verdicts of all expectations together, and puts the result into the report.
  void finish(stats::ExperimentResult result);
};

/// Reads data and weights, starts LibTorch, computes what the selection reads of the clean network.
bool prepare(Stages& stages, const check::Selection& selection, source::Loader& loader,
             const std::string& file);

/// False where an error stopped it; `stages.report` then says which.
bool run_experiment(Stages& stages, check::ExperimentId id, const score::Environment& environment);
bool run_test(Stages& stages, check::TestId id, const score::Environment& environment);

/// What measures read: arguments, regions of expectations, breakdowns.
[[nodiscard]] score::Wanted wanted_by(const check::Program& program, check::DataId data,
                                      const std::vector<check::MeasureLine>& measures,
                                      const std::vector<check::Expectation>& expectations);
[[nodiscard]] bool compares_with_labels(const std::vector<check::MeasureLine>& measures,
                                        const std::vector<check::Expectation>& expectations);
/// An expectation before any figure.
[[nodiscard]] std::vector<stats::ExpectationResult> unanswered(
    const std::vector<check::Expectation>& expectations, stats::Mode mode);

}  // namespace hyp::embed
