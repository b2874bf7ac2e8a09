// SPDX-License-Identifier: MIT
// Data sets as the file declares them, before any byte of them is read.
#pragma once

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include "lang/source/span.hpp"

namespace hyp::check {

/// `"mnist/train-images-idx3-ubyte" sha256 "ba89..."`
struct FileReference {
  std::string path;
  std::string sha256;  ///< lower-case hex; empty when not pinned
  source::Span span;
};

/// IDX files: images, and integer columns such as labels. A path without `.gz` is also found with
/// it.
struct IdxData {
  FileReference input;
  std::vector<std::pair<std::string, FileReference>> columns;
};

/// One npy file that holds the inputs [rows, shape...], and npy columns [rows].
struct NpyData {
  FileReference input;
  std::vector<std::pair<std::string, FileReference>> columns;
};

/// One npz file: `input` names the array of inputs; `columns` map a name to an array. Without
/// `columns` every other array [rows] of the file whose name can stand in a `.hyp` file is a column
/// under its own name. A file without an array `input`, where none is named, holds columns alone.
struct NpzData {
  FileReference file;
  std::string input = "input";
  bool input_named = false;
  std::vector<std::pair<std::string, std::string>> columns;
};

/// Every combination of small integers, the last axis fastest; the input is the vector of them, and
/// each axis is a column under its name.
struct GridData {
  struct Axis {
    std::string name;
    std::int64_t first = 0;
    std::int64_t last = 0;  ///< included
  };
  std::vector<Axis> axes;
};

/// Drawn pictures [28, 28] that look like handwritten digits; the column `label` says which digit.
/// Row r is the same picture for every number of rows.
struct StrokesData {
  std::int64_t rows = 0;
  std::uint64_t seed = 0;
};

struct DataDeclaration {
  std::string name;
  source::Span span;
  std::variant<IdxData, NpyData, NpzData, GridData, StrokesData> source;
};

}  // namespace hyp::check
