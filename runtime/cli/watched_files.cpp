// SPDX-License-Identifier: MIT
#include "runtime/cli/watched_files.hpp"

#include <algorithm>

namespace hyp::cli {

WatchedFiles::Text WatchedFiles::read(const std::string& path) {
  const auto lookup = embed::read_file(path);
  const auto* found = std::get_if<source::Found>(&lookup);
  return found ? Text(std::string(found->bytes.text())) : std::nullopt;
}

std::optional<std::string> WatchedFiles::begin() {
  seen_.clear();
  return seen_[file_] = read(file_);
}

bool WatchedFiles::changed() const {
  return std::any_of(seen_.begin(), seen_.end(),
                     [](const auto& file) { return read(file.first) != file.second; });
}

source::Lookup WatchedFiles::import(std::string_view name, std::string_view importer) {
  auto lookup = inner_.import(name, importer);
  if (const auto* found = std::get_if<source::Found>(&lookup)) {
    // What is part of hyp has no file, and never one that changes.
    if (read(found->path)) seen_[found->path] = std::string(found->bytes.text());
  } else {
    for (const auto& path : std::get<source::NotFound>(lookup).searched) seen_[path] = read(path);
  }
  return lookup;
}

}  // namespace hyp::cli
