// SPDX-License-Identifier: MIT
#include "runtime/model/layout.hpp"

#include <algorithm>
#include <limits>

namespace hyp::model {
namespace {

constexpr auto kMost = static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());

void copy_element(std::byte* to, const std::byte* from, std::size_t size, bool reverse) {
  if (reverse) {
    std::reverse_copy(from, from + size, to);
  } else {
    std::copy_n(from, size, to);
  }
}

}  // namespace

std::optional<std::uint64_t> byte_size(const Shape& shape, std::size_t element) {
  std::uint64_t product = element;
  bool empty = false;
  for (const std::int64_t extent : shape) {
    if (extent < 0) return std::nullopt;
    if (extent == 0) {
      empty = true;
      continue;
    }
    if (__builtin_mul_overflow(product, static_cast<std::uint64_t>(extent), &product) ||
        product > kMost) {
      return std::nullopt;
    }
  }
  return empty ? 0 : product;
}

std::vector<std::int64_t> row_major(const Shape& shape) {
  std::vector<std::int64_t> strides(shape.size(), 1);
  for (std::size_t i = shape.size(); i-- > 1;) {
    strides[i - 1] = strides[i] * std::max<std::int64_t>(shape[i], 1);
  }
  return strides;
}

bool contiguous(const Shape& shape, const std::vector<std::int64_t>& strides) {
  const auto expected = row_major(shape);
  for (std::size_t i = 0; i < shape.size(); ++i) {
    if (shape[i] == 0) return true;
  }
  for (std::size_t i = 0; i < shape.size(); ++i) {
    if (shape[i] > 1 && strides[i] != expected[i]) return false;
  }
  return true;
}

std::optional<std::uint64_t> reach(const Shape& shape, const std::vector<std::int64_t>& strides) {
  std::uint64_t last = 0;
  bool empty = false;
  for (std::size_t i = 0; i < shape.size(); ++i) {
    if (shape[i] < 0 || strides[i] < 0) return std::nullopt;
    if (shape[i] == 0) {
      empty = true;
      continue;
    }
    std::uint64_t step = 0;
    if (__builtin_mul_overflow(static_cast<std::uint64_t>(shape[i] - 1),
                               static_cast<std::uint64_t>(strides[i]), &step) ||
        __builtin_add_overflow(last, step, &last) || last >= kMost) {
      return std::nullopt;
    }
  }
  return empty ? 0 : last + 1;
}

std::optional<source::Bytes> copy_row_major(std::span<const std::byte> from, const Shape& shape,
                                            const std::vector<std::int64_t>& strides,
                                            std::size_t element, bool reverse) {
  const auto total = byte_size(shape, element);
  Buffer buffer;
  if (!total || !buffer.reserve(*total)) return std::nullopt;
  buffer.size = *total;
  std::byte* to = buffer.data();
  std::vector<std::int64_t> index(shape.size(), 0);
  std::int64_t offset = 0;
  for (const std::byte* end = to + *total; to != end; to += element) {
    copy_element(to, from.data() + static_cast<std::size_t>(offset) * element, element, reverse);
    for (std::size_t axis = shape.size(); axis-- > 0;) {
      if (shape[axis] == 1) continue;  // its stride says nothing and may be anything
      offset += strides[axis];
      if (++index[axis] < shape[axis]) break;
      offset -= strides[axis] * shape[axis];
      index[axis] = 0;
    }
  }
  return buffer.release();
}

}  // namespace hyp::model
