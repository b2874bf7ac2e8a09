// SPDX-License-Identifier: MIT
// Operations over vectors and channels.
#include <fmt/format.h>

#include "lang/check/operations.hpp"

namespace hyp::check::equations {

std::optional<Built> build_linear(const Context& c) {
  // PyTorch would take the last axis of a map; where a map meets `linear`, a `flatten` is missing.
  if (c.x.shape.empty() || c.x.shape.size() > 2) {
    wrong_shape(c, "a vector, or a matrix row by row",
                fmt::format("linear(flatten({}), ...)", c.x.text));
    return std::nullopt;
  }
  Linear linear;
  linear.out = c.arguments.whole("out", 1);
  linear.bias = c.arguments.flag("bias", true);
  const Shape weight{linear.out, c.x.shape.back()};
  if (!fits(weight)) {
    too_large(c, "the weight", weight);
    return std::nullopt;
  }
  Shape shape = c.x.shape;
  shape.back() = linear.out;
  return Built{linear, std::move(shape)};
}

std::optional<Built> build_batch_norm(const Context& c) {
  if (c.x.shape.empty()) {
    wrong_shape(c, "a vector or a map, normalised over its first axis");
    return std::nullopt;
  }
  return Built{BatchNorm{c.arguments.number("epsilon", 1e-5), c.arguments.flag("affine", true)},
               c.x.shape};
}

std::optional<Built> build_softmax(const Context& c) {
  if (c.x.shape.empty()) {
    wrong_shape(c, "a vector or a map");
    return std::nullopt;
  }
  const auto axis = c.arguments.whole("axis", 0);
  const auto last = static_cast<std::int64_t>(c.x.shape.size()) - 1;
  if (axis > last) {
    c.diagnostics.add(
        {diag::Code::argument_out_of_range,
         c.arguments.span("axis"),
         {{"name", "axis"},
          {"callee", "softmax"},
          {"value", axis},
          {"wanted", fmt::format("an axis of {}, at most {}", to_string(c.x.shape), last)}}});
    return std::nullopt;
  }
  return Built{Softmax{axis}, c.x.shape};
}

std::optional<Built> build_argmax(const Context& c) {
  if (c.x.shape.size() != 1) {
    const bool map = c.x.shape.size() > 1;
    wrong_shape(c, "a vector", map ? fmt::format("argmax(flatten({}))", c.x.text) : std::string());
    return std::nullopt;
  }
  return Built{Argmax{}, {}};
}

}  // namespace hyp::check::equations
