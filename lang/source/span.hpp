// SPDX-License-Identifier: MIT
// Where something stands in the sources: what every error, node and value points back with.
#pragma once

#include <cstdint>

namespace hyp::source {

/// One text in a `SourceMap`.
struct FileId {
  std::uint32_t index = 0;
  bool operator==(const FileId&) const = default;
};

/// A half-open range of bytes [begin, end) of one file. `begin == end` marks a place between bytes.
struct Span {
  FileId file;
  std::uint32_t begin = 0;
  std::uint32_t end = 0;

  bool operator==(const Span&) const = default;
  [[nodiscard]] std::uint32_t size() const { return end - begin; }
};

/// The smallest span that holds both; they must lie in one file.
[[nodiscard]] inline Span cover(Span a, Span b) {
  return {a.file, a.begin < b.begin ? a.begin : b.begin, a.end > b.end ? a.end : b.end};
}

}  // namespace hyp::source
