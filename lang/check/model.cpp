// SPDX-License-Identifier: MIT
#include "lang/check/model.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <functional>
#include <numeric>

namespace hyp::check {

std::int64_t elements(const Shape& shape) {
  return std::accumulate(shape.begin(), shape.end(), std::int64_t{1}, std::multiplies<>());
}

std::string to_string(const Shape& shape) {
  return fmt::format("[{}]", fmt::join(shape, ", "));
}

bool is_leaf(const Operation& operation) {
  return std::holds_alternative<Input>(operation) || std::holds_alternative<Given>(operation);
}

const Site* Model::input() const {
  const auto found = std::find_if(sites.begin(), sites.end(), [](const Site& site) {
    return std::holds_alternative<Input>(site.operation);
  });
  return found == sites.end() ? nullptr : &*found;
}

std::vector<WeightSpec> weight_specs(const Model& model) {
  std::vector<WeightSpec> specs;
  for (std::uint32_t i = 0; i < model.sites.size(); ++i) {
    const Site& site = model.sites[i];
    const auto want = [&](const char* tensor, Shape shape) {
      specs.push_back({site.weights + "." + tensor, std::move(shape), SiteId{i}});
    };
    if (const auto* conv = std::get_if<Conv2d>(&site.operation)) {
      const auto in = model.site(site.inputs[0]).shape[0];
      want("weight", {conv->out, in / conv->groups, conv->kernel[0], conv->kernel[1]});
      if (conv->bias) want("bias", {conv->out});
    } else if (const auto* linear = std::get_if<Linear>(&site.operation)) {
      want("weight", {linear->out, model.site(site.inputs[0]).shape.back()});
      if (linear->bias) want("bias", {linear->out});
    } else if (const auto* norm = std::get_if<BatchNorm>(&site.operation)) {
      const Shape channels{site.shape[0]};
      if (norm->affine) want("weight", channels);
      if (norm->affine) want("bias", channels);
      want("running_mean", channels);
      want("running_var", channels);
    }
  }
  return specs;
}

std::vector<bool> downstream_of(const Model& model, SiteId from) {
  std::vector<bool> below(model.sites.size(), false);
  below[from.index] = true;
  for (std::size_t i = from.index + 1; i < model.sites.size(); ++i) {
    const auto& inputs = model.sites[i].inputs;
    below[i] =
        std::any_of(inputs.begin(), inputs.end(), [&](SiteId input) { return below[input.index]; });
  }
  return below;
}

}  // namespace hyp::check
