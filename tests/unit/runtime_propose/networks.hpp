// SPDX-License-Identifier: MIT
// Files of weights as lists of names and shapes, and proposals as text.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "runtime/propose/propose.hpp"
#include "tests/support/catch.hpp"

namespace hyp::test {

using propose::Shape;
using propose::Tensor;
using Tensors = std::vector<Tensor>;

inline Tensors operator+(Tensors all, const Tensors& more) {
  all.insert(all.end(), more.begin(), more.end());
  return all;
}
/// A weight of this shape, and its bias.
inline Tensors layer(const std::string& name, const Shape& shape, bool bias = true) {
  Tensors all{{name + ".weight", shape}};
  if (bias) all.push_back({name + ".bias", {shape[0]}});
  return all;
}
inline Tensors norm(const std::string& name, std::int64_t n) {
  return {{name + ".weight", {n}},
          {name + ".bias", {n}},
          {name + ".running_mean", {n}},
          {name + ".running_var", {n}},
          {name + ".num_batches_tracked", {}, true}};
}

/// The input and the equations, a line each; those that are guessed end in `?`.
inline std::string equations(const propose::Network& network) {
  std::string text = "input " + check::to_string(network.input) + "\n";
  for (const auto& equation : network.equations) {
    text += equation.name + " = " + equation.value + (equation.guessed ? " ?" : "") + "\n";
  }
  return text;
}
inline std::string lines(const std::vector<std::string>& sentences) {
  std::string text;
  for (const auto& sentence : sentences) text += sentence + "\n";
  return text;
}

}  // namespace hyp::test
