// SPDX-License-Identifier: MIT
// What a file of weights or arrays holds, for people to look at.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "runtime/model/dataset.hpp"
#include "runtime/model/readers.hpp"

namespace hyp::model {

struct TensorFacts {
  std::string name;  ///< empty for the one array of an npy file
  ElementType type = ElementType::f32;
  Shape shape;
  std::int64_t count = 0;   ///< of elements
  double min = 0, max = 0;  ///< of the finite ones; 0 where there are none
  std::int64_t not_finite = 0;
};

struct Inventory {
  SourceFile file;
  std::string format;                                         ///< "safetensors"
  std::vector<std::pair<std::string, std::string>> metadata;  ///< of safetensors
  std::vector<TensorFacts> tensors;                           ///< in the order of the file
  std::int64_t parameters = 0;  ///< elements of all tensors that are no whole numbers
};

/// Errors: those of read_arrays(); with a value beside them where only some arrays hold no numbers.
[[nodiscard]] diag::Outcome<Inventory> take_inventory(const Asked& asked);

}  // namespace hyp::model
