// SPDX-License-Identifier: MIT
// One row of a data set or of activations on its way into or out of a batch.
#pragma once

#include <cstdint>
#include <optional>
#include <span>

#include "runtime/model/dataset.hpp"

namespace hyp::exec {

/// Writes the inputs of data row `row` to `out`, one float per element: k / 255 for bytes (the
/// bits of torchvision's ToTensor), else the stored number rounded to float32.
void copy_input(const model::Dataset& data, std::int64_t row, std::span<float> out);

/// Index of the first NaN or infinity.
[[nodiscard]] std::optional<std::int64_t> first_not_finite(std::span<const float> values);

}  // namespace hyp::exec
