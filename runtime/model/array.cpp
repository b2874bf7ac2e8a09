// SPDX-License-Identifier: MIT
#include "runtime/model/array.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>

#include "runtime/model/cursor.hpp"

namespace hyp::model {
namespace {

float from_half(std::uint16_t bits) {
  const int exponent = (bits >> 10) & 0x1F;
  const int fraction = bits & 0x3FF;
  float magnitude = 0;
  if (exponent == 0x1F) {
    magnitude = fraction == 0 ? INFINITY : NAN;
  } else if (exponent == 0) {
    magnitude = std::ldexp(static_cast<float>(fraction), -24);
  } else {
    magnitude = std::ldexp(static_cast<float>(fraction | 0x400), exponent - 25);
  }
  return (bits & 0x8000) != 0 ? -magnitude : magnitude;
}

float from_bfloat16(std::uint16_t bits) {
  return std::bit_cast<float>(std::uint32_t{bits} << 16);
}

// Calls `use` with the element at `at` in the type that holds it exactly.
template <typename Use>
auto with_element(ElementType type, const std::byte* at, Use use) {
  switch (type) {
    case ElementType::boolean:
      return use(load<std::uint8_t>(at) != 0 ? 1 : 0);
    case ElementType::u8:
      return use(load<std::uint8_t>(at));
    case ElementType::i8:
      return use(load<std::int8_t>(at));
    case ElementType::i16:
      return use(load<std::int16_t>(at));
    case ElementType::i32:
      return use(load<std::int32_t>(at));
    case ElementType::i64:
      return use(load<std::int64_t>(at));
    case ElementType::f16:
      return use(from_half(load<std::uint16_t>(at)));
    case ElementType::bf16:
      return use(from_bfloat16(load<std::uint16_t>(at)));
    case ElementType::f32:
      return use(load<float>(at));
    case ElementType::f64:
      break;
  }
  return use(load<double>(at));
}

}  // namespace

std::size_t size_of(ElementType type) {
  switch (type) {
    case ElementType::boolean:
    case ElementType::u8:
    case ElementType::i8:
      return 1;
    case ElementType::i16:
    case ElementType::f16:
    case ElementType::bf16:
      return 2;
    case ElementType::i32:
    case ElementType::f32:
      return 4;
    case ElementType::i64:
    case ElementType::f64:
      break;
  }
  return 8;
}

std::string_view name_of(ElementType type) {
  constexpr std::string_view kNames[] = {"bool",  "uint8",   "int8",     "int16",   "int32",
                                         "int64", "float16", "bfloat16", "float32", "float64"};
  return kNames[static_cast<std::size_t>(type)];
}

bool is_integer(ElementType type) {
  return type <= ElementType::i64;
}

double Array::at(std::int64_t i) const {
  const std::byte* where = bytes.view().data() + static_cast<std::size_t>(i) * size_of(type);
  return with_element(type, where, [](auto value) { return static_cast<double>(value); });
}

std::vector<float> Array::to_f32() const {
  std::vector<float> out(bytes.size() / size_of(type));
  const std::byte* from = bytes.view().data();
  if (type == ElementType::f32) {
    if (!out.empty()) std::memcpy(out.data(), from, bytes.size());
    return out;
  }
  for (auto& value : out) {
    value = with_element(type, from, [](auto v) { return static_cast<float>(v); });
    from += size_of(type);
  }
  return out;
}

const Array* NamedArrays::find(std::string_view name) const {
  const auto found = std::find_if(items.begin(), items.end(),
                                  [&](const auto& item) { return item.first == name; });
  return found == items.end() ? nullptr : &found->second;
}

const diag::Diagnostic* NamedArrays::why_unread(std::string_view name) const {
  const auto found = std::find_if(unread.begin(), unread.end(),
                                  [&](const auto& item) { return item.first == name; });
  return found == unread.end() ? nullptr : &found->second;
}

}  // namespace hyp::model
