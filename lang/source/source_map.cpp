// SPDX-License-Identifier: MIT
#include "lang/source/source_map.hpp"

#include <algorithm>
#include <utility>

namespace hyp::source {

FileId SourceMap::add(std::string name, std::string text) {
  File file{std::move(name), std::move(text), {0}};
  for (std::uint32_t i = 0; i < file.text.size(); ++i) {
    if (file.text[i] == '\n') file.line_starts.push_back(i + 1);
  }
  files_.push_back(std::move(file));
  return {static_cast<std::uint32_t>(files_.size() - 1)};
}

std::string_view SourceMap::text(Span span) const {
  return text(span.file).substr(span.begin, span.size());
}

Position SourceMap::position(FileId file, std::uint32_t offset) const {
  const File& f = files_[file.index];
  const auto next = std::upper_bound(f.line_starts.begin(), f.line_starts.end(), offset);
  const auto start = *(next - 1);
  std::uint32_t column = 1;
  for (std::uint32_t i = start; i < offset && i < f.text.size(); ++i) {
    const bool continues = (static_cast<unsigned char>(f.text[i]) & 0xC0) == 0x80;
    if (!continues) ++column;
  }
  return {static_cast<std::uint32_t>(next - f.line_starts.begin()), column};
}

Span SourceMap::line_at(FileId file, std::uint32_t offset) const {
  const File& f = files_[file.index];
  const auto next = std::upper_bound(f.line_starts.begin(), f.line_starts.end(), offset);
  auto end = next == f.line_starts.end() ? static_cast<std::uint32_t>(f.text.size()) : *next - 1;
  const auto begin = *(next - 1);
  if (end > begin && f.text[end - 1] == '\r') --end;
  return {file, begin, end};
}

}  // namespace hyp::source
