// SPDX-License-Identifier: MIT
// Tensors that belong together as PyTorch names them: `fc1.weight` and `fc1.bias` are a layer.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/propose/propose.hpp"

namespace hyp::propose {

struct Layer {
  enum class Kind { conv2d, linear, batch_norm, unknown };
  std::string name;  ///< of its tensors, before `.weight`
  Kind kind = Kind::unknown;
  std::int64_t out = 0;  ///< of a batch_norm: how many numbers or channels it takes
  std::int64_t in = 0;   ///< of a conv2d: of one group
  check::Pair kernel{1, 1};
  bool bias = false;
  bool affine = true;  ///< of a batch_norm
  std::string why;     ///< of `unknown`: a sentence without its end
};

/// In the order in which the file first names them.
[[nodiscard]] std::vector<Layer> layers_of(const std::vector<Tensor>& tensors);

/// `features.10` is the layer `features.` of number 10, `bn2` the layer `bn` of number 2. A name
/// without digits at its end has no number.
struct NumberedName {
  std::string stem;
  std::optional<std::int64_t> number;
};
[[nodiscard]] NumberedName numbered(std::string_view name);
/// What stands before the last dot, the dot included; empty without one.
[[nodiscard]] std::string_view parent(std::string_view name);

}  // namespace hyp::propose
