// SPDX-License-Identifier: MIT
// A network ready to run: the equations of the file with the weights that belong to them.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "lang/check/model.hpp"
#include "lang/diag/outcome.hpp"
#include "lang/source/loader.hpp"

namespace hyp::model {

/// One weight tensor, row-major float32.
struct Weight {
  check::Shape shape;
  std::vector<float> values;
};

struct Network {
  check::Model equations;
  std::map<std::string, Weight> weights;  ///< by WeightSpec::name
  std::string path;                       ///< of the weights file as found; empty without one
  std::string sha256;                     ///< of its content
};

/// Reads the weights that `model` asks for. All missing tensors and wrong shapes are listed at
/// once; tensors that no equation uses give one warning; a content hash other than the pinned one
/// is an error. NaN or infinite weights are errors.
[[nodiscard]] diag::Outcome<Network> load_network(const check::Model& model, source::Loader& loader,
                                                  const std::string& referrer);

}  // namespace hyp::model
