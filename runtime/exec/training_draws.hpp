// SPDX-License-Identifier: MIT
// What is random in training, as functions of the seed alone: no batch or thread can change it.
#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <vector>

#include "runtime/model/network.hpp"

namespace hyp::exec {

/// Weights to begin with, as PyTorch's layers have them: weight and bias uniform within
/// 1 / sqrt(inputs of a unit); batch_norm 1 and 0, of running mean 0 and variance 1.
[[nodiscard]] std::map<std::string, model::Weight> initial_weights(const check::Model& model,
                                                                   std::uint64_t seed);

/// The rows of a data set in the order in which an epoch (from 0) sees them.
[[nodiscard]] std::vector<std::uint32_t> epoch_order(std::int64_t rows, std::uint64_t seed,
                                                     std::int64_t epoch);

/// For dropout: 0 with probability `rate`, else 1 / (1 - rate), for each element of a site.
void dropout_mask(std::span<float> mask, double rate, std::uint64_t seed, std::int64_t step,
                  std::uint32_t site);

}  // namespace hyp::exec
