// SPDX-License-Identifier: MIT
#include "lang/check/operations.hpp"

#include <algorithm>
#include <utility>

namespace hyp::check::equations {
namespace {

using Kind = Parameter::Kind;
using Function = Elementwise::Function;

constexpr Parameter kX{"x", Kind::value, true};
constexpr Parameter kBias{"bias", Kind::flag};
constexpr Parameter kWeights{"weights", Kind::text};

template <Function F>
std::optional<Built> elementwise(const Context& context) {
  return Built{Elementwise{F}, context.x.shape};
}

std::optional<Built> flatten(const Context& context) {
  return Built{Flatten{}, {elements(context.x.shape)}};
}

std::optional<Built> identity(const Context& context) {
  return Built{Identity{context.arguments.number("rate", 0)}, context.x.shape};
}

std::vector<Parameter> pool() {
  return {
      kX, {"size", Kind::pair, true, 1}, {"stride", Kind::pair, false, 1}, {"padding", Kind::pair}};
}

std::vector<OperationRow> make_table() {
  return {
      {{"conv2d",
        "conv2d(x, out: 8, kernel: 3, stride: 1, padding: 0, dilation: 1, groups: 1, bias: yes)",
        {kX,
         {"out", Kind::whole, true, 1},
         {"kernel", Kind::pair, true, 1},
         {"stride", Kind::pair, false, 1},
         {"padding", Kind::pair},
         {"dilation", Kind::pair, false, 1},
         {"groups", Kind::whole, false, 1},
         kBias,
         kWeights}},
       true,
       build_conv2d},
      {{"linear",
        "linear(x, out: 10, bias: yes)",
        {kX, {"out", Kind::whole, true, 1}, kBias, kWeights}},
       true,
       build_linear},
      {{"batch_norm",
        "batch_norm(x, epsilon: 1e-5, affine: yes)",
        {kX, {"epsilon", Kind::positive}, {"affine", Kind::flag}, kWeights}},
       true,
       build_batch_norm},
      {{"max_pool", "max_pool(x, 2, stride: 2, padding: 0)", pool(), 2}, false, build_max_pool},
      {{"average_pool", "average_pool(x, 2, stride: 2, padding: 0)", pool(), 2},
       false,
       build_average_pool},
      {{"flatten", "flatten(x)", {kX}}, false, flatten},
      {{"dropout", "dropout(x, rate: 0.5)", {kX, {"rate", Kind::share}}, 2}, false, identity},
      {{"softmax", "softmax(x, axis: 0)", {kX, {"axis", Kind::whole}}}, false, build_softmax},
      {{"argmax", "argmax(x)", {kX}}, false, build_argmax},
      {{"relu", "relu(x)", {kX}}, false, elementwise<Function::relu>},
      {{"sigmoid", "sigmoid(x)", {kX}}, false, elementwise<Function::sigmoid>},
      {{"tanh", "tanh(x)", {kX}}, false, elementwise<Function::tanh>},
      {{"gelu", "gelu(x)", {kX}}, false, elementwise<Function::gelu>},
      {{"exp", "exp(x)", {kX}}, false, elementwise<Function::exp>},
      {{"log", "log(x)", {kX}}, false, elementwise<Function::log>},
      {{"sqrt", "sqrt(x)", {kX}}, false, elementwise<Function::sqrt>},
      {{"abs", "abs(x)", {kX}}, false, elementwise<Function::abs>},
  };
}

}  // namespace

const std::vector<OperationRow>& all_operations() {
  static const std::vector<OperationRow> table = make_table();
  return table;
}

const OperationRow* find_operation(std::string_view name) {
  const auto& table = all_operations();
  const auto it = std::find_if(table.begin(), table.end(),
                               [&](const OperationRow& row) { return row.signature.name == name; });
  return it == table.end() ? nullptr : &*it;
}

bool fits(const Shape& shape) {
  std::int64_t product = 1;
  for (const auto extent : shape) {
    if (extent > kMostElements / product) return false;
    product *= extent;
  }
  return true;
}

std::string shape_text(const Shape& shape) {
  return shape.empty() ? "a single number" : to_string(shape);
}

void wrong_shape(const Context& context, std::string_view wanted, std::string example) {
  diag::Facts facts{{"operation", context.signature.name},
                    {"wanted", wanted},
                    {"value", context.x.text},
                    {"shape", shape_text(context.x.shape)}};
  if (!example.empty()) facts.emplace_back("example", std::move(example));
  diag::Diagnostic error(diag::Code::wrong_operand_shape, context.x.span, std::move(facts));
  if (context.x.defined) {
    error.labels.push_back(
        {*context.x.defined, diag::Note::defined_here, {{"name", context.x.text}}});
  }
  context.diagnostics.add(std::move(error));
}

void too_large(const Context& context, std::string_view what, const Shape& shape) {
  context.diagnostics.add(
      {diag::Code::value_too_large,
       context.arguments.span("out"),
       {{"what", what}, {"shape", to_string(shape)}, {"limit", kMostElements}}});
}

}  // namespace hyp::check::equations
