// SPDX-License-Identifier: MIT
// Whether the network answered what the claim predicts.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "runtime/plan/scrub.hpp"

namespace hyp::exec {

/// The network's answer as a claim speaks of it: the index of the largest logit, the lowest among
/// equals; or the one logit that the output node stands on.
[[nodiscard]] double answer(const plan::Scrub& scrub, std::span<const double> logits);

/// What a swap predicted, and whether the answers came so.
struct Obedience {
  std::vector<std::uint8_t> obeyed;
  std::vector<std::int32_t> predicted;  ///< classes; empty where some prediction is none
};

/// Of references `first` ..., whose answers lie in `logits` [rows, classes]. `donors` by draw,
/// those of this trial alone. Empty where the scrub predicts nothing.
[[nodiscard]] Obedience obeyed(const plan::Scrub& scrub, std::int64_t first,
                               std::span<const double> logits, std::int64_t classes,
                               const std::vector<std::span<const plan::RowId>>& donors);

/// The same where it is known what the swap predicts: a class for each row.
[[nodiscard]] Obedience obeyed_known(const plan::Scrub& scrub, std::span<const double> logits,
                                     std::int64_t classes,
                                     std::span<const std::uint32_t> predicted);

/// The same with nothing replaced: whether the network's own answers are those the claim predicts.
[[nodiscard]] std::vector<std::uint8_t> obeyed_clean(const plan::Scrub& scrub,
                                                     const model::Activations& logits);

}  // namespace hyp::exec
