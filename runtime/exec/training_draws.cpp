// SPDX-License-Identifier: MIT
#include "runtime/exec/training_draws.hpp"

#include <cmath>
#include <numeric>
#include <optional>

#include "runtime/random/philox.hpp"

namespace hyp::exec {
namespace {

// The last word of a counter says what is drawn, so that no two draws share one.
enum Purpose : std::uint32_t { kWeights = 1, kOrder = 2, kDropout = 3 };

constexpr double kWords = 4294967296.0;  // 2^32

// The words of one stream, one after another from the first.
class Words {
 public:
  Words(std::uint64_t seed, std::uint32_t a, std::uint32_t b, Purpose purpose)
      : key_{static_cast<std::uint32_t>(seed), static_cast<std::uint32_t>(seed >> 32)},
        a_(a),
        b_(b),
        purpose_(purpose) {}

  std::uint32_t next() {
    if (used_ == words_.size()) {
      words_ = random::philox4x32_10({block_++, a_, b_, purpose_}, key_);
      used_ = 0;
    }
    return words_[used_++];
  }

 private:
  random::PhiloxKey key_;
  std::uint32_t a_, b_;
  std::uint32_t purpose_;
  std::uint32_t block_ = 0;
  random::PhiloxCounter words_ = {};
  std::size_t used_ = 4;
};

std::uint64_t hash_of(std::string_view name) {
  std::uint64_t hash = 0xcbf29ce484222325;  // FNV-1a
  for (const char c : name) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3;
  return hash;
}

// Inputs of one unit of an equation with weights to be drawn.
std::optional<std::int64_t> inputs_of_unit(const check::Model& model, const check::Site& site) {
  if (site.inputs.empty()) return std::nullopt;
  const check::Shape& from = model.site(site.inputs[0]).shape;
  if (std::holds_alternative<check::Linear>(site.operation)) return from.back();
  const auto* conv = std::get_if<check::Conv2d>(&site.operation);
  if (conv == nullptr) return std::nullopt;
  return from[0] / conv->groups * conv->kernel[0] * conv->kernel[1];
}

void draw_uniform(std::vector<float>& values, double bound, const std::string& name,
                  std::uint64_t seed) {
  const std::uint64_t hash = hash_of(name);
  Words words(seed, static_cast<std::uint32_t>(hash), static_cast<std::uint32_t>(hash >> 32),
              kWeights);
  for (float& value : values) {
    value = static_cast<float>(((words.next() + 0.5) / kWords * 2 - 1) * bound);
  }
}

}  // namespace

std::map<std::string, model::Weight> initial_weights(const check::Model& model,
                                                     std::uint64_t seed) {
  std::map<std::string, model::Weight> weights;
  for (const auto& spec : check::weight_specs(model)) {
    const bool ones = spec.name.ends_with(".weight") || spec.name.ends_with(".running_var");
    std::vector<float> values(static_cast<std::size_t>(check::elements(spec.shape)),
                              ones ? 1.0F : 0.0F);
    if (const auto inputs = inputs_of_unit(model, model.site(spec.site))) {
      draw_uniform(values, 1 / std::sqrt(static_cast<double>(*inputs)), spec.name, seed);
    }
    weights.emplace(spec.name, model::Weight{spec.shape, std::move(values)});
  }
  return weights;
}

std::vector<std::uint32_t> epoch_order(std::int64_t rows, std::uint64_t seed, std::int64_t epoch) {
  std::vector<std::uint32_t> order(static_cast<std::size_t>(rows));
  std::iota(order.begin(), order.end(), 0U);
  Words words(seed, static_cast<std::uint32_t>(epoch), 0, kOrder);
  for (std::size_t left = order.size(); left > 1; --left) {
    const auto other = static_cast<std::size_t>((std::uint64_t{words.next()} * left) >> 32);
    std::swap(order[left - 1], order[other]);
  }
  return order;
}

void dropout_mask(std::span<float> mask, double rate, std::uint64_t seed, std::int64_t step,
                  std::uint32_t site) {
  Words words(seed, static_cast<std::uint32_t>(step), site, kDropout);
  const auto kept = static_cast<float>(1 / (1 - rate));
  for (float& element : mask) element = words.next() < rate * kWords ? 0.0F : kept;
}

}  // namespace hyp::exec
