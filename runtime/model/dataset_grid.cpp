// SPDX-License-Identifier: MIT
// Every combination of small integers, the last axis fastest.
#include <cstring>
#include <limits>

#include "runtime/model/buffer.hpp"
#include "runtime/model/dataset_parts.hpp"
#include "runtime/model/layout.hpp"

namespace hyp::model {
namespace {

using Axis = check::GridData::Axis;

constexpr std::uint64_t kMostRows = 100'000'000;
constexpr std::int64_t kExactFloat = std::int64_t{1} << 24;

std::uint64_t extent(const Axis& axis) {
  if (axis.last < axis.first) return 0;
  const auto steps = static_cast<std::uint64_t>(axis.last) - static_cast<std::uint64_t>(axis.first);
  return steps < kMostRows ? steps + 1 : kMostRows + 1;
}

template <typename T>
bool fits(const Axis& axis) {
  return axis.first >= std::numeric_limits<T>::min() && axis.last <= std::numeric_limits<T>::max();
}

// The smallest type that holds an axis: a large grid is mostly its columns.
ElementType column_type(const Axis& axis) {
  if (fits<std::uint8_t>(axis)) return ElementType::u8;
  if (fits<std::int8_t>(axis)) return ElementType::i8;
  if (fits<std::int16_t>(axis)) return ElementType::i16;
  return fits<std::int32_t>(axis) ? ElementType::i32 : ElementType::i64;
}

void store(std::byte* to, ElementType type, std::int64_t value) {
  if (type == ElementType::f32) {
    const auto number = static_cast<float>(value);
    std::memcpy(to, &number, sizeof number);
  } else if (type == ElementType::f64) {
    const auto number = static_cast<double>(value);
    std::memcpy(to, &number, sizeof number);
  } else {
    std::memcpy(to, &value, size_of(type));  // little-endian: the low bytes come first
  }
}

// Fills every `step`-th element of the array, from `begin` on, with the axis: each value `repeat`
// times, over and over.
void fill(std::byte* array, ElementType type, const Axis& axis, std::int64_t rows,
          std::int64_t repeat, std::size_t begin, std::size_t step) {
  const std::size_t element = size_of(type);
  std::byte* to = array + begin * element;
  std::int64_t value = axis.first, left = repeat;
  for (std::int64_t row = 0; row < rows; ++row, to += step * element) {
    store(to, type, value);
    if (--left > 0) continue;
    left = repeat;
    value = value == axis.last ? axis.first : value + 1;
  }
}

}  // namespace

diag::Outcome<Dataset> make_grid(Dataset base, const check::GridData& from) {
  std::uint64_t rows = 1;
  bool exact = true;
  for (const Axis& axis : from.axes) {
    const bool overflow = __builtin_mul_overflow(rows, extent(axis), &rows);
    if (overflow || rows > kMostRows) {
      return diag::Diagnostic(diag::Code::grid_too_large, base.span,
                              {{"name", base.name}, {"limit", kMostRows}});
    }
    exact = exact && axis.first >= -kExactFloat && axis.last <= kExactFloat;
  }
  const auto count = static_cast<std::int64_t>(rows);
  const std::size_t width = from.axes.size();
  base.inputs.shape = {count, static_cast<std::int64_t>(width)};
  base.inputs.type = exact ? ElementType::f32 : ElementType::f64;

  Buffer inputs;
  const auto no_memory = [&](std::size_t bytes) {
    return diag::Diagnostic(diag::Code::out_of_memory, base.span,
                            {{"part", "the rows"}, {"path", base.name}, {"bytes", bytes}});
  };
  const std::size_t bytes = rows * width * size_of(base.inputs.type);
  if (!inputs.reserve(bytes)) return no_memory(bytes);
  inputs.size = bytes;
  auto repeat = count;
  for (std::size_t i = 0; i < width && count > 0; ++i) {
    const Axis& axis = from.axes[i];
    repeat /= static_cast<std::int64_t>(extent(axis));
    fill(inputs.data(), base.inputs.type, axis, count, repeat, i, width);
    Column column{axis.name, {{count}, column_type(axis), {}}};
    Buffer values;
    values.size = rows * size_of(column.values.type);
    if (!values.reserve(values.size)) return no_memory(rows * size_of(column.values.type));
    fill(values.data(), column.values.type, axis, count, repeat, 0, 1);
    column.values.bytes = values.release();
    base.columns.push_back(std::move(column));
  }
  base.inputs.bytes = inputs.release();
  return base;
}

}  // namespace hyp::model
