// SPDX-License-Identifier: MIT
// A scrub as forward passes: in every trial each visit runs what lies downstream of what it
// replaces.
#pragma once

#include "runtime/exec/scrub.hpp"

namespace hyp::exec {

/// Runs all trials. Errors: those of the executor; `interrupted`.
[[nodiscard]] diag::Outcome<Ran> run_forward(const plan::Scrub& scrub, const Machines& machines,
                                             const score::Captured& captured,
                                             const Sampling& sampling,
                                             const BlockConsumer& consumer, Listener& listener);

/// The logits [rows, classes] where these stand in: `donors` of every draw, one a pass row. A draw
/// of no effect takes the datum that it is drawn for. Errors: those of the executor.
[[nodiscard]] diag::Outcome<model::Activations> forward_answers(
    const plan::Scrub& scrub, const Machines& machines, const score::Captured& captured,
    std::vector<std::vector<plan::RowId>> donors, Listener& listener);

/// By draw: whether some donor differs from another in what it brings, as far as is known without
/// running.
[[nodiscard]] std::vector<bool> forward_effect(const plan::Scrub& scrub,
                                               const score::Captured& captured);

}  // namespace hyp::exec
