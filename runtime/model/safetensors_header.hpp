// SPDX-License-Identifier: MIT
// The JSON header of a safetensors file as plain data; the JSON library stays behind it.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/model/array.hpp"

namespace hyp::model {

struct SafetensorsEntry {
  std::string name;
  std::string type;                      ///< "F32"
  Shape shape;                           ///< no extent is negative
  std::array<std::uint64_t, 2> place{};  ///< begin and end, in bytes after the header
};

struct SafetensorsHeader {
  std::vector<SafetensorsEntry> entries;  ///< in the order of the file; `__metadata__` left out
  std::vector<std::pair<std::string, std::string>> metadata;  ///< what stands there

  // What stopped the reading, if anything did:
  std::string expected;              ///< "an extent"; empty without a fault of syntax
  std::optional<std::size_t> at;     ///< the byte of the header; else it was in the last entry
  std::optional<std::string> twice;  ///< a name that stands there twice
};

[[nodiscard]] SafetensorsHeader read_safetensors_header(std::string_view json);

}  // namespace hyp::model
