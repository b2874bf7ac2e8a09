// SPDX-License-Identifier: MIT
// Files of weights and networks as text and JSON: `hyp model`.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "lang/check/model.hpp"
#include "runtime/model/inventory.hpp"

namespace hyp::report {

/// A tensor that the equations ask for.
struct WantedTensor {
  std::string name;
  check::Shape shape;
  std::optional<check::Shape> seen;  ///< its shape in the file; empty where it is not there
};

/// The array that a site is given by.
struct GivenFacts {
  std::string file;   ///< as written
  std::string array;  ///< empty where the file holds one without a name
};

struct SiteFacts {
  std::string name;  ///< empty within a larger equation
  std::string operation;
  check::Shape shape;
  std::vector<std::string> inputs;  ///< names, or "-"
  std::vector<WantedTensor> weights;
  std::optional<GivenFacts> given;
};

struct NetworkFacts {
  std::string name;
  std::string weights_file;  ///< as written; empty without one
  bool file_read = false;
  std::vector<SiteFacts> sites;
};

/// A line a tensor, then what they are together.
[[nodiscard]] std::string to_text(const model::Inventory& inventory);
[[nodiscard]] std::string to_json(const model::Inventory& inventory);

/// A line a site, and below it a line for each tensor that it asks for.
[[nodiscard]] std::string to_text(const std::vector<NetworkFacts>& networks);
[[nodiscard]] std::string to_json(const std::vector<NetworkFacts>& networks);

}  // namespace hyp::report
