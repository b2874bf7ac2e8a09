// SPDX-License-Identifier: MIT
// One operation of the equations on a batch, in LibTorch.
#pragma once

#include <ATen/core/Tensor.h>

#include <map>
#include <string>
#include <vector>

#include "runtime/model/network.hpp"

namespace hyp::exec {

/// The weights of a network as tensors; they share the network's memory where LibTorch reads them
/// as they are.
class Weights {
 public:
  Weights() = default;
  explicit Weights(const model::Network& network);
  explicit Weights(std::map<std::string, at::Tensor> tensors) : tensors_(std::move(tensors)) {}
  /// "conv1", "weight"; undefined where the equations ask for none.
  [[nodiscard]] at::Tensor get(const std::string& prefix, const char* tensor) const;

 private:
  std::map<std::string, at::Tensor> tensors_;
};

/// Whether matrices are multiplied by oneDNN.
[[nodiscard]] bool has_onednn();

/// One step of training, to operations that differ there: they must have a gradient, `dropout`
/// drops, and `batch_norm` normalises by the batch and updates its running statistics.
struct Learning {
  std::uint64_t seed;
  std::int64_t step;
  std::uint32_t site;  ///< the site that is computed
};

/// The value of `site` [batch, shape...], float32 and contiguous. `inputs` are values of the same
/// batch; they are consumed: one that nobody else holds may be reused for the result. Not for
/// leaves.
[[nodiscard]] at::Tensor apply(const check::Site& site, const Weights& weights,
                               std::vector<at::Tensor> inputs, std::int64_t batch,
                               const Learning* learning = nullptr);

}  // namespace hyp::exec
