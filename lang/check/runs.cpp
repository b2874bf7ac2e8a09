// SPDX-License-Identifier: MIT
#include "lang/check/runs.hpp"

#include "lang/check/uses.hpp"

namespace hyp::check {
namespace {

void add(const Uses& uses, DataId at_hand, source::Span span, Runs& runs) {
  for (const auto& [model, site] : uses.sites) runs.try_emplace({model, at_hand}, span);
  for (const auto& [model, data, site] : uses.sites_on) runs.try_emplace({model, data}, span);
}

void add(const Program& program, const Measure& measure, Uses& uses) {
  for (const auto argument : measure.arguments) uses.add(program, argument);
}

}  // namespace

void add_runs(const Program& program, const Experiment& experiment, Runs& runs) {
  if (experiment.model) runs.try_emplace({*experiment.model, experiment.data}, experiment.span);
  Uses uses;
  for (const auto& line : experiment.measures) {
    add(program, line.measure, uses);
    for (const auto partition : line.by) uses.add(program, partition);
  }
  for (const auto& expectation : experiment.expectations) {
    add(program, expectation.measure, uses);
    uses.add(program, expectation.bound);
    for (const auto& part : {expectation.in, expectation.target, expectation.where}) {
      if (part) uses.add(program, *part);
    }
  }
  for (const auto& intervention : experiment.interventions) {
    for (const auto& action : intervention.actions) {
      for (const auto& set : action.sets) uses.add(program, set);
      if (action.in) uses.add(program, *action.in);
      if (action.to) uses.add(program, *action.to);
    }
  }
  add(uses, experiment.data, experiment.span, runs);
}

void add_runs(const Program& program, const Test& test, Runs& runs) {
  const auto& hypothesis = program[test.hypothesis];
  for (const auto data : pool_of(hypothesis, test.references, test.donors)) {
    runs.try_emplace({hypothesis.model, data}, test.span);
  }
  Uses uses;
  uses.add(program, test);
  for (const auto& node : hypothesis.nodes) {
    for (const auto& set : node.places) uses.add(program, set);
    for (const auto subspace : node.subspaces) uses.add(program, subspace);
  }
  add(uses, test.references, test.span, runs);
}

}  // namespace hyp::check
