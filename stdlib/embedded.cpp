// SPDX-License-Identifier: MIT
#include "stdlib/embedded.hpp"

namespace hyp::stdlib {

const std::vector<File>& files() {
  static const std::vector<File> all = {
#include "stdlib/files.inc"
  };
  return all;
}

std::optional<std::string_view> find(std::string_view name) {
  for (const auto& file : files()) {
    if (file.name == name) return file.text;
  }
  return std::nullopt;
}

}  // namespace hyp::stdlib
