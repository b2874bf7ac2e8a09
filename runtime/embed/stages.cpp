// SPDX-License-Identifier: MIT
#include "runtime/embed/stages.hpp"

#include "runtime/embed/run.hpp"

#include <algorithm>

#include "runtime/report/numbers.hpp"

namespace hyp::embed {

void Stages::note(diag::Diagnostic diagnostic) {
  std::string where;
  for (const auto& value : point.values) {
    where += (where.empty() ? "" : ", ") + value.name + " " + report::write_sweep(value);
  }
  if (!where.empty() && diagnostic.severity() == diag::Severity::error) {
    diagnostic.notes.push_back({diag::Note::at_point, {{"point", where}}});
  }
  auto& all = report.diagnostics;
  if (std::find(all.begin(), all.end(), diagnostic) == all.end()) {
    all.push_back(std::move(diagnostic));
  }
}

score::Inputs Stages::inputs(const score::Environment& environment) const {
  score::Inputs inputs;
  inputs.program = &program;
  inputs.datasets = machines.datasets;
  inputs.networks = machines.networks;
  inputs.captured = &*captured;
  for (const auto& [path, stored] : bound->arrays) inputs.arrays[path] = &stored.array;
  inputs.environment = environment;
  return inputs;
}

std::vector<std::int64_t> Stages::labels(check::DataId data) const {
  std::vector<std::int64_t> labels;
  const auto& dataset = bound->datasets.at(data);
  const auto* column = dataset.column("label");
  for (std::int64_t i = 0; column && i < dataset.rows; ++i) {
    labels.push_back(static_cast<std::int64_t>(column->values.at(i)));
  }
  return labels;
}

std::int64_t Stages::trials_of(const check::Test& test) const {
  return options.trials.value_or(test.trials.value_or(kTrials));
}

std::optional<bool> Stages::applies(const check::Expectation& expectation,
                                    const score::Inputs& inputs) {
  if (!expectation.where) return true;
  std::optional<double> holds;
  if (!keep(score::evaluate_constant(inputs, *expectation.where), holds)) return std::nullopt;
  return *holds != 0;
}

void Stages::finish(stats::ExperimentResult result) {
  for (const auto& expected : result.expectations) {
    if (expected.decided_on.empty()) {
      report.diagnostics.push_back(
          {diag::Code::never_true, expected.span, {{"text", expected.text}}});
    }
    result.verdict =
        result.verdict ? stats::combine(*result.verdict, expected.verdict) : expected.verdict;
  }
  if (const auto counts = result.counts_as()) {
    report.verdict = report.verdict ? stats::combine(*report.verdict, *counts) : *counts;
  }
  report.experiments.push_back(std::move(result));
}

score::Wanted wanted_by(const check::Program& program, check::DataId data,
                        const std::vector<check::MeasureLine>& measures,
                        const std::vector<check::Expectation>& expectations) {
  score::Wanted wanted{data, {}, {}, {}};
  const auto add = [&](check::ExprId id) {
    const bool region = program[id].type.element == check::Type::Element::boolean;
    (region ? wanted.regions : wanted.numbers).push_back(id);
  };
  for (const auto& line : measures) {
    for (const auto argument : line.measure.arguments) add(argument);
    for (const auto partition : line.by) wanted.partitions.push_back(partition);
  }
  for (const auto& expectation : expectations) {
    for (const auto argument : expectation.measure.arguments) add(argument);
    if (expectation.in) add(*expectation.in);
  }
  return wanted;
}

bool compares_with_labels(const std::vector<check::MeasureLine>& measures,
                          const std::vector<check::Expectation>& expectations) {
  return std::any_of(measures.begin(), measures.end(),
                     [](const auto& line) { return line.measure.to_label; }) ||
         std::any_of(expectations.begin(), expectations.end(),
                     [](const auto& e) { return e.measure.to_label; });
}

std::vector<stats::ExpectationResult> unanswered(
    const std::vector<check::Expectation>& expectations, stats::Mode mode) {
  std::vector<stats::ExpectationResult> all;
  for (const auto& expectation : expectations) {
    stats::ExpectationResult expected;
    expected.text = expectation.text;
    expected.span = expectation.span;
    expected.mode = mode;
    all.push_back(std::move(expected));
  }
  return all;
}

}  // namespace hyp::embed
