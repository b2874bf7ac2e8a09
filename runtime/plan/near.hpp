// SPDX-License-Identifier: MIT
// The rule `near`: the example whose score is nearest to the datum's plus normal noise.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>

#include "runtime/plan/candidates.hpp"
#include "runtime/plan/stream.hpp"

namespace hyp::plan {

/// Words 0 and 1 make the noise, words 2 and 3 decide among equal scores. Empty where the scale
/// holds nobody but a datum that is left out.
[[nodiscard]] std::optional<RowId> draw_near(const NearScale& scale, const Stream& stream,
                                             std::uint32_t trial, std::uint64_t reference,
                                             RowId datum);

/// Whether a datum is one of the candidates.
[[nodiscard]] bool near_holds(const NearScale& scale, RowId datum);

/// Every row that may be drawn for a datum, with its probability: that of the normal between the
/// midpoints to the neighbouring scores, shared by the rows of one score.
void for_each_near(const NearScale& scale, RowId datum,
                   const std::function<void(RowId, double)>& visit);

/// The probability that a datum is drawn for itself.
[[nodiscard]] double near_share_of_itself(const NearScale& scale, RowId datum);

}  // namespace hyp::plan
