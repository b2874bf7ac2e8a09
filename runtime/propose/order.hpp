// SPDX-License-Identifier: MIT
// The order in which layers follow each other. Files often have it; those that sort their names do
// not.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "runtime/propose/layers.hpp"

namespace hyp::propose {

/// A layer with the batch_norm behind it. `layer` may itself be a batch_norm, before all others.
struct Step {
  Layer layer;
  std::optional<Layer> norm;
};

struct Ordered {
  std::vector<Step> steps;
  std::string remark;  ///< a sentence, where it is not the file's order
};

/// The first of these orders in which each layer takes what the one before gives: the file's, that
/// of the numbers in the names (convolutions before the rest), the only one that shapes allow.
/// Where none does, the file's.
[[nodiscard]] Ordered in_order(std::vector<Layer> layers);

}  // namespace hyp::propose
