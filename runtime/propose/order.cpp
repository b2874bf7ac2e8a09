// SPDX-License-Identifier: MIT
#include "runtime/propose/order.hpp"

#include <algorithm>
#include <iterator>
#include <map>
#include <set>
#include <utility>

namespace hyp::propose {
namespace {

using Kind = Layer::Kind;
using Layers = std::vector<Layer>;

bool computes(const Layer& layer) {
  return layer.kind == Kind::conv2d || layer.kind == Kind::linear;
}

// Whether `next` can take what `layer` gives, with windows and groups still free.
bool follows(const Layer& layer, const Layer& next) {
  if (layer.kind == Kind::linear) return next.kind == Kind::linear && next.in == layer.out;
  return (next.kind == Kind::conv2d ? layer.out % next.in : next.in % layer.out) == 0;
}

bool chains(const Layers& layers) {
  const Layer* before = nullptr;
  for (const auto& layer : layers) {
    if (layer.kind == Kind::unknown) return true;  // what comes behind it is not said anyway
    if (!computes(layer)) continue;
    if (before && !follows(*before, layer)) return false;
    before = &layer;
  }
  return true;
}

Layers computing(const Layers& layers) {
  Layers out;
  std::copy_if(layers.begin(), layers.end(), std::back_inserter(out), computes);
  return out;
}

// "features.10" as words and numbers, so that 10 comes after 9.
std::vector<std::pair<std::int64_t, std::string>> natural_key(std::string_view name) {
  std::vector<std::pair<std::int64_t, std::string>> key;
  while (!name.empty()) {
    const bool digit = name[0] >= '0' && name[0] <= '9';
    std::size_t end = 0;
    while (end < name.size() && (name[end] >= '0' && name[end] <= '9') == digit) ++end;
    const auto part = name.substr(0, end);
    const auto number = numbered(part).number;
    key.emplace_back(number.value_or(-1), number ? std::string() : std::string(part));
    name.remove_prefix(end);
  }
  return key;
}

std::string top(const Layer& layer) {
  return layer.name.substr(0, layer.name.find('.'));
}

Layers by_number(const Layers& layers) {
  std::set<std::string> maps;  // `features` of `features.0`, where that is a convolution
  for (const auto& layer : layers) {
    if (layer.kind == Kind::conv2d) maps.insert(top(layer));
  }
  using Key = std::pair<bool, std::vector<std::pair<std::int64_t, std::string>>>;
  std::vector<std::pair<Key, std::size_t>> keys;
  for (std::size_t i = 0; i < layers.size(); ++i) {
    keys.emplace_back(Key{!maps.contains(top(layers[i])), natural_key(layers[i].name)}, i);
  }
  std::sort(keys.begin(), keys.end());
  Layers out;
  for (const auto& [key, i] : keys) out.push_back(layers[i]);
  return out;
}

// Depth first through the orders that shapes allow, until a second one is found.
class Search {
 public:
  explicit Search(const Layers& layers) : layers_(layers), used_(layers.size()) {}

  std::optional<Layers> only_one() {
    step();
    if (found_ != 1 || tries_ >= kMostTries) return std::nullopt;
    Layers out;
    for (const auto i : first_) out.push_back(layers_[i]);
    return out;
  }

 private:
  static constexpr int kMostTries = 20000;

  void step() {
    if (path_.size() == layers_.size()) {
      if (found_++ == 0) first_ = path_;
      return;
    }
    for (std::size_t i = 0; i < layers_.size(); ++i) {
      if (found_ > 1 || ++tries_ > kMostTries) return;
      if (used_[i] || (!path_.empty() && !follows(layers_[path_.back()], layers_[i]))) continue;
      used_[i] = true;
      path_.push_back(i);
      step();
      path_.pop_back();
      used_[i] = false;
    }
  }

  const Layers& layers_;
  std::vector<bool> used_;
  std::vector<std::size_t> path_, first_;
  int found_ = 0, tries_ = 0;
};

std::optional<Layers> by_shapes(const Layers& layers) {
  constexpr std::size_t kMostLayers = 16;
  if (layers.size() > kMostLayers || !std::all_of(layers.begin(), layers.end(), computes)) {
    return std::nullopt;
  }
  return Search(layers).only_one();
}

// `bn2` belongs to `conv2`; a batch_norm without such a number to the layer before it.
std::vector<Step> with_norms(const Layers& layers) {
  std::vector<Step> steps;
  std::map<std::string, std::vector<std::size_t>> numbered_steps;
  const auto key = [](const Layer& layer) -> std::optional<std::string> {
    const auto within = parent(layer.name);
    const auto name = numbered(std::string_view(layer.name).substr(within.size()));
    if (name.stem.empty() || !name.number) return std::nullopt;
    return std::string(within) + std::to_string(*name.number);
  };
  for (const auto& layer : layers) {
    if (!computes(layer)) continue;
    if (const auto k = key(layer)) numbered_steps[*k].push_back(steps.size());
    steps.push_back({layer, std::nullopt});
  }
  std::vector<Step> out;
  std::size_t next = 0;  // of `steps`
  std::map<std::size_t, Layer> placed;
  const auto owner = [&](const Layer& norm) -> std::optional<std::size_t> {
    const auto fits = [&](std::size_t i) {
      return steps[i].layer.out == norm.out && !placed.contains(i);
    };
    if (const auto k = key(norm)) {
      const auto found = numbered_steps.find(*k);
      if (found != numbered_steps.end()) {
        for (const auto i : found->second) {
          if (fits(i)) return i;
        }
      }
    }
    if (next > 0 && fits(next - 1)) return next - 1;
    return std::nullopt;
  };
  std::vector<std::size_t> step_of(layers.size());
  std::vector<bool> behind(layers.size());  // a batch_norm that stands behind its layer
  for (std::size_t i = 0; i < layers.size(); ++i) {
    if (computes(layers[i])) step_of[i] = next++;
    if (layers[i].kind != Kind::batch_norm) continue;
    const auto of = owner(layers[i]);
    behind[i] = of.has_value();
    if (of) placed.emplace(*of, layers[i]);
  }
  for (std::size_t i = 0; i < layers.size(); ++i) {
    if (computes(layers[i])) {
      Step step{layers[i], std::nullopt};
      if (const auto norm = placed.find(step_of[i]); norm != placed.end()) step.norm = norm->second;
      out.push_back(std::move(step));
    } else if (!behind[i]) {
      out.push_back({layers[i], std::nullopt});
    }
  }
  return out;
}

}  // namespace

Ordered in_order(std::vector<Layer> layers) {
  const auto numbers = by_number(layers);
  const auto same = [](const Layer& a, const Layer& b) { return a.name == b.name; };
  const bool sorted = std::is_sorted(
      layers.begin(), layers.end(), [](const Layer& a, const Layer& b) { return a.name < b.name; });
  // A file sorted by its names says nothing of the order that they were used in.
  if (chains(numbers) && (sorted || !chains(layers))) {
    const auto a = computing(layers), b = computing(numbers);
    const bool moved = !std::equal(a.begin(), a.end(), b.begin(), same);
    return {with_norms(numbers), moved ? "the layers are taken in the order of the numbers in "
                                         "their names, not in the file's"
                                       : ""};
  }
  if (!chains(layers)) {
    if (const auto found = by_shapes(layers)) {
      return {with_norms(*found),
              "the layers are taken in the only order that their shapes allow, not in the file's"};
    }
  }
  return {with_norms(layers), {}};
}

}  // namespace hyp::propose
