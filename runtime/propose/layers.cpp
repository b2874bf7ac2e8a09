// SPDX-License-Identifier: MIT
#include "runtime/propose/layers.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <map>
#include <utility>

#include "runtime/model/problem.hpp"
#include "runtime/propose/names.hpp"

namespace hyp::propose {
namespace {

using Kind = Layer::Kind;

struct Group {
  std::string name;
  std::map<std::string, const Tensor*, std::less<>> parts;
  std::string twice;  // a part that is there more than once

  [[nodiscard]] const Tensor* part(std::string_view suffix) const {
    const auto found = parts.find(suffix);
    return found == parts.end() ? nullptr : found->second;
  }
};

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return out;
}

// What a name gives away that shapes would hide: a query projection looks like a linear layer.
std::string told_by_name(const Group& group) {
  struct Hint {
    std::string_view word, what;
  };
  constexpr Hint kHints[] = {{"attn", "part of attention"},   {"attention", "part of attention"},
                             {"q_proj", "part of attention"}, {"k_proj", "part of attention"},
                             {"v_proj", "part of attention"}, {"in_proj", "part of attention"},
                             {"query", "part of attention"},  {"embed", "an embedding"},
                             {"wte", "an embedding"},         {"wpe", "an embedding"},
                             {"lstm", "a recurrent layer"},   {"gru", "a recurrent layer"},
                             {"rnn", "a recurrent layer"}};
  const auto name = lower(group.name);
  for (const auto& [word, what] : kHints) {
    if (name.find(word) != std::string::npos) return std::string(what);
  }
  for (const auto& [suffix, tensor] : group.parts) {
    if (suffix.starts_with("weight_ih") || suffix.starts_with("weight_hh"))
      return "a recurrent layer";
    if (suffix.starts_with("in_proj")) return "part of attention";
  }
  return {};
}

// Empty where the group may be a layer of the language.
std::string why_unknown(const Group& group) {
  const auto name = "`" + model::shown(group.name) + "`";
  if (group.name.empty()) {
    return fmt::format(
        "`{}` belongs to no layer: hyp finds the weights of an equation under "
        "NAME.weight and NAME.bias",
        model::shown(group.parts.begin()->first));
  }
  if (!quoted(group.name)) {
    return name + " has a name that cannot be written in a text: rename it in the file";
  }
  if (!group.twice.empty()) {
    return fmt::format("{} has two tensors `{}`", name, model::shown(group.twice));
  }
  if (const auto what = told_by_name(group); !what.empty()) {
    return fmt::format("{} looks like {}, which the language has no operation for", name, what);
  }
  for (const auto& [suffix, tensor] : group.parts) {
    constexpr std::string_view kKnown[] = {"weight", "bias", "running_mean", "running_var"};
    if (std::find(std::begin(kKnown), std::end(kKnown), suffix) == std::end(kKnown)) {
      return fmt::format("{} has a tensor `{}`, which no operation of the language asks for", name,
                         model::shown(suffix));
    }
    if (std::find(tensor->shape.begin(), tensor->shape.end(), 0) != tensor->shape.end()) {
      return fmt::format("{} has a tensor without elements, {}", name,
                         check::to_string(tensor->shape));
    }
    if (tensor->whole_numbers) return name + " has weights that are whole numbers";
  }
  return {};
}

Layer unknown(Layer layer, std::string why) {
  layer.kind = Kind::unknown;
  layer.why = std::move(why);
  return layer;
}

// Vectors of one length: a normalisation.
Layer normalisation(const Group& group, Layer layer) {
  const auto *mean = group.part("running_mean"), *var = group.part("running_var");
  const auto *weight = group.part("weight"), *bias = group.part("bias");
  const auto name = "`" + model::shown(group.name) + "`";
  if (!mean || !var) {
    return unknown(std::move(layer),
                   name +
                       " is a vector without running statistics, such as a layer_norm has, "
                       "which the language has no operation for");
  }
  layer.affine = weight != nullptr;
  bool fits = mean->shape.size() == 1 && mean->shape == var->shape && !weight == !bias;
  if (weight && bias) fits = fits && weight->shape == mean->shape && bias->shape == mean->shape;
  if (!fits) return unknown(std::move(layer), name + " is no batch_norm: its vectors differ");
  layer.kind = Kind::batch_norm;
  layer.out = layer.in = mean->shape[0];
  return layer;
}

Layer layer_of(const Group& group) {
  Layer layer;
  layer.name = group.name;
  if (auto why = why_unknown(group); !why.empty()) return unknown(std::move(layer), std::move(why));
  const auto name = "`" + model::shown(group.name) + "`";
  const auto *weight = group.part("weight"), *bias = group.part("bias");
  const bool statistics = group.part("running_mean") || group.part("running_var");
  if (statistics || (weight && weight->shape.size() == 1)) {
    return normalisation(group, std::move(layer));
  }
  if (!weight) return unknown(std::move(layer), name + " has no `weight`");
  const Shape& shape = weight->shape;
  if (shape.size() != 2 && shape.size() != 4) {
    const auto* one_or_three = shape.size() == 3   ? ", as a one-dimensional convolution has"
                               : shape.size() == 5 ? ", as a three-dimensional convolution has"
                                                   : "";
    return unknown(std::move(layer),
                   fmt::format("{} has a weight {}{}, which no operation of the language takes",
                               name, check::to_string(shape), one_or_three));
  }
  layer.out = shape[0];
  layer.in = shape[1];
  layer.bias = bias != nullptr;
  if (bias && bias->shape != Shape{shape[0]}) {
    const bool transposed = shape.size() == 4 && bias->shape == Shape{shape[1]};
    return unknown(std::move(layer),
                   transposed
                       ? name +
                             " looks like a transposed convolution, which the language "
                             "has no operation for"
                       : fmt::format("{} has a weight {} and a bias {}, which do not belong "
                                     "together",
                                     name, check::to_string(shape), check::to_string(bias->shape)));
  }
  layer.kind = shape.size() == 4 ? Kind::conv2d : Kind::linear;
  if (layer.kind == Kind::conv2d) layer.kernel = {shape[2], shape[3]};
  return layer;
}

}  // namespace

std::vector<Layer> layers_of(const std::vector<Tensor>& tensors) {
  std::vector<Group> groups;
  std::map<std::pair<bool, std::string>, std::size_t> index;
  for (const auto& tensor : tensors) {
    const auto dot = tensor.name.rfind('.');
    const bool plain = dot == std::string::npos;
    const std::string suffix = plain ? tensor.name : tensor.name.substr(dot + 1);
    if (suffix == "num_batches_tracked") continue;  // a counter of training steps
    const std::string name = plain ? std::string() : tensor.name.substr(0, dot);
    // Those without a name are no layer together.
    const auto [at, fresh] =
        index.emplace(std::pair(plain, plain ? tensor.name : name), groups.size());
    if (fresh) groups.push_back({name, {}, {}});
    auto& group = groups[at->second];
    if (!group.parts.emplace(suffix, &tensor).second) group.twice = suffix;
  }
  std::vector<Layer> layers;
  layers.reserve(groups.size());
  for (const auto& group : groups) {
    layers.push_back(layer_of(group));
    if (group.name.empty()) layers.back().name = group.parts.begin()->first;
  }
  return layers;
}

std::string_view parent(std::string_view name) {
  const auto dot = name.rfind('.');
  return dot == std::string_view::npos ? std::string_view() : name.substr(0, dot + 1);
}

NumberedName numbered(std::string_view name) {
  auto begin = name.size();
  while (begin > 0 && name[begin - 1] >= '0' && name[begin - 1] <= '9') --begin;
  std::int64_t number = 0;
  const auto digits = name.substr(begin);
  const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), number);
  if (digits.empty() || read.ec != std::errc()) return {std::string(name), std::nullopt};
  return {std::string(name.substr(0, begin)), number};
}

}  // namespace hyp::propose
