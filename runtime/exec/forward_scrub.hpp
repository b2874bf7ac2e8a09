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

}  // namespace hyp::exec
