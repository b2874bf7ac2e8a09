// SPDX-License-Identifier: MIT
#include "runtime/propose/doubts.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "runtime/model/problem.hpp"

namespace hyp::propose {
namespace {

using Kind = Layer::Kind;

// Words that people give to a path around a block.
bool names_a_shortcut(std::string_view name) {
  constexpr std::string_view kWords[] = {"downsample", "shortcut", "skip", "residual", "identity"};
  return std::any_of(std::begin(kWords), std::end(kWords), [&](std::string_view word) {
    return name.find(word) != std::string_view::npos;
  });
}

// "layer1.0." of torchvision's residual networks, "block3.", "blocks.3.".
bool names_a_block(std::string_view within) {
  if (within.empty()) return false;
  within.remove_suffix(1);
  const auto last = within.substr(parent(within).size());
  const bool number =
      std::all_of(last.begin(), last.end(), [](char c) { return c >= '0' && c <= '9'; });
  const auto word = number ? within.substr(0, parent(within).size()) : within;
  const auto begins = word.rfind('.', word.size() < 2 ? 0 : word.size() - 2);
  const auto own = begins == std::string_view::npos ? word : word.substr(begins + 1);
  return own.starts_with("block") || own.starts_with("res") || (number && own.starts_with("layer"));
}

}  // namespace

Doubts doubts_of(const std::vector<Step>& steps) {
  std::map<std::string, int, std::less<>> within;  // layers with weights in one block
  bool shortcuts = false;
  for (const auto& [layer, norm] : steps) {
    shortcuts = shortcuts || names_a_shortcut(layer.name);
    if (layer.kind == Kind::conv2d || layer.kind == Kind::linear)
      ++within[std::string(parent(layer.name))];
  }
  for (std::size_t i = 0; i < steps.size(); ++i) {
    const auto& layer = steps[i].layer;
    if (layer.kind == Kind::unknown) return {i, layer.why};
    const auto block = parent(layer.name);
    const bool several = !block.empty() && within[std::string(block)] > 1;
    const bool whole = within.size() == 1;  // a wrapper around everything
    if ((several && !whole && (shortcuts || names_a_block(block))) ||
        names_a_shortcut(layer.name)) {
      return {i, fmt::format("`{}` is part of a block, and how blocks are joined (residual sums, "
                             "branches) stands in no file of weights",
                             model::shown(layer.name))};
    }
  }
  return {steps.size(), {}};
}

std::string unused(const std::vector<Step>& steps, std::size_t from) {
  constexpr std::size_t kMostNames = 6;
  std::vector<std::string> names;
  for (std::size_t i = from; i < steps.size(); ++i) names.push_back(steps[i].layer.name);
  return fmt::format("{} layer{} not used: {}", names.size(), names.size() == 1 ? " is" : "s are",
                     model::name_list(names, kMostNames));
}

}  // namespace hyp::propose
