// SPDX-License-Identifier: MIT
#include "runtime/embed/kept.hpp"

#include "runtime/embed/fingerprint.hpp"

namespace hyp::embed {

diag::Outcome<score::Captured> Kept::capture(const std::vector<plan::CaptureStep>& steps,
                                             const exec::Machines& machines,
                                             exec::Listener& listener) {
  std::map<check::ModelId, std::string> networks;
  std::map<check::DataId, std::string> data;
  for (const auto& [id, network] : machines.networks) networks[id] = fingerprint(*network);
  for (const auto& [id, dataset] : machines.datasets) data[id] = fingerprint(*dataset);
  const auto key = [&](const plan::CaptureStep& step, check::SiteId site) {
    return networks.at(step.model) + data.at(step.data) + " " + std::to_string(site.index);
  };
  score::Captured captured;
  std::vector<plan::CaptureStep> missing;
  for (const auto& step : steps) {
    plan::CaptureStep rest{step.model, step.data, {}};
    for (const auto site : step.sites) {
      const auto known = known_.find(key(step, site));
      if (known == known_.end()) {
        rest.sites.insert(site);
      } else {
        captured.sites[{step.model, step.data, site}] = known->second;
      }
    }
    if (!rest.sites.empty()) missing.push_back(std::move(rest));
  }
  auto fresh = exec::capture(missing, machines, listener);
  if (!fresh) return fresh;
  captured.sites.merge(fresh->sites);
  known_.clear();
  for (const auto& step : steps) {
    for (const auto site : step.sites) {
      known_[key(step, site)] = *captured.find(step.model, step.data, site);
    }
  }
  return {std::move(captured), std::move(fresh.diagnostics)};
}

}  // namespace hyp::embed
