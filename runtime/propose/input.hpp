// SPDX-License-Identifier: MIT
// What goes into a network: one example as data has it, as the first layer wants it.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "runtime/propose/windows.hpp"

namespace hyp::propose {

struct Entry {
  Shape input;                 ///< empty where nothing fits
  std::optional<Stack> stack;  ///< of the convolutions that the network begins with
  std::string guess;           ///< a sentence; empty where nothing was guessed
  std::string unknown;         ///< a sentence on what does not fit
};

/// `wanted.extent` is filled in here; `wanted.convolutions` is empty where the first layer is a
/// `linear`, of `first`. `behind` is the layer that takes what the stack gives.
[[nodiscard]] Entry enter(Wanted wanted, const Layer& first, const Layer* behind,
                          const std::optional<Shape>& example);

}  // namespace hyp::propose
