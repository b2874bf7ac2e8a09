// SPDX-License-Identifier: MIT
// The standard library travels inside the binary: no file of it has to be found while running.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

namespace hyp::stdlib {

struct File {
  std::string_view name;  ///< as imported: "std/mnist"
  std::string_view text;
};

[[nodiscard]] const std::vector<File>& files();
[[nodiscard]] std::optional<std::string_view> find(std::string_view name);

}  // namespace hyp::stdlib
