// SPDX-License-Identifier: MIT
// Text as a terminal shows it: which characters are safe to print, and how wide they are.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace hyp::diag {

/// A text in which nothing moves the cursor, hides or reorders what stands around it: tabs are
/// blanks up to the next multiple of four columns, everything else of that kind is U+FFFD.
struct Display {
  std::string text;
  /// For each byte of the original, and for its end: the column (from 0) of its character.
  std::vector<std::uint32_t> column;
  /// For each column, and for the end: where it begins in `text`. Both halves of a wide character
  /// begin at the character.
  std::vector<std::uint32_t> byte_of_column;

  [[nodiscard]] std::uint32_t width() const { return column.back(); }
};
[[nodiscard]] Display display(std::string_view text);

/// The same for a message: line breaks and tabs are single blanks.
[[nodiscard]] std::string printable(std::string_view text);

}  // namespace hyp::diag
