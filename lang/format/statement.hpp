// SPDX-License-Identifier: MIT
// One statement as text: on one line where it fits, else broken where the language lets it.
#pragma once

#include "lang/format/columns.hpp"
#include "lang/format/document.hpp"

namespace hyp::format {

/// Lays out the tokens of a line that begins `indent` columns in: text, width and columns of a Row.
/// `text` has no line break at its end.
[[nodiscard]] Row lay_out(const Line& line, std::size_t indent);

/// The lines of a block, each with its line break.
[[nodiscard]] std::string lay_out(const std::vector<Line>& lines, std::size_t indent);

}  // namespace hyp::format
