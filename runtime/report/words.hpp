// SPDX-License-Identifier: MIT
// Text of unknown origin made fit for columns: names and prose may hold any byte.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace hyp::report {

/// `text` as valid UTF-8 without control characters: what is not UTF-8 becomes U+FFFD, tabs and
/// line breaks a space, other control characters `?` (they could move the cursor or hide text).
[[nodiscard]] std::string printable(std::string_view text);

/// Columns of a terminal that valid UTF-8 takes: combining marks none, East Asian wide characters
/// and pictographs two.
[[nodiscard]] std::size_t width(std::string_view text);

/// `text` with spaces after it, or before it, up to `columns`.
[[nodiscard]] std::string pad_right(std::string text, std::size_t columns);
[[nodiscard]] std::string pad_left(std::string text, std::size_t columns);

/// Lines of at most `columns`, broken at spaces; a longer word after a `,`, `.`, `_`, `/` or `(`
/// where there is one, else anywhere. At least one line; `columns` is at least 2.
[[nodiscard]] std::vector<std::string> wrap(std::string_view text, std::size_t columns);

}  // namespace hyp::report
