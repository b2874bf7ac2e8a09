// SPDX-License-Identifier: MIT
// Whether a file is the one that the catalogue means.
#pragma once

#include <string>

#include "lang/source/loader.hpp"
#include "stdlib/catalogue.hpp"

namespace hyp::fetch {

struct Checked {
  enum class State { right, wrong, damaged, missing, unreadable };
  State state = State::missing;
  std::string path;    ///< as found; empty where it is missing
  std::string sha256;  ///< of the content; empty where that cannot be had
  std::string reason;  ///< why it is unreadable
};

/// More than this is never read, stored or unpacked: how well a mirror packs is not known, but that
/// is far from it. Wrong files up to here are told by their hash.
[[nodiscard]] std::uint64_t most_bytes(const stdlib::DataFile& file);

/// Compares the hash of the content, of a gzip file what it decompresses to.
[[nodiscard]] Checked check_file(const stdlib::DataFile& file, const source::Lookup& lookup);

}  // namespace hyp::fetch
