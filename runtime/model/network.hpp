// SPDX-License-Identifier: MIT
// A network ready to run: the equations of the file with the weights that belong to them.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "lang/check/model.hpp"
#include "lang/diag/outcome.hpp"
#include "lang/source/loader.hpp"
#include "runtime/model/activations.hpp"
#include "runtime/model/dataset.hpp"

namespace hyp::model {

/// One weight tensor, row-major float32.
struct Weight {
  check::Shape shape;
  std::vector<float> values;
};

/// The values of a given site, a row for each row of the data set that the network runs on.
struct GivenValues {
  Activations values;
  SourceFile file;
};

struct Network {
  check::Model equations;
  std::map<std::string, Weight> weights;  ///< by WeightSpec::name
  std::string path;                       ///< of the weights file as found; empty without one
  std::string sha256;                     ///< of its content
  std::map<check::SiteId, GivenValues> given = {};  ///< of every site whose values are given
};

/// Reads the weights and the activations that `model` asks for. All missing tensors and wrong
/// shapes are listed at once; tensors that no equation uses give one warning; a content hash other
/// than the pinned one is an error. NaN or infinite numbers are errors.
[[nodiscard]] diag::Outcome<Network> load_network(const check::Model& model, source::Loader& loader,
                                                  const std::string& referrer);

}  // namespace hyp::model
