// SPDX-License-Identifier: MIT
// Columns of text laid out for a terminal, so that neither long names nor many rows break them.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace hyp::report {

struct Column {
  std::string header;
  std::vector<std::string> cells;  ///< one a row; printable UTF-8
};

/// `keys` say what a row is about, from the outermost to the innermost; `counts` are shown in every
/// part of a table that must be split; `values` are what it is for.
struct Table {
  std::vector<Column> keys;
  std::vector<Column> counts;
  std::vector<Column> values;
};

/// Lines indented by two and at most `columns` wide (80 hold four keys, 100 seven; each keeps six
/// columns), without trailing spaces:
///
///       tolerance  region      n  preserved
///       -----------------------------------
///       1 %        all     60000    93.69 %
///                  one     17111    91.20 %
///       3 %        all     60000    93.50 %
///
/// Keys are left-aligned and wrapped where they are long; all but the innermost are shown where any
/// of them changes. Values that do not fit go to a further part under the same keys. The header
/// comes again after some forty rows.
[[nodiscard]] std::string lay_out(const Table& table, std::size_t columns);

}  // namespace hyp::report
