// SPDX-License-Identifier: MIT
#include "runtime/embed/fingerprint.hpp"

#include <fmt/format.h>

#include "runtime/model/readers.hpp"

namespace hyp::embed {
namespace {

std::string hash(const std::string& text) {
  return model::sha256_hex(std::as_bytes(std::span(text)));
}

std::string hash(const std::vector<float>& numbers) {
  return model::sha256_hex(std::as_bytes(std::span(numbers)));
}

std::string pair(const check::Pair& of) {
  return fmt::format("{}x{}", of[0], of[1]);
}

// Everything that decides what an operation computes of its inputs and weights.
struct Words {
  std::string operator()(const check::Conv2d& op) const {
    return fmt::format("{} {} {} {} {} {} {}", op.out, pair(op.kernel), pair(op.stride),
                       pair(op.padding), pair(op.dilation), op.groups, op.bias);
  }
  std::string operator()(const check::Linear& op) const {
    return fmt::format("{} {}", op.out, op.bias);
  }
  std::string operator()(const check::BatchNorm& op) const {
    return fmt::format("{} {}", op.epsilon, op.affine);
  }
  std::string operator()(const check::MaxPool2d& op) const { return window(op); }
  std::string operator()(const check::AveragePool2d& op) const { return window(op); }
  std::string operator()(const check::Softmax& op) const { return fmt::format("{}", op.axis); }
  std::string operator()(const check::Index& op) const {
    return fmt::format("{}", fmt::join(op.at, " "));
  }
  std::string operator()(const check::Elementwise& op) const {
    return std::to_string(static_cast<int>(op.function));
  }
  std::string operator()(const check::Arithmetic& op) const {
    return std::to_string(static_cast<int>(op.op));
  }
  std::string operator()(const check::Constant& op) const { return fmt::format("{}", op.value); }
  // A given site's values are hashed by themselves; dropout does nothing outside training.
  std::string operator()(const check::Input&) const { return {}; }
  std::string operator()(const check::Given&) const { return {}; }
  std::string operator()(const check::Flatten&) const { return {}; }
  std::string operator()(const check::Identity&) const { return {}; }
  std::string operator()(const check::Argmax&) const { return {}; }

 private:
  template <typename Pool>
  static std::string window(const Pool& op) {
    return pair(op.kernel) + pair(op.stride) + pair(op.padding);
  }
};

}  // namespace

std::string equations_of(const model::Network& network) {
  std::string text;
  for (const auto& site : network.equations.sites) {
    text +=
        fmt::format("{} {} [{}] {} {}", site.name, site.operation.index(),
                    fmt::join(site.shape, " "), std::visit(Words(), site.operation), site.weights);
    for (const auto input : site.inputs) text += fmt::format(" {}", input.index);
    text += '\n';
  }
  return text +
         fmt::format("{} {}", network.equations.logits.index, network.equations.output.index);
}

std::string fingerprint(const model::Network& network) {
  std::string text = equations_of(network);
  for (const auto& [name, weight] : network.weights) text += name + hash(weight.values);
  for (const auto& [site, given] : network.given) {
    text += std::to_string(site.index) + hash(given.values.values);
  }
  return hash(text);
}

std::string fingerprint(const model::Dataset& data) {
  std::string text = std::to_string(data.rows);
  if (!data.has_inputs) return text;
  for (const auto extent : data.inputs.shape) text += " " + std::to_string(extent);
  text += " " + std::string(model::name_of(data.inputs.type));
  return text + model::sha256_hex(data.inputs.bytes.view());
}

}  // namespace hyp::embed
