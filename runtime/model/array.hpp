// SPDX-License-Identifier: MIT
// Numbers as files hold them: the one type that every reader of runtime/model returns.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "lang/check/model.hpp"
#include "lang/diag/diagnostic.hpp"
#include "lang/source/loader.hpp"

namespace hyp::model {

using check::Shape;

enum class ElementType { boolean, u8, i8, i16, i32, i64, f16, bf16, f32, f64 };

[[nodiscard]] std::size_t size_of(ElementType type);
/// "float32"
[[nodiscard]] std::string_view name_of(ElementType type);
/// Whole numbers, truth values among them.
[[nodiscard]] bool is_integer(ElementType type);

/// Where float32 ends, as messages say it.
inline constexpr std::string_view kLargestFloat32 = "3.4e38";

/// Row-major and contiguous, little-endian; `bytes` holds exactly elements(shape) elements, at any
/// alignment.
struct Array {
  Shape shape;
  ElementType type = ElementType::f32;
  source::Bytes bytes;

  /// Element i as a real number. Integers above 2^53 round.
  [[nodiscard]] double at(std::int64_t i) const;
  /// All elements as float32, rounded to nearest; what lies outside its range becomes infinite.
  [[nodiscard]] std::vector<float> to_f32() const;
};

/// Arrays by name in the order of the file. A state_dict nested in a checkpoint is unwrapped.
struct NamedArrays {
  std::vector<std::pair<std::string, Array>> items;
  /// Those of an npz file that hold no numbers (texts, dates), each with the error for whoever
  /// needs it: they may lie beside what is wanted.
  std::vector<std::pair<std::string, diag::Diagnostic>> unread = {};
  [[nodiscard]] const Array* find(std::string_view name) const;
  /// The error of one of `unread`; null for any other.
  [[nodiscard]] const diag::Diagnostic* why_unread(std::string_view name) const;
};

}  // namespace hyp::model
