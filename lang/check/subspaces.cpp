// SPDX-License-Identifier: MIT
#include "lang/check/subspaces.hpp"

namespace hyp::check {

std::string describe(const Subspace& subspace) {
  return subspace.direction ? "a direction" : "a subspace";
}

std::vector<const FileReference*> files_of(const Subspace& subspace) {
  std::vector<const FileReference*> files;
  for (const auto& item : subspace.items) {
    if (const auto* stored = std::get_if<Subspace::Stored>(&item.vectors)) {
      files.push_back(&stored->file);
    }
    const auto* direction = std::get_if<Direction>(&item.vectors);
    if (!direction) continue;
    for (const auto& term : direction->terms) {
      const auto* file = std::get_if<Direction::Stored>(&term.vector);
      if (file) files.push_back(&file->file);
    }
  }
  return files;
}

}  // namespace hyp::check
