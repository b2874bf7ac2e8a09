// SPDX-License-Identifier: MIT
// What `hyp new` writes: a file that checks and runs, with a comment wherever something is to be
// changed. The text is that of `hyp fmt` but for its layout, which the host gives it.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "runtime/propose/propose.hpp"

namespace hyp::propose {

/// A file as statements name it.
struct Pinned {
  std::string path, sha256;
};

/// The examples that claims are tested on.
struct Examples {
  std::vector<std::string> statements;  ///< that import and declare them
  std::string chosen_on, tested_on;     ///< their names; may be one
  bool labels = false;                  ///< every `label` is a class of the network
  std::int64_t rows = 0;                ///< of both together
  double typical = 0;                   ///< a sum of an input that about half of them exceed
};

struct Start {
  std::string model = "net";
  Pinned weights;
  Network network;
  std::optional<Examples> examples;
  /// Percent of the examples that the claimed units are active on, at least; none: all units.
  std::optional<int> active = 20;
};

/// The file on a network and data at hand.
[[nodiscard]] std::string starting_file(const Start& start);
/// The name of its experiment, which needs no claim.
inline constexpr std::string_view kLooking = "looking";

/// The file that needs nothing at hand: drawn digits, and a network that `hyp train` makes into
/// `weights`.
[[nodiscard]] std::string drawn_digits(const std::string& weights);

}  // namespace hyp::propose
