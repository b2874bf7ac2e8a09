// SPDX-License-Identifier: MIT
#include "runtime/plan/plan.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

namespace hyp::plan {
namespace {

using check::Action;

score::Statistic statistic_of(Action::Kind kind) {
  if (kind == Action::Kind::min) return score::Statistic::min;
  if (kind == Action::Kind::max) return score::Statistic::max;
  return score::Statistic::mean;
}

// Collects what one intervention puts where; each element at most once.
class InterventionPlanner {
 public:
  InterventionPlanner(const score::Inputs& inputs, const score::Table& table,
                      const check::Experiment& experiment, const StatisticSource& statistics)
      : inputs_(inputs), table_(table), experiment_(experiment), statistics_(statistics) {}

  diag::Outcome<std::vector<Overwrite>> plan(const check::Intervention& intervention) {
    for (const auto& action : intervention.actions) {
      for (const auto& set : action.sets) {
        auto parts = score::resolve(inputs_, set);
        if (!parts) return std::move(parts.diagnostics);
        if (parts->empty()) {
          return diag::Diagnostic(diag::Code::empty_group, set.span, {{"what", intervention.text}});
        }
        for (const auto& part : *parts) {
          if (auto wrong = add(action, part, set.span)) return std::move(*wrong);
        }
      }
    }
    return take();
  }

 private:
  using Wrong = std::optional<std::vector<diag::Diagnostic>>;

  Wrong add(const Action& action, const check::Part& part, source::Span span) {
    auto values = values_for(action, part);
    if (!values) return std::move(values.diagnostics);
    auto& site = sites_[part.site];
    for (std::size_t i = 0; i < part.elements.size(); ++i) {
      const auto [at, added] = site.emplace(part.elements[i], Put{(*values)[i], span});
      if (added) continue;
      const auto& model = (*inputs_.program)[part.model];
      diag::Diagnostic twice(diag::Code::overwritten_twice, span,
                             {{"element", part.elements[i]}, {"site", model.site(part.site).name}});
      return std::vector{std::move(twice).label(at->second.span, diag::Note::first_overwritten)};
    }
    return std::nullopt;
  }

  diag::Outcome<std::vector<float>> values_for(const Action& action, const check::Part& part) {
    const auto count = part.elements.size();
    if (action.kind == Action::Kind::zero) return std::vector<float>(count, 0.0F);
    if (action.kind == Action::Kind::set) {
      auto value = score::evaluate_constant(inputs_, *action.to);
      if (!value) return std::move(value.diagnostics);
      return std::vector<float>(count, static_cast<float>(*value));
    }
    const score::Membership* in = action.in ? &table_.regions.at(*action.in) : nullptr;
    if (in && std::count(in->begin(), in->end(), 1) == 0) {
      return diag::Diagnostic(diag::Code::empty_region, (*inputs_.program)[*action.in].span,
                              {{"data", (*inputs_.program)[experiment_.data].name}});
    }
    return statistics_(
        {part.model, experiment_.data, part.site, part.elements, statistic_of(action.kind), in});
  }

  std::vector<Overwrite> take() {
    std::vector<Overwrite> overwrites;
    for (const auto& [site, puts] : sites_) {
      Overwrite overwrite{site, {}, {}};
      for (const auto& [element, put] : puts) {
        overwrite.elements.push_back(element);
        overwrite.values.push_back(put.value);
      }
      overwrites.push_back(std::move(overwrite));
    }
    return overwrites;
  }

  struct Put {
    float value;
    source::Span span;
  };

  const score::Inputs& inputs_;
  const score::Table& table_;
  const check::Experiment& experiment_;
  const StatisticSource& statistics_;
  std::map<SiteId, std::map<std::int64_t, Put>> sites_;
};

// The captured sites whose clean values still hold: those not downstream of an overwritten one. An
// overwritten site itself is a fine start: what is overwritten is overwritten there.
std::vector<SiteId> known_sites(const score::Inputs& inputs, ModelId model, DataId data,
                                const std::vector<Overwrite>& overwrites) {
  const auto& equations = (*inputs.program)[model];
  std::vector<bool> changed(equations.sites.size(), false);
  for (const auto& overwrite : overwrites) {
    const auto below = check::downstream_of(equations, overwrite.site);
    for (std::size_t i = 0; i < below.size(); ++i) {
      changed[i] = changed[i] || (below[i] && i != overwrite.site.index);
    }
  }
  std::vector<SiteId> known;
  for (const auto& [key, activations] : inputs.captured->sites) {
    const auto& [of, on, site] = key;
    if (of == model && on == data && !changed[site.index]) known.push_back(site);
  }
  return known;
}

}  // namespace

diag::Outcome<Plan> plan(const score::Inputs& inputs, const score::Table& table, ExperimentId id,
                         const StatisticSource& statistics) {
  const check::Program& program = *inputs.program;
  const check::Experiment& experiment = program[id];
  Plan plan{experiment.model.value_or(ModelId{}), experiment.data, {}};
  if (!experiment.model) return plan;
  const auto logits = program[plan.model].logits;
  for (std::uint32_t i = 0; i < experiment.interventions.size(); ++i) {
    InterventionPlanner planner(inputs, table, experiment, statistics);
    auto overwrites = planner.plan(experiment.interventions[i]);
    if (!overwrites) return std::move(overwrites.diagnostics);
    auto known = known_sites(inputs, plan.model, plan.references, *overwrites);
    plan.passes.push_back({i, {std::move(*overwrites), std::move(known), logits}});
  }
  return plan;
}

std::string dump(const Plan& plan, const check::Program& program,
                 const check::Experiment& experiment) {
  std::string out = fmt::format("plan {} on {}\n", experiment.name, program[plan.references].name);
  for (const auto& pass : plan.passes) {
    const auto& model = program[plan.model];
    out += fmt::format("  pass {}\n", experiment.interventions[pass.intervention].text);
    for (const auto& overwrite : pass.forward.overwrites) {
      out += fmt::format("    overwrite {} elements of {}.{}\n", overwrite.elements.size(),
                         model.name, model.site(overwrite.site).name);
    }
    out += fmt::format("    read {}.{}\n", model.name, model.site(pass.forward.read).name);
  }
  return out;
}

}  // namespace hyp::plan
