// SPDX-License-Identifier: MIT
#include <algorithm>
#include <map>

#include "lang/check/uses.hpp"
#include "runtime/plan/plan.hpp"

namespace hyp::plan {
namespace {

using check::ExprId;
using check::Program;
using check::Uses;

class Collector {
 public:
  explicit Collector(const Program& program) : program_(program) {}

  void add(const check::Experiment& experiment) {
    const bool network =
        std::any_of(experiment.measures.begin(), experiment.measures.end(),
                    [](const auto& line) { return check::info(line.measure.kind).needs_model; });
    const bool expected =
        std::any_of(experiment.expectations.begin(), experiment.expectations.end(),
                    [](const auto& e) { return check::info(e.measure.kind).needs_model; });
    if (experiment.model && (network || expected)) {
      want(*experiment.model, experiment.data, program_[*experiment.model].logits);
    }
    Uses uses;
    for (const auto& line : experiment.measures) {
      for (const auto argument : line.measure.arguments) uses.add(program_, argument);
      for (const auto partition : line.by) uses.add(program_, partition);
    }
    for (const auto& expectation : experiment.expectations) {
      for (const auto argument : expectation.measure.arguments) uses.add(program_, argument);
      if (expectation.in) uses.add(program_, *expectation.in);
    }
    for (const auto& intervention : experiment.interventions) {
      for (const auto& action : intervention.actions) {
        if (action.in) uses.add(program_, *action.in);
        for (const auto& set : action.sets) want_named(uses_of(set));
      }
    }
    for (const auto& [model, site] : uses.sites) want(model, experiment.data, site);
    want_named(uses);
  }

  // Sites that are overwritten, where keeping them costs little.
  void add_spare(const check::Experiment& experiment, const std::map<DataId, std::int64_t>& rows) {
    for (const auto& intervention : experiment.interventions) {
      for (const auto& action : intervention.actions) {
        for (const auto& set : action.sets) {
          for (const auto& [model, site] : uses_of(set).sites) {
            const auto bytes = check::elements(program_[model].site(site).shape) *
                               rows.at(experiment.data) * std::int64_t{sizeof(float)};
            if (bytes > spare_) continue;
            auto& sites = wanted_[{model, experiment.data}];
            if (sites.insert(site).second) spare_ -= bytes;
          }
        }
      }
    }
  }

  std::vector<CaptureStep> take() {
    std::vector<CaptureStep> steps;
    for (auto& [key, sites] : wanted_) steps.push_back({key.first, key.second, std::move(sites)});
    return steps;
  }

 private:
  void want(ModelId model, DataId data, SiteId site) { wanted_[{model, data}].insert(site); }

  // What deciding the `where` of groups reads, of whichever data each names.
  void want_named(const Uses& uses) {
    for (const auto& [model, data, site] : uses.sites_on) want(model, data, site);
  }

  [[nodiscard]] Uses uses_of(const check::Set& set) const {
    Uses uses;
    uses.add(program_, set);
    return uses;
  }

  const Program& program_;
  std::map<std::pair<ModelId, DataId>, std::set<SiteId>> wanted_;
  std::int64_t spare_ = kSpareBytes;
};

}  // namespace

std::vector<CaptureStep> plan_capture(const Program& program,
                                      const std::vector<ExperimentId>& experiments,
                                      const std::map<DataId, std::int64_t>& rows) {
  Collector collector(program);
  for (const auto id : experiments) collector.add(program[id]);
  for (const auto id : experiments) collector.add_spare(program[id], rows);
  return collector.take();
}

}  // namespace hyp::plan
