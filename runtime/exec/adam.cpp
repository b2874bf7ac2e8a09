// SPDX-License-Identifier: MIT
#include "runtime/exec/adam.hpp"

#include <cmath>

namespace hyp::exec {

void Adam::step(std::span<float> weights, std::span<const float> gradient, double rate) {
  constexpr double kBeta1 = 0.9, kBeta2 = 0.999;
  constexpr float kEpsilon = 1e-8F;
  ++steps_;
  const auto steps = static_cast<double>(steps_);
  const auto step = static_cast<float>(rate / (1 - std::pow(kBeta1, steps)));
  const auto unbiased = static_cast<float>(std::sqrt(1 - std::pow(kBeta2, steps)));
  constexpr auto kKeep1 = static_cast<float>(kBeta1), kTake1 = static_cast<float>(1 - kBeta1);
  constexpr auto kKeep2 = static_cast<float>(kBeta2), kTake2 = static_cast<float>(1 - kBeta2);
  for (std::size_t i = 0; i < weights.size(); ++i) {
    const float g = gradient[i];
    mean_[i] = mean_[i] * kKeep1 + kTake1 * g;
    square_[i] = square_[i] * kKeep2 + kTake2 * g * g;
    weights[i] -= step * (mean_[i] / (std::sqrt(square_[i]) / unbiased + kEpsilon));
  }
}

}  // namespace hyp::exec
