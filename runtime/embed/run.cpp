// SPDX-License-Identifier: MIT
#include "runtime/embed/run.hpp"

#include <algorithm>
#include <memory>

#include "runtime/bind/bind.hpp"
#include "runtime/embed/version.hpp"
#include "runtime/exec/execute.hpp"
#include "runtime/plan/plan.hpp"
#include "runtime/stats/measure.hpp"
#include "runtime/stats/verdict.hpp"

namespace hyp::embed {
namespace {

using check::ExperimentId;

bool compares_with_labels(const check::Experiment& experiment) {
  return std::any_of(experiment.measures.begin(), experiment.measures.end(),
                     [](const auto& line) { return line.measure.to_label; }) ||
         std::any_of(experiment.expectations.begin(), experiment.expectations.end(),
                     [](const auto& e) { return e.measure.to_label; });
}

// One run: every stage keeps its output here, for the next ones.
class Run {
 public:
  Run(const check::Program& program, const RunOptions& options, source::Loader& loader,
      Listener& listener)
      : program_(program), options_(options), loader_(loader), listener_(listener) {}

  report::Report take(const std::string& file) {
    report_.command = "run";
    report_.file = file;
    report_.provenance.hyp_version = kVersion;
    report_.provenance.seed = options_.seed;
    report_.provenance.repeat = options_.repeat;
    if (!run_stages(file)) report_.verdict.reset();
    return std::move(report_);
  }

 private:
  // Takes an outcome apart: keeps its diagnostics, and says whether there is a value.
  template <typename T>
  bool keep(diag::Outcome<T> outcome, std::optional<T>& value) {
    std::move(outcome.diagnostics.begin(), outcome.diagnostics.end(),
              std::back_inserter(report_.diagnostics));
    value = std::move(outcome.value);
    return value.has_value();
  }

  bool run_stages(const std::string& file) {
    std::optional<score::Environment> environment;
    std::optional<std::vector<ExperimentId>> experiments;
    if (!keep(environment_of(program_, options_.set), environment)) return false;
    if (!keep(select(program_, options_.only), experiments)) return false;
    if (!keep(bind::bind(program_, *experiments, loader_, file), bound_)) return false;
    note_files();
    if (!open_executors()) return false;
    const auto steps = plan::plan_capture(program_, *experiments, rows());
    if (!keep(exec::capture(steps, machines_, listener_), captured_)) return false;
    for (const auto id : *experiments) {
      if (!run_experiment(id, *environment)) return false;
    }
    return true;
  }

  void note_files() {
    auto& files = report_.provenance.files;
    for (const auto& [id, network] : bound_->networks) {
      if (!network.path.empty()) files.emplace_back(network.path, network.sha256);
    }
    for (const auto& [id, data] : bound_->datasets) {
      for (const auto& used : data.files) files.emplace_back(used.path, used.sha256);
      machines_.datasets[id] = &data;
    }
  }

  bool open_executors() {
    for (const auto& [id, network] : bound_->networks) {
      std::optional<std::unique_ptr<exec::Executor>> executor;
      if (!keep(exec::open_executor(network, {options_.threads}), executor)) {
        return false;
      }
      const auto backend = (*executor)->backend();
      report_.provenance.backend = backend.name + " " + backend.version;
      report_.provenance.blas = backend.blas;
      report_.provenance.threads = backend.threads;
      machines_.executors[id] = executor->get();
      executors_.push_back(std::move(*executor));
    }
    return true;
  }

  [[nodiscard]] std::map<check::DataId, std::int64_t> rows() const {
    std::map<check::DataId, std::int64_t> rows;
    for (const auto& [id, data] : bound_->datasets) rows[id] = data.rows;
    return rows;
  }

  [[nodiscard]] score::Inputs inputs(const score::Environment& environment) const {
    score::Inputs inputs;
    inputs.program = &program_;
    inputs.datasets = machines_.datasets;
    inputs.captured = &*captured_;
    inputs.environment = environment;
    return inputs;
  }

  // --- one experiment ---

  bool run_experiment(ExperimentId id, const score::Environment& environment) {
    const auto& experiment = program_[id];
    stats::ExperimentResult result;
    result.name = experiment.name;
    result.prose = experiment.prose;
    result.engine = "direct";
    result.data = program_[experiment.data].name;
    for (const auto& expectation : experiment.expectations) {
      stats::ExpectationResult expected;
      expected.text = expectation.text;
      expected.span = expectation.span;
      result.expectations.push_back(std::move(expected));
    }
    for (const auto& point : points_of(program_, experiment, environment)) {
      if (!run_point(id, point, result)) return false;
    }
    for (const auto& expected : result.expectations) {
      if (expected.decided_on.empty()) {
        report_.diagnostics.push_back(
            {diag::Code::never_true, expected.span, {{"text", expected.text}}});
      }
      result.verdict =
          result.verdict ? stats::combine(*result.verdict, expected.verdict) : expected.verdict;
    }
    if (result.verdict) {
      report_.verdict =
          report_.verdict ? stats::combine(*report_.verdict, *result.verdict) : *result.verdict;
    }
    report_.experiments.push_back(std::move(result));
    return true;
  }

  bool run_point(ExperimentId id, const Point& point, stats::ExperimentResult& result) {
    const auto& experiment = program_[id];
    const auto inputs = this->inputs(point.environment);
    std::optional<score::Table> table;
    std::optional<plan::Plan> plan;
    std::optional<exec::Outputs> outputs;
    if (!keep(score::evaluate(inputs, wanted(experiment)), table)) return false;
    const auto statistics = [&](const plan::StatisticQuery& query) {
      return exec::statistic(query, machines_, *captured_, listener_);
    };
    if (!keep(plan::plan(inputs, *table, id, statistics), plan)) return false;
    if (!keep(exec::execute(*plan, machines_, *captured_, listener_), outputs)) return false;
    const auto labels = labels_of(experiment);
    stats::Pass pass;
    pass.program = &program_;
    pass.lines = &experiment.measures;
    pass.sweep = point.shown;
    pass.table = &*table;
    pass.labels = labels.empty() ? nullptr : &labels;
    if (experiment.model) {
      pass.clean =
          captured_->find(*experiment.model, experiment.data, program_[*experiment.model].logits);
    }
    for (std::uint32_t i = 0; i < experiment.interventions.size(); ++i) {
      pass.intervention = &experiment.interventions[i];
      const auto changed = outputs->passes.find(i);
      pass.logits = changed == outputs->passes.end() ? pass.clean : &changed->second;
      for (auto& figure : stats::measure(pass)) result.results.push_back(std::move(figure));
      if (!decide(experiment, i, pass, inputs, result)) return false;
    }
    return true;
  }

  // --- expectations ---

  bool decide(const check::Experiment& experiment, std::uint32_t intervention,
              const stats::Pass& pass, const score::Inputs& inputs,
              stats::ExperimentResult& result) {
    const auto& expectations = experiment.expectations;
    for (std::size_t i = 0; i < expectations.size(); ++i) {
      const auto& expectation = expectations[i];
      if (expectation.intervention && *expectation.intervention != intervention) continue;
      if (expectation.where) {
        std::optional<double> holds;
        if (!keep(score::evaluate_constant(inputs, *expectation.where), holds)) return false;
        if (*holds == 0) continue;
      }
      const auto* region = expectation.in ? &pass.table->regions.at(*expectation.in) : nullptr;
      auto figure = stats::measure_one(pass, expectation.measure, region);
      if (expectation.in) figure.region = expectation.in_text;
      std::optional<stats::Bound> bound;
      if (!bound_of(expectation, pass, inputs, region, bound)) return false;
      stats::decide_on(std::move(figure), *bound, result.expectations[i]);
    }
    return true;
  }

  bool bound_of(const check::Expectation& expectation, stats::Pass pass,
                const score::Inputs& inputs, const score::Membership* region,
                std::optional<stats::Bound>& bound) {
    std::optional<double> amount;
    if (!keep(score::evaluate_constant(inputs, expectation.bound), amount)) return false;
    bound = stats::Bound{expectation.relation, *amount, 0};
    if (expectation.relation != check::Expectation::Relation::within) return true;
    if (!expectation.target) {
      pass.logits = pass.clean;
      bound->target = stats::measure_one(pass, expectation.measure, region).value;
      return true;
    }
    std::optional<double> target;
    if (!keep(score::evaluate_constant(inputs, *expectation.target), target)) return false;
    bound->target = *target;
    return true;
  }

  // --- what an experiment reads ---

  [[nodiscard]] score::Wanted wanted(const check::Experiment& experiment) const {
    score::Wanted wanted{experiment.data, {}, {}, {}};
    const auto add = [&](check::ExprId id) {
      const bool region = program_[id].type.element == check::Type::Element::boolean;
      (region ? wanted.regions : wanted.numbers).push_back(id);
    };
    for (const auto& line : experiment.measures) {
      for (const auto argument : line.measure.arguments) add(argument);
      for (const auto partition : line.by) wanted.partitions.push_back(partition);
    }
    for (const auto& expectation : experiment.expectations) {
      for (const auto argument : expectation.measure.arguments) add(argument);
      if (expectation.in) add(*expectation.in);
    }
    for (const auto& intervention : experiment.interventions) {
      for (const auto& action : intervention.actions) {
        if (action.in) add(*action.in);
      }
    }
    return wanted;
  }

  // Labels that are classes of the network; bind has made sure of it where a measure needs them.
  [[nodiscard]] std::vector<std::int64_t> labels_of(const check::Experiment& experiment) const {
    std::vector<std::int64_t> labels;
    if (!compares_with_labels(experiment)) return labels;
    const auto* column = bound_->datasets.at(experiment.data).column("label");
    const auto rows = bound_->datasets.at(experiment.data).rows;
    for (std::int64_t i = 0; column && i < rows; ++i) {
      labels.push_back(static_cast<std::int64_t>(column->values.at(i)));
    }
    return labels;
  }

  const check::Program& program_;
  const RunOptions& options_;
  source::Loader& loader_;
  Listener& listener_;
  report::Report report_;
  std::optional<bind::Bound> bound_;
  std::vector<std::unique_ptr<exec::Executor>> executors_;
  exec::Machines machines_;
  std::optional<score::Captured> captured_;
};

}  // namespace

report::Report run(const check::Program& program, const RunOptions& options,
                   const std::string& file, source::Loader& loader, Listener& listener) {
  return Run(program, options, loader, listener).take(file);
}

}  // namespace hyp::embed
