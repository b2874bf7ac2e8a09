// SPDX-License-Identifier: MIT
// A scrub as sums: in every trial each reference gathers what its donors contribute.
#pragma once

#include <optional>

#include "runtime/exec/contributions.hpp"
#include "runtime/exec/scrub.hpp"

namespace hyp::exec {

/// Runs all trials. Errors: `interrupted`.
[[nodiscard]] diag::Outcome<Ran> run_affine(const plan::Scrub& scrub, Contributions& contributions,
                                            const Sampling& sampling, const BlockConsumer& consumer,
                                            Listener& listener);

}  // namespace hyp::exec
