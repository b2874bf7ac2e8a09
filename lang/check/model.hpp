// SPDX-License-Identifier: MIT
// A network as its equations say it: a DAG of sites with shapes, before any weight is read.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include "lang/check/data.hpp"
#include "lang/check/ids.hpp"
#include "lang/source/span.hpp"

namespace hyp::check {

/// Extents of one example's value, without the batch axis; empty for a single number.
using Shape = std::vector<std::int64_t>;

[[nodiscard]] std::int64_t elements(const Shape& shape);
/// "[8, 26, 26]"
[[nodiscard]] std::string to_string(const Shape& shape);

using Pair = std::array<std::int64_t, 2>;  ///< rows, columns

/// The example's input.
struct Input {};
/// Values that a file holds, a row for each row of the one data set that the network runs on.
struct Given {
  FileReference file;
  std::string array;   ///< its name in the file; a file of one array has none
  bool named = false;  ///< whether `array` was said; else it is the name of the site
};
/// weight [out, in / groups, kernel], bias [out].
struct Conv2d {
  std::int64_t out = 1;
  Pair kernel{1, 1}, stride{1, 1}, padding{0, 0}, dilation{1, 1};
  std::int64_t groups = 1;
  bool bias = true;
};
/// weight [out, in], bias [out]; applied to the last axis.
struct Linear {
  std::int64_t out = 1;
  bool bias = true;
};
/// In evaluation: running_mean, running_var, and weight, bias where affine; over the first axis.
struct BatchNorm {
  double epsilon = 1e-5;
  bool affine = true;
};
struct MaxPool2d {
  Pair kernel{2, 2}, stride{2, 2}, padding{0, 0};
};
/// Padding counts into the mean, as PyTorch's default does.
struct AveragePool2d {
  Pair kernel{2, 2}, stride{2, 2}, padding{0, 0};
};
struct Flatten {};
/// Dropout; it does nothing outside training.
struct Identity {
  double rate = 0;  ///< share of the elements that training drops
};
/// Over `axis` of the example's value (from 0).
struct Softmax {
  std::int64_t axis = 0;
};
/// The index of the largest element of a vector, the lowest among equals.
struct Argmax {};
/// One element or slice: the leading axes fixed at `at`.
struct Index {
  std::vector<std::int64_t> at;
};
struct Elementwise {
  enum class Function { relu, sigmoid, tanh, gelu, exp, log, sqrt, abs, negate };
  Function function = Function::relu;
};
/// Of two inputs of one shape, or where one is a single number.
struct Arithmetic {
  enum class Operator { add, subtract, multiply, divide };
  Operator op = Operator::add;
};
struct Constant {
  double value = 0;
};

using Operation =
    std::variant<Input, Given, Conv2d, Linear, BatchNorm, MaxPool2d, AveragePool2d, Flatten,
                 Identity, Softmax, Argmax, Index, Elementwise, Arithmetic, Constant>;

/// Whether its value comes from data, not from other sites.
[[nodiscard]] bool is_leaf(const Operation& operation);

/// A value of the network. Unnamed values (`relu(conv1)` inside a larger equation) have an empty
/// name: they are computed but cannot be claimed.
struct Site {
  std::string name;
  source::Span span;
  Operation operation;
  std::vector<SiteId> inputs;
  std::string weights;  ///< prefix of its tensors in the state_dict; empty without weights
  Shape shape;
};

/// A tensor that the equations ask of the weights file.
struct WeightSpec {
  std::string name;  ///< "conv1.weight"
  Shape shape;
  SiteId site;
};

/// A network. `sites` are in topological order.
struct Model {
  std::string name;
  source::Span span;
  std::vector<Site> sites;
  SiteId output;             ///< the one site that feeds no other
  SiteId logits;             ///< input of the final argmax (or softmax); else the output itself
  std::int64_t classes = 0;  ///< extent of the logits where they are a vector, else 0

  std::string weights_file;    ///< empty when no equation has weights
  std::string weights_sha256;  ///< pinned in the file; empty when not
  source::Span weights_span;

  [[nodiscard]] const Site& site(SiteId id) const { return sites[id.index]; }
  /// The example's input, where the network reads it.
  [[nodiscard]] const Site* input() const;
};

/// Every tensor needed, in the order of the sites.
[[nodiscard]] std::vector<WeightSpec> weight_specs(const Model& model);

/// For each site whether it is `from` or depends on it.
[[nodiscard]] std::vector<bool> downstream_of(const Model& model, SiteId from);

}  // namespace hyp::check
