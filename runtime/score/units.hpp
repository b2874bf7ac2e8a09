// SPDX-License-Identifier: MIT
// Statistics of units, for the `where` of a group.
#pragma once

#include <optional>

#include "runtime/score/table.hpp"

namespace hyp::score {

/// One number per unit, over every position and every row where `in` is not 0 (all when null).
/// Empty where that is nothing. Sums as `resolve` says.
[[nodiscard]] std::optional<Numbers> unit_statistic(const model::Activations& activations,
                                                    std::int64_t units,
                                                    check::Expr::Statistic::Kind kind,
                                                    const Numbers* in);

}  // namespace hyp::score
