// SPDX-License-Identifier: MIT
#include "runtime/exec/execute.hpp"

namespace hyp::exec {

diag::Outcome<score::Captured> capture(const std::vector<plan::CaptureStep>& steps,
                                       const Machines& machines, Listener& listener) {
  score::Captured captured;
  for (const auto& step : steps) {
    Forward forward;
    forward.data = machines.datasets.at(step.data);
    forward.read.assign(step.sites.begin(), step.sites.end());
    auto values = machines.executors.at(step.model)->forward(forward, listener);
    if (!values) return std::move(values.diagnostics);
    for (std::size_t i = 0; i < forward.read.size(); ++i) {
      captured.sites[{step.model, step.data, forward.read[i]}] = std::move((*values)[i]);
    }
  }
  return captured;
}

diag::Outcome<Outputs> execute(const plan::Plan& plan, const Machines& machines,
                               const score::Captured& captured, Listener& listener) {
  Outputs outputs;
  for (const auto& pass : plan.passes) {
    if (pass.forward.overwrites.empty()) continue;
    Forward forward;
    forward.data = machines.datasets.at(plan.references);
    forward.read = {pass.forward.read};
    for (const auto site : pass.forward.known) {
      forward.known.push_back({site, captured.find(plan.model, plan.references, site)});
    }
    for (const auto& overwrite : pass.forward.overwrites) {
      forward.overrides.push_back({overwrite.site, overwrite.elements, overwrite.values});
    }
    auto values = machines.executors.at(plan.model)->forward(forward, listener);
    if (!values) return std::move(values.diagnostics);
    outputs.passes[pass.intervention] = std::move(values->front());
  }
  return outputs;
}

}  // namespace hyp::exec
