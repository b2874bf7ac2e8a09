// SPDX-License-Identifier: MIT
// Who stands in for whom, as a report says it.
#pragma once

#include <vector>

#include "lang/check/program.hpp"
#include "runtime/exec/scrub.hpp"
#include "runtime/stats/results.hpp"

namespace hyp::embed {

/// The draws of `plan::facts` in words; mode and sweep are the caller's to fill in.
/// `effect`: as of exec::Ran; empty before anything ran.
[[nodiscard]] std::vector<stats::NodeDonors> donors_of(const check::Program& program,
                                                       const check::Hypothesis& hypothesis,
                                                       const graph::Correspondence& graph,
                                                       const std::vector<plan::DrawFacts>& facts,
                                                       const std::vector<bool>& effect);

/// The rule of a drawer as the file says it, or the default.
[[nodiscard]] std::string rule_text(const check::Program& program,
                                    const check::Hypothesis& hypothesis, plan::Drawer drawer);

/// "48 units of net.neurons"; "all else" for no places.
[[nodiscard]] std::string place_text(const check::Model& model,
                                     const std::vector<plan::Place>& places);

/// What running it takes; mode and sweep are the caller's to fill in.
[[nodiscard]] stats::Work work_of(const plan::Scrub& scrub, const exec::Machines& machines,
                                  const score::Captured& captured);

/// References whose two largest logits lie closer than 1e-5: what rounding might decide.
[[nodiscard]] std::int64_t near_ties(const model::Activations& logits);

}  // namespace hyp::embed
