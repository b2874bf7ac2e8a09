// SPDX-License-Identifier: MIT
// What numbers and texts mean.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lang/syntax/ast.hpp"

namespace hyp::syntax {

/// The number nearest to what is written; 0.01% is the double nearest to 0.0001. Empty where it is
/// too large, or so small that nothing of it is left.
[[nodiscard]] std::optional<Number> decode_number(std::string_view text);

struct DecodedText {
  std::string value;
  std::vector<std::uint32_t> bad_escapes;  ///< offsets of their backslashes
};
/// The text between the quotes of `text`, escapes replaced.
[[nodiscard]] DecodedText decode_text(std::string_view text);

}  // namespace hyp::syntax
