// SPDX-License-Identifier: MIT
// Names that a file of weights gives, as a .hyp file can write them.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>

namespace hyp::propose {

/// A text of the language, its quotes included; nothing where it cannot hold these bytes.
[[nodiscard]] std::optional<std::string> quoted(std::string_view text);

/// Names of equations, each given once.
class Names {
 public:
  Names();
  /// The name that is nearest to `wanted`: letters, digits and `_`, no word that means something
  /// else there, at most 40 letters, with a number behind it where it is taken.
  [[nodiscard]] std::string take(std::string_view wanted);

 private:
  std::set<std::string, std::less<>> taken_;
  std::map<std::string, int, std::less<>> last_;
};

}  // namespace hyp::propose
