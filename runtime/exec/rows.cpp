// SPDX-License-Identifier: MIT
#include "runtime/exec/rows.hpp"

#include <cmath>
#include <cstring>

namespace hyp::exec {

void copy_input(const model::Dataset& data, std::int64_t row, std::span<float> out) {
  const auto width = static_cast<std::int64_t>(out.size());
  const std::byte* bytes = data.inputs.bytes.view().data();
  switch (data.inputs.type) {
    case model::ElementType::u8:
      bytes += row * width;
      for (std::int64_t i = 0; i < width; ++i) {
        out[i] = static_cast<float>(std::to_integer<unsigned>(bytes[i])) / 255.0F;
      }
      return;
    case model::ElementType::f32:
      std::memcpy(out.data(), bytes + row * out.size_bytes(), out.size_bytes());
      return;
    default:
      for (std::int64_t i = 0; i < width; ++i) {
        out[i] = static_cast<float>(data.inputs.at(row * width + i));
      }
  }
}

std::optional<std::int64_t> first_not_finite(std::span<const float> values) {
  // x * 0 is 0 exactly for finite x, so one sum tells of the whole row.
  float sum = 0;
  for (const float value : values) sum += value * 0.0F;
  if (sum == 0.0F) return std::nullopt;
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (!std::isfinite(values[i])) return static_cast<std::int64_t>(i);
  }
  return std::nullopt;
}

}  // namespace hyp::exec
