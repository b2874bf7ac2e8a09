// SPDX-License-Identifier: MIT
// Layers one after the other, as equations.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "runtime/propose/order.hpp"

namespace hyp::propose {

struct Chained : Network {
  std::size_t used = 0;  ///< of the steps
};

/// Equations of the first `certain` steps, or of those before the first that does not fit.
[[nodiscard]] Chained chain(const std::vector<Step>& steps, std::size_t certain,
                            const std::optional<Shape>& example);

}  // namespace hyp::propose
