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
  Collector(const Program& program, const std::map<DataId, std::int64_t>& rows)
      : program_(program), rows_(rows) {}

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

  void add(const check::Test& test) {
    Uses uses;
    uses.add(program_, test);
    const auto& hypothesis = program_[test.hypothesis];
    for (const DataId data : pool_of(test)) {
      want(hypothesis.model, data, program_[hypothesis.model].logits);
    }
    for (const auto& [model, site] : uses.sites) want(model, test.references, site);
    want_named(uses);
    for (const auto& node : hypothesis.nodes) {
      for (const auto& set : node.places) want_named(uses_of(set));
      for (const auto subspace : node.subspaces) {
        Uses read;
        read.add(program_, subspace);
        want_named(read);
      }
    }
  }

  // Sites that a claim stands on, and those beside them that the network reads downstream of it:
  // what donors bring is looked up there, and passes start from there.
  void add_claimed(const check::Test& test) {
    const auto& hypothesis = program_[test.hypothesis];
    const check::Model& model = program_[hypothesis.model];
    Uses uses;
    for (const auto& node : hypothesis.nodes) {
      for (const auto& set : node.places) uses.add(program_, set);
      for (const auto id : node.subspaces) {
        uses.sites.insert({program_[id].model, program_[id].site});
      }
    }
    std::vector<bool> claimed(model.sites.size(), false), reached(model.sites.size(), false);
    for (const auto& [of, site] : uses.sites) claimed[site.index] = of == hypothesis.model;
    std::set<SiteId> useful;
    for (std::uint32_t i = 0; i < model.sites.size(); ++i) {
      for (const SiteId input : model.sites[i].inputs) {
        if (claimed[input.index] || reached[input.index]) reached[i] = true;
      }
      if (claimed[i]) useful.insert(SiteId{i});
    }
    for (std::uint32_t i = 0; i < model.sites.size(); ++i) {
      for (const SiteId input : model.sites[i].inputs) {
        if (reached[i] && !reached[input.index]) useful.insert(input);
      }
    }
    for (const SiteId site : useful) {
      const auto& operation = model.site(site).operation;
      const bool free =
          check::is_leaf(operation) || std::holds_alternative<check::Constant>(operation);
      if (free) continue;
      for (const DataId data : pool_of(test)) {
        want_if_it_fits(hypothesis.model, data, site, claim_bytes_);
      }
    }
  }

  // Sites that are overwritten, where keeping them costs little.
  void add_spare(const check::Experiment& experiment) {
    for (const auto& intervention : experiment.interventions) {
      for (const auto& action : intervention.actions) {
        for (const auto& set : action.sets) {
          for (const auto& [model, site] : uses_of(set).sites) {
            want_if_it_fits(model, experiment.data, site, spare_);
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

  void want_if_it_fits(ModelId model, DataId data, SiteId site, std::int64_t& left) {
    const auto bytes = check::elements(program_[model].site(site).shape) * rows_.at(data) *
                       std::int64_t{sizeof(float)};
    if (bytes > left) return;
    if (wanted_[{model, data}].insert(site).second) left -= bytes;
  }

  [[nodiscard]] std::vector<DataId> pool_of(const check::Test& test) const {
    return check::pool_of(program_[test.hypothesis], test.references, test.donors);
  }

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
  const std::map<DataId, std::int64_t>& rows_;
  std::int64_t spare_ = kSpareBytes;
  std::int64_t claim_bytes_ = kClaimBytes;
};

}  // namespace

std::vector<CaptureStep> plan_capture(const Program& program, const check::Selection& selection,
                                      const std::map<DataId, std::int64_t>& rows) {
  Collector collector(program, rows);
  for (const auto id : selection.experiments) collector.add(program[id]);
  for (const auto id : selection.tests) collector.add(program[id]);
  for (const auto id : selection.tests) collector.add_claimed(program[id]);
  for (const auto id : selection.experiments) collector.add_spare(program[id]);
  return collector.take();
}

}  // namespace hyp::plan
