// SPDX-License-Identifier: MIT
// Operations that slide a window over a map [channels, rows, columns].
#include <fmt/format.h>

#include "lang/check/operations.hpp"

namespace hyp::check::equations {
namespace {

constexpr std::string_view kMap = "a map [channels, rows, columns]";

struct Window {
  std::string_view argument;  // which argument says its size
  Pair size, stride, padding, dilation;
};

// [out, rows, columns] of what a window yields, each place of the window wholly on the padded map.
std::optional<Shape> slide(const Context& c, const Window& w, std::int64_t out) {
  Shape shape{out};
  Pair reach{}, padded{};
  for (std::size_t i = 0; i < 2; ++i) {
    reach[i] = w.dilation[i] * (w.size[i] - 1) + 1;
    padded[i] = c.x.shape[i + 1] + 2 * w.padding[i];
    shape.push_back((padded[i] - reach[i]) / w.stride[i] + 1);
  }
  if (reach[0] > padded[0] || reach[1] > padded[1]) {
    c.diagnostics.add({diag::Code::window_too_large,
                       c.arguments.span(w.argument),
                       {{"operation", c.signature.name},
                        {"window", fmt::format("{} x {}", reach[0], reach[1])},
                        {"value", c.x.text},
                        {"extent", fmt::format("{} x {}", padded[0], padded[1])},
                        {"argument", w.argument}}});
    return std::nullopt;
  }
  return shape;
}

bool divides(const Context& c, std::int64_t groups, std::int64_t count, std::string_view side) {
  if (count % groups == 0) return true;
  c.diagnostics.add({diag::Code::groups_do_not_divide,
                     c.arguments.span("groups"),
                     {{"groups", groups}, {"count", count}, {"side", side}}});
  return false;
}

struct Pool {
  Pair size, stride, padding;
  Shape shape;
};

std::optional<Pool> pool(const Context& c) {
  if (c.x.shape.size() != 3) {
    wrong_shape(c, kMap);
    return std::nullopt;
  }
  const Pair size = c.arguments.pair("size", {});
  const Pair stride = c.arguments.pair("stride", size);
  const Pair padding = c.arguments.pair("padding", {0, 0});
  for (std::size_t i = 0; i < 2; ++i) {
    // A window wholly on padding would have no value to take.
    if (2 * padding[i] <= size[i]) continue;
    c.diagnostics.add({diag::Code::argument_out_of_range,
                       c.arguments.span("padding"),
                       {{"name", "padding"},
                        {"callee", c.signature.name},
                        {"value", padding[i]},
                        {"wanted", fmt::format("at most half the window, {}", size[i] / 2)}}});
    return std::nullopt;
  }
  auto shape = slide(c, {"size", size, stride, padding, {1, 1}}, c.x.shape[0]);
  if (!shape) return std::nullopt;
  return Pool{size, stride, padding, std::move(*shape)};
}

}  // namespace

std::optional<Built> build_conv2d(const Context& c) {
  if (c.x.shape.size() != 3) {
    wrong_shape(c, kMap);
    return std::nullopt;
  }
  Conv2d conv;
  conv.out = c.arguments.whole("out", 1);
  conv.kernel = c.arguments.pair("kernel", {1, 1});
  conv.stride = c.arguments.pair("stride", {1, 1});
  conv.padding = c.arguments.pair("padding", {0, 0});
  conv.dilation = c.arguments.pair("dilation", {1, 1});
  conv.groups = c.arguments.whole("groups", 1);
  conv.bias = c.arguments.flag("bias", true);
  const std::int64_t channels = c.x.shape[0];
  const bool in = divides(c, conv.groups, channels, "input");
  const bool out = divides(c, conv.groups, conv.out, "output");
  auto shape =
      slide(c, {"kernel", conv.kernel, conv.stride, conv.padding, conv.dilation}, conv.out);
  if (!in || !out || !shape) return std::nullopt;
  const Shape weight{conv.out, channels / conv.groups, conv.kernel[0], conv.kernel[1]};
  if (!fits(weight)) {
    too_large(c, "the weight", weight);
    return std::nullopt;
  }
  return Built{conv, std::move(*shape)};
}

std::optional<Built> build_max_pool(const Context& c) {
  auto p = pool(c);
  if (!p) return std::nullopt;
  return Built{MaxPool2d{p->size, p->stride, p->padding}, std::move(p->shape)};
}

std::optional<Built> build_average_pool(const Context& c) {
  auto p = pool(c);
  if (!p) return std::nullopt;
  return Built{AveragePool2d{p->size, p->stride, p->padding}, std::move(p->shape)};
}

}  // namespace hyp::check::equations
