// SPDX-License-Identifier: MIT
// What stands below each other in neighbouring lines of one kind.
#pragma once

#include <vector>

#include "lang/format/document.hpp"

namespace hyp::format {

/// A clause begins at `tokens[first]` of a line whose node is `around`.
void mark_clause(std::vector<Token>& tokens, std::size_t first, syntax::NodeKind around);

/// Sets the line's run and the columns of its tokens.
void set_columns(Line& line);

/// A line as it was laid out on its own: the first of its rows, and where its columns begin there.
struct Row {
  std::string run;
  std::string text;                ///< may go on over several lines
  std::size_t width = 0;           ///< of the first line, with what stands before `text`
  std::vector<std::size_t> bytes;  ///< where each column begins in `text`
  std::vector<std::size_t> columns;
  bool follows = false;  ///< directly below the row before
};

/// Widens the gaps before columns so that those of a run stand below each other; where that makes a
/// line too long or a gap too wide, the last columns are not aligned.
void align(std::vector<Row>& rows);

}  // namespace hyp::format
