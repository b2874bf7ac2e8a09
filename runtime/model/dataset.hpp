// SPDX-License-Identifier: MIT
// Examples in rows: the inputs, and columns that come with them.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "lang/check/data.hpp"
#include "lang/diag/outcome.hpp"
#include "lang/source/loader.hpp"
#include "runtime/model/array.hpp"

namespace hyp::model {

/// One value per row.
struct Column {
  std::string name;
  Array values;  ///< [rows]
  [[nodiscard]] bool integer() const;
};

/// A file that went into a data set, for provenance.
struct SourceFile {
  std::string path;
  std::string sha256;  ///< of the content, decompressed
};

/// `inputs` is [rows, shape...]. 8-bit inputs stay bytes in memory and mean k / 255. A data set of
/// columns alone has no inputs: whoever reads them asks first.
struct Dataset {
  std::string name;
  source::Span span;
  std::int64_t rows = 0;
  bool has_inputs = true;
  Array inputs;
  std::vector<Column> columns;
  std::vector<SourceFile> files;
  std::vector<std::string> arrays = {};  ///< what an npz file holds, read or not

  /// Extents of one example's input.
  [[nodiscard]] Shape input_shape() const;
  /// Element i of a row's input in binary64: k / 255 for bytes, else the stored number.
  [[nodiscard]] double input(std::int64_t row, std::int64_t i) const;
  /// All of a row's input at once, to as many numbers as a row has.
  void input(std::int64_t row, std::span<double> to) const;
  [[nodiscard]] const Column* column(std::string_view column_name) const;
};

/// Reads (or makes) the data of a declaration. Checks pinned hashes, that all arrays have one
/// number of rows, and that there is at least one row. A NaN or infinity is an error that names the
/// row.
[[nodiscard]] diag::Outcome<Dataset> load_dataset(const check::DataDeclaration& declaration,
                                                  source::Loader& loader,
                                                  const std::string& referrer);

}  // namespace hyp::model
