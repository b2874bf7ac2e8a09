// SPDX-License-Identifier: MIT
// Owns the texts that were read, so that no error has to read a file again to show a line of it.
#pragma once

#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <vector>

#include "lang/source/span.hpp"

namespace hyp::source {

/// A position as people count: both from 1; columns in Unicode code points.
struct Position {
  std::uint32_t line = 1;
  std::uint32_t column = 1;
};

class SourceMap {
 public:
  /// Keeps `text` under the name that errors show. Texts never move or change afterwards.
  FileId add(std::string name, std::string text);

  [[nodiscard]] const std::string& name(FileId file) const { return files_[file.index].name; }
  [[nodiscard]] std::string_view text(FileId file) const { return files_[file.index].text; }
  [[nodiscard]] std::string_view text(Span span) const;

  [[nodiscard]] Position position(FileId file, std::uint32_t offset) const;
  /// The whole line that holds `offset`, without its line break.
  [[nodiscard]] Span line_at(FileId file, std::uint32_t offset) const;
  [[nodiscard]] std::size_t size() const { return files_.size(); }

 private:
  struct File {
    std::string name;
    std::string text;
    std::vector<std::uint32_t> line_starts;
  };
  std::deque<File> files_;
};

}  // namespace hyp::source
