// SPDX-License-Identifier: MIT
// The chance of one reference where the logits are sums for two classes, by sorting what two of the
// draws bring. Private to runtime/stats.
#pragma once

#include <optional>

#include "runtime/stats/chance.hpp"
#include "runtime/stats/draw_classes.hpp"

namespace hyp::stats {

/// Empty where it is not of that form, or takes too long.
[[nodiscard]] std::optional<double> sorted_chance(const plan::Scrub& scrub,
                                                  const exec::AffineSum& sum, DrawClasses& classes,
                                                  const ChanceQuestion& question, RowId reference);

}  // namespace hyp::stats
