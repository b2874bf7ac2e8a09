// SPDX-License-Identifier: MIT
// Experiments: interventions that draw nothing, and plain measurements.
#include "runtime/embed/run.hpp"
#include "runtime/embed/stages.hpp"
#include "runtime/stats/measure.hpp"

namespace hyp::embed {
namespace {

class ExperimentRun {
 public:
  ExperimentRun(Stages& stages, check::ExperimentId id)
      : stages_(stages), id_(id), experiment_(stages.program[id]) {}

  bool run(const score::Environment& environment) {
    stages_.point = {};
    result_.name = experiment_.name;
    result_.prose = experiment_.prose;
    result_.engine = "direct";
    result_.data = stages_.program[experiment_.data].name;
    result_.expectations = unanswered(experiment_.expectations, stats::Mode::direct);
    for (const auto& point : points_of(stages_.program, experiment_.sweeps, environment)) {
      stages_.point = point.shown;
      if (!run_point(point)) return false;
    }
    stages_.finish(std::move(result_));
    return true;
  }

 private:
  bool run_point(const Point& point) {
    const auto inputs = stages_.inputs(point.environment);
    std::optional<score::Table> table;
    std::optional<plan::Plan> plan;
    std::optional<exec::Outputs> outputs;
    if (!stages_.keep(score::evaluate(inputs, wanted()), table)) return false;
    const auto statistics = [&](const plan::StatisticQuery& query) {
      return exec::statistic(query, stages_.machines, *stages_.captured, stages_.listener);
    };
    if (!stages_.keep(plan::plan(inputs, *table, id_, statistics), plan)) return false;
    auto executed = exec::execute(*plan, stages_.machines, *stages_.captured, stages_.listener);
    if (!stages_.keep(std::move(executed), outputs)) return false;
    std::vector<std::int64_t> labels;
    if (compares_with_labels(experiment_.measures, experiment_.expectations)) {
      labels = stages_.labels(experiment_.data);
    }
    stats::Pass pass;
    pass.program = &stages_.program;
    pass.lines = &experiment_.measures;
    pass.sweep = point.shown;
    pass.table = &*table;
    pass.labels = labels.empty() ? nullptr : &labels;
    if (const auto model = experiment_.model) {
      pass.clean = stages_.captured->find(*model, experiment_.data, stages_.program[*model].logits);
    }
    for (std::uint32_t i = 0; i < experiment_.interventions.size(); ++i) {
      pass.intervention = &experiment_.interventions[i];
      const auto changed = outputs->passes.find(i);
      pass.logits = changed == outputs->passes.end() ? pass.clean : &changed->second;
      for (auto& figure : stats::measure(pass)) result_.results.push_back(std::move(figure));
      if (!decide(i, pass, inputs)) return false;
    }
    return true;
  }

  bool decide(std::uint32_t intervention, const stats::Pass& pass, const score::Inputs& inputs) {
    for (std::size_t i = 0; i < experiment_.expectations.size(); ++i) {
      const auto& expectation = experiment_.expectations[i];
      if (expectation.intervention && *expectation.intervention != intervention) continue;
      const auto applies = stages_.applies(expectation, inputs);
      if (!applies) return false;
      if (!*applies) continue;
      const auto* region = expectation.in ? &pass.table->regions.at(*expectation.in) : nullptr;
      auto figure = stats::measure_one(pass, expectation.measure, region);
      if (expectation.in) figure.region = expectation.in_text;
      const auto bound = stages_.bound_of(expectation, inputs, [&] {
        stats::Pass clean = pass;
        clean.logits = clean.clean;
        return stats::measure_one(clean, expectation.measure, region).value;
      });
      if (!bound) return false;
      stats::decide_on(std::move(figure), *bound, result_.expectations[i]);
    }
    return true;
  }

  [[nodiscard]] score::Wanted wanted() const {
    score::Wanted wanted = wanted_by(stages_.program, experiment_.data, experiment_.measures,
                                     experiment_.expectations);
    for (const auto& intervention : experiment_.interventions) {
      for (const auto& action : intervention.actions) {
        if (action.in) wanted.regions.push_back(*action.in);
      }
    }
    return wanted;
  }

  Stages& stages_;
  check::ExperimentId id_;
  const check::Experiment& experiment_;
  stats::ExperimentResult result_;
};

}  // namespace

bool run_experiment(Stages& stages, check::ExperimentId id, const score::Environment& environment) {
  return ExperimentRun(stages, id).run(environment);
}

}  // namespace hyp::embed
