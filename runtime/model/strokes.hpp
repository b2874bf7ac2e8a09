// SPDX-License-Identifier: MIT
// Pictures that look like handwritten digits, for examples that need no download.
#pragma once

#include <cstdint>
#include <span>

namespace hyp::model {

inline constexpr std::int64_t kStrokesSide = 28;

/// Draws the digit of a row, black (0) on which ink is 255, and returns which digit it is: 0 to 9,
/// all as likely. `pixels` are 28 x 28, row by row. A picture depends on seed and row alone, to the
/// bit on every machine: its arithmetic is additions, products and square roots of binary64.
[[nodiscard]] int draw_strokes(std::uint64_t seed, std::uint64_t row,
                               std::span<std::uint8_t> pixels);

}  // namespace hyp::model
