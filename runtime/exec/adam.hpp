// SPDX-License-Identifier: MIT
// The optimiser, in float32 as PyTorch's Adam computes it.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace hyp::exec {

/// Moments of the gradient of one weight tensor.
class Adam {
 public:
  explicit Adam(std::size_t elements) : mean_(elements), square_(elements) {}

  /// One step against the gradient, of the given learning rate; beta 0.9 and 0.999, epsilon 1e-8.
  void step(std::span<float> weights, std::span<const float> gradient, double rate);

 private:
  std::vector<float> mean_, square_;
  std::int64_t steps_ = 0;
};

}  // namespace hyp::exec
