// SPDX-License-Identifier: MIT
// Random files with one claim each, for comparing oracle and engine: every rule, others, arms,
// shared draws, paths, nodes at several sites, any depth.
#pragma once

#include <memory>
#include <string>

#include "tests/oracle/random_network.hpp"

namespace hyp::oracle {

struct RandomClaim {
  std::string text;  ///< `data rows`, `data more`, `model net`, `hypothesis claim(width = ...)`
  std::vector<model::Dataset> datasets;
  std::map<std::string, model::Weight> weights;

  [[nodiscard]] std::unique_ptr<Setting> setting() const {
    return std::make_unique<Setting>(text, datasets, weights);
  }
};

/// At depth 1 nodes read nothing further upstream. Every claim checks and is one that graph::build
/// accepts: the first such among the variants of the seed. Some claims have references without
/// donors; few are refused once there is data. The same seed gives the same claim everywhere.
[[nodiscard]] RandomClaim random_claim(std::uint64_t seed, int depth);

}  // namespace hyp::oracle
