// SPDX-License-Identifier: MIT
// Plans to numbers: the entry of this floor.
#pragma once

#include <map>
#include <memory>
#include <vector>

#include "lang/diag/outcome.hpp"
#include "runtime/exec/executor.hpp"
#include "runtime/plan/plan.hpp"
#include "runtime/score/table.hpp"

namespace hyp::exec {

/// The executor of each network and the data each runs on; all must outlive their use.
struct Machines {
  std::map<check::ModelId, Executor*> executors;
  std::map<check::DataId, const model::Dataset*> datasets;
  std::map<check::ModelId, const model::Network*> networks;
};

/// Computes every step's sites on every row of its data set.
[[nodiscard]] diag::Outcome<score::Captured> capture(const std::vector<plan::CaptureStep>& steps,
                                                     const Machines& machines, Listener& listener);

/// The numbers a statistic asks for: from captured activations where there are some, else computed
/// a block of rows at a time, so that memory stays bounded.
[[nodiscard]] diag::Outcome<std::vector<float>> statistic(const plan::StatisticQuery& query,
                                                          const Machines& machines,
                                                          const score::Captured& captured,
                                                          Listener& listener);

/// What a pass read, by the intervention behind it: [rows, width of the site read].
struct Outputs {
  std::map<std::uint32_t, model::Activations> passes;
};

/// Runs every pass that overwrites something; the others are the captured clean values.
[[nodiscard]] diag::Outcome<Outputs> execute(const plan::Plan& plan, const Machines& machines,
                                             const score::Captured& captured, Listener& listener);

}  // namespace hyp::exec
