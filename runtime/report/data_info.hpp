// SPDX-License-Identifier: MIT
// What `hyp data info` says of files, as text and JSON.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "lang/diag/diagnostic.hpp"
#include "lang/source/source_map.hpp"
#include "runtime/model/summary.hpp"

namespace hyp::report {

struct ArrayInfo {
  std::string name;  ///< empty where the file holds one array without a name
  std::string type;  ///< "float32"
  model::Shape shape;
  model::Summary summary;
};

/// A data set that a .hyp file declares.
struct DeclaredData {
  std::string name;
  std::int64_t rows = 0;
  std::optional<model::Shape> input_shape;  ///< of one example; none where it has columns alone
  std::vector<ArrayInfo> arrays;            ///< the inputs, then the columns
  std::vector<std::pair<std::string, std::string>> files;  ///< path, SHA-256 of the content
};

struct FileInfo {
  std::string path;
  std::string format;  ///< "IDX", "npy", "npz", "hyp", "weights"; empty where it cannot be read
  std::uint64_t bytes = 0;  ///< of the content
  std::string sha256;       ///< of the content
  std::vector<ArrayInfo> arrays;
  std::vector<DeclaredData> data;
  std::vector<diag::Diagnostic> diagnostics;
};

[[nodiscard]] std::string to_text(const FileInfo& info);
/// One JSON object, `format_version` 1, ending in a line break. NaN and what is undefined are null.
[[nodiscard]] std::string to_json(const FileInfo& info, const source::SourceMap& sources);

}  // namespace hyp::report
