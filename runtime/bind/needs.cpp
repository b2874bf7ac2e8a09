// SPDX-License-Identifier: MIT
#include "runtime/bind/needs.hpp"

#include "lang/check/measures.hpp"
#include "lang/check/uses.hpp"

namespace hyp::bind {
namespace {

class Collector {
 public:
  Collector(const check::Program& program, const check::Experiment& experiment, Needs& needs)
      : program_(program), experiment_(experiment), needs_(needs) {
    wanted_.data = experiment.data;
  }

  void collect() {
    for (const auto& line : experiment_.measures) {
      measure(line.measure);
      for (const auto partition : line.by) {
        uses_.add(program_, partition);
        wanted_.partitions.push_back(partition);
      }
    }
    for (const auto& intervention : experiment_.interventions) {
      for (const auto& action : intervention.actions) interventional(action);
    }
    for (const auto& expectation : experiment_.expectations) {
      measure(expectation.measure);
      number(expectation.bound);
      if (expectation.in) number(*expectation.in);
      if (expectation.target) number(*expectation.target);
      if (expectation.where) number(*expectation.where);
    }
    finish();
  }

 private:
  void number(check::ExprId expr) {
    uses_.add(program_, expr);
    wanted_.numbers.push_back(expr);
  }

  void measure(const check::Measure& measure) {
    for (const auto argument : measure.arguments) number(argument);
    if (measure.to_label && experiment_.model) {
      needs_.labels.push_back({*experiment_.model, experiment_.data, measure.span});
    }
  }

  void interventional(const check::Action& action) {
    for (const auto& set : action.sets) {
      uses_.add(program_, set);
      needs_.sets.push_back(&set);
    }
    if (action.in) number(*action.in);
    if (action.to) number(*action.to);
  }

  void run(check::ModelId model, check::DataId data) {
    needs_.models.insert(model);
    needs_.runs.try_emplace({model, data}, experiment_.span);
  }

  void finish() {
    needs_.data.insert(experiment_.data);
    needs_.data.insert(uses_.data.begin(), uses_.data.end());
    if (experiment_.model) run(*experiment_.model, experiment_.data);
    for (const auto& [model, site] : uses_.sites) run(model, experiment_.data);
    for (const auto& [model, data, site] : uses_.sites_on) run(model, data);
    needs_.wanted.push_back(std::move(wanted_));
  }

  const check::Program& program_;
  const check::Experiment& experiment_;
  Needs& needs_;
  check::Uses uses_;
  score::Wanted wanted_;
};

// A test runs its network on the references and on every data set that donors come from.
class TestCollector {
 public:
  TestCollector(const check::Program& program, const check::Test& test, Needs& needs)
      : program_(program), test_(test), hypothesis_(program[test.hypothesis]), needs_(needs) {
    wanted_.data = test.references;
  }

  void collect() {
    if (test_.scrub) section(*test_.scrub);
    if (test_.swap) section(*test_.swap);
    uses_.add(program_, test_);
    for (const auto& node : hypothesis_.nodes) {
      for (const auto& set : node.places) {
        uses_.add(program_, set);
        needs_.sets.push_back(&set);
      }
      for (const auto subspace : node.subspaces) add(program_, subspace, test_.span, needs_);
    }
    std::vector<check::DataId> pool = check::donor_data(hypothesis_);
    pool.push_back(test_.references);
    pool.push_back(test_.donors);
    for (const auto data : pool) {
      needs_.data.insert(data);
      run(hypothesis_.model, data);
    }
    for (const auto& [model, site] : uses_.sites) run(model, test_.references);
    needs_.data.insert(uses_.data.begin(), uses_.data.end());
    for (const auto& [model, data, site] : uses_.sites_on) run(model, data);
    needs_.wanted.push_back(std::move(wanted_));
  }

 private:
  void number(check::ExprId expr) { wanted_.numbers.push_back(expr); }

  void measure(const check::Measure& measure) {
    for (const auto argument : measure.arguments) number(argument);
    if (measure.to_label) {
      needs_.labels.push_back({hypothesis_.model, test_.references, measure.span});
    }
  }

  void section(const check::Test::Section& section) {
    for (const auto& line : section.measures) {
      measure(line.measure);
      for (const auto partition : line.by) wanted_.partitions.push_back(partition);
    }
    for (const auto& expectation : section.expectations) {
      measure(expectation.measure);
      number(expectation.bound);
      if (expectation.in) number(*expectation.in);
      if (expectation.target) number(*expectation.target);
      if (expectation.where) number(*expectation.where);
    }
  }

  void run(check::ModelId model, check::DataId data) {
    needs_.models.insert(model);
    needs_.runs.try_emplace({model, data}, test_.span);
  }

  const check::Program& program_;
  const check::Test& test_;
  const check::Hypothesis& hypothesis_;
  Needs& needs_;
  check::Uses uses_;
  score::Wanted wanted_;
};

}  // namespace

Needs needs(const check::Program& program, const check::Selection& selection) {
  Needs all;
  for (const auto id : selection.experiments) Collector(program, program[id], all).collect();
  for (const auto id : selection.tests) TestCollector(program, program[id], all).collect();
  return all;
}

}  // namespace hyp::bind
