// SPDX-License-Identifier: MIT
// From the names and shapes of tensors to the equations of a network, as far as they tell: what
// follows, what is a guess, and what cannot be known. Nothing is read or printed here.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "lang/check/model.hpp"

namespace hyp::propose {

using check::Shape;

/// A tensor of a file of weights, under the name that the file gives it.
struct Tensor {
  std::string name;
  Shape shape;
  bool whole_numbers = false;
};

struct Equation {
  std::string name;      ///< can be written
  std::string value;     ///< what stands behind `=`: "max_pool(relu(conv1), 2)"
  bool guessed = false;  ///< some of it follows neither from names nor from shapes
};

struct Network {
  Shape input;  ///< of one example; empty where there are no equations
  std::vector<Equation> equations;
  bool complete = false;             ///< every tensor is used
  std::string hidden;                ///< the last value before the logits; empty without one
  std::int64_t units = 0;            ///< of `hidden`
  std::int64_t classes = 0;          ///< extent of `logits`, whose `argmax` is `label`; 0 without
  std::int64_t multiplications = 0;  ///< of one example, about
  /// Sentences: what was assumed and why; what the file does not tell. Names of the file stand in
  /// them as text fit for a terminal.
  std::vector<std::string> guesses, unknown;
};

/// The equations that use the tensors (given in the file's order) one after the other, up to the
/// first that nothing known fits. `example` is the shape of one example, where it is known.
[[nodiscard]] Network propose(const std::vector<Tensor>& tensors,
                              const std::optional<Shape>& example);

}  // namespace hyp::propose
