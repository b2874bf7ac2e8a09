// SPDX-License-Identifier: MIT
#include "runtime/exec/demand.hpp"

#include <algorithm>
#include <cassert>

namespace hyp::exec {
namespace {

bool covers(const std::vector<const Override*>& overrides, std::int64_t width) {
  std::vector<bool> written(static_cast<std::size_t>(width), false);
  for (const Override* one : overrides) {
    if (one->along != nullptr) return false;  // it keeps what is orthogonal
    for (const std::int64_t element : one->elements) {
      assert(element >= 0 && element < width);
      written[static_cast<std::size_t>(element)] = true;
    }
  }
  return std::find(written.begin(), written.end(), false) == written.end();
}

// For each site whether some override changes one of its inputs, near or far.
std::vector<bool> reached(const check::Model& model, const Forward& forward) {
  std::vector<bool> changed(model.sites.size(), false), result(model.sites.size(), false);
  for (const Override& one : forward.overrides) changed[one.site.index] = true;
  for (std::size_t i = 0; i < model.sites.size(); ++i) {
    for (const SiteId input : model.sites[i].inputs) {
      if (changed[input.index]) result[i] = changed[i] = true;
    }
  }
  return result;
}

Step step_of(const check::Model& model, const Forward& forward, const std::vector<Known>& given,
             SiteId site, bool is_reached) {
  Step step{site, Step::Source::operation, nullptr, {}, {}};
  for (const Override& one : forward.overrides) {
    if (one.site == site) step.overrides.push_back(&one);
  }
  if (!step.overrides.empty() && covers(step.overrides, check::elements(model.site(site).shape))) {
    step.source = Step::Source::overrides;
    return step;
  }
  for (const auto* all : {&given, &forward.known}) {
    for (const Known& known : *all) {
      if (known.site == site && !is_reached) {
        step.source = Step::Source::known;
        step.known = known.values;
      }
    }
  }
  return step;
}

}  // namespace

std::vector<Step> demand(const check::Model& model, const Forward& forward,
                         const std::vector<Known>& given) {
  const std::vector<bool> is_reached = reached(model, forward);
  std::vector<bool> needed(model.sites.size(), false), kept(model.sites.size(), false);
  for (const SiteId site : forward.read) needed[site.index] = true;
  std::vector<Step> steps;
  for (std::uint32_t i = static_cast<std::uint32_t>(model.sites.size()); i-- > 0;) {
    if (!needed[i]) continue;
    Step step = step_of(model, forward, given, SiteId{i}, is_reached[i]);
    if (step.source == Step::Source::operation) {
      // Going backwards, the first reader met is the last to run.
      for (const SiteId input : model.sites[i].inputs) {
        needed[input.index] = true;
        if (!kept[input.index]) step.last_used.push_back(input);
        kept[input.index] = true;
      }
    }
    steps.push_back(std::move(step));
  }
  std::reverse(steps.begin(), steps.end());
  return steps;
}

}  // namespace hyp::exec
