// SPDX-License-Identifier: MIT
#include "runtime/bind/needs.hpp"

#include "lang/check/measures.hpp"
#include "lang/check/runs.hpp"
#include "lang/check/uses.hpp"

namespace hyp::bind {
namespace {

// What one experiment or test asks, on the data that its figures are about.
class Collector {
 public:
  Collector(const check::Program& program, check::DataId data, Needs& needs)
      : program_(program), data_(data), needs_(needs) {
    wanted_.data = data;
  }

  void collect(const check::Experiment& experiment) {
    check::add_runs(program_, experiment, needs_.runs);
    asked(experiment.measures, experiment.expectations, experiment.model);
    for (const auto& intervention : experiment.interventions) {
      for (const auto& action : intervention.actions) {
        for (const auto& set : action.sets) place(set);
        if (action.in) number(*action.in);
        if (action.to) number(*action.to);
      }
    }
    finish();
  }

  void collect(const check::Test& test) {
    check::add_runs(program_, test, needs_.runs);
    const auto& hypothesis = program_[test.hypothesis];
    for (const auto* section : {&test.scrub, &test.swap}) {
      if (*section) asked((*section)->measures, (*section)->expectations, hypothesis.model);
    }
    uses_.add(program_, test);
    for (const auto& node : hypothesis.nodes) {
      for (const auto& set : node.places) place(set);
      for (const auto subspace : node.subspaces) add(program_, subspace, needs_);
    }
    for (const auto data : check::pool_of(hypothesis, test.references, test.donors)) {
      needs_.data.insert(data);
    }
    finish();
  }

  // Its network is not run, but is to read such inputs.
  void collect(const check::Training& training) {
    number(training.label);
    needs_.runs.try_emplace({training.model, data_}, training.span);
    finish();
  }

 private:
  void number(check::ExprId expr) {
    uses_.add(program_, expr);
    wanted_.numbers.push_back(expr);
  }

  void place(const check::Set& set) {
    uses_.add(program_, set);
    needs_.sets.push_back(&set);
  }

  void measure(const check::Measure& measure, const std::optional<check::ModelId>& model) {
    for (const auto argument : measure.arguments) number(argument);
    if (measure.to_label && model) needs_.labels.push_back({*model, data_, measure.span});
  }

  void asked(const std::vector<check::MeasureLine>& measures,
             const std::vector<check::Expectation>& expectations,
             const std::optional<check::ModelId>& model) {
    for (const auto& line : measures) {
      measure(line.measure, model);
      for (const auto partition : line.by) {
        uses_.add(program_, partition);
        wanted_.partitions.push_back(partition);
      }
    }
    for (const auto& expectation : expectations) {
      measure(expectation.measure, model);
      number(expectation.bound);
      if (expectation.in) number(*expectation.in);
      if (expectation.target) number(*expectation.target);
      if (expectation.where) number(*expectation.where);
    }
  }

  void finish() {
    needs_.data.insert(data_);
    needs_.data.insert(uses_.data.begin(), uses_.data.end());
    needs_.wanted.push_back(std::move(wanted_));
  }

  const check::Program& program_;
  check::DataId data_;
  Needs& needs_;
  check::Uses uses_;
  score::Wanted wanted_;
};

}  // namespace

Needs needs(const check::Program& program, const check::Selection& selection) {
  Needs all;
  for (const auto id : selection.experiments) {
    const auto& experiment = program[id];
    Collector(program, experiment.data, all).collect(experiment);
  }
  for (const auto id : selection.tests) {
    const auto& test = program[id];
    Collector(program, test.references, all).collect(test);
  }
  for (const auto& [run, span] : all.runs) all.models.insert(run.first);
  return all;
}

Needs needs(const check::Program& program, check::TrainingId id) {
  Needs all;
  const auto& training = program[id];
  Collector(program, training.data, all).collect(training);
  return all;
}

}  // namespace hyp::bind
