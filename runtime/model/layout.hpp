// SPDX-License-Identifier: MIT
// How elements lie in memory: sizes that cannot overflow, and copies into row-major order.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "runtime/model/array.hpp"
#include "runtime/model/buffer.hpp"

namespace hyp::model {

/// Bytes of elements(shape) elements. Nothing where an extent is negative, or where the product of
/// the extents above zero would overflow (so that elements(shape) is safe on what is accepted).
[[nodiscard]] std::optional<std::uint64_t> byte_size(const Shape& shape, std::size_t element);

/// In elements; row-major for the shape.
[[nodiscard]] std::vector<std::int64_t> row_major(const Shape& shape);

/// Whether the strides step through the shape in row-major order without gaps.
[[nodiscard]] bool contiguous(const Shape& shape, const std::vector<std::int64_t>& strides);

/// Elements from the first to one past the last that the strides reach. Nothing where a stride is
/// negative or the number overflows.
[[nodiscard]] std::optional<std::uint64_t> reach(const Shape& shape,
                                                 const std::vector<std::int64_t>& strides);

/// A row-major copy, with the bytes of each element reversed on demand. `from` starts at the first
/// element and holds all that the strides reach. Nothing when there is no memory for it.
[[nodiscard]] std::optional<source::Bytes> copy_row_major(std::span<const std::byte> from,
                                                          const Shape& shape,
                                                          const std::vector<std::int64_t>& strides,
                                                          std::size_t element, bool reverse);

}  // namespace hyp::model
