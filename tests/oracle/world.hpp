// SPDX-License-Identifier: MIT
// What a claim is tested with: the input of the oracle.
#pragma once

#include <compare>
#include <map>

#include "lang/check/program.hpp"
#include "runtime/model/dataset.hpp"
#include "runtime/model/network.hpp"
#include "tests/oracle/forward.hpp"

namespace hyp::oracle {

/// One example.
struct Datum {
  check::DataId data;
  std::int64_t row = 0;
  auto operator<=>(const Datum&) const = default;
};

/// All pointers must outlive their use.
struct World {
  const check::Program* program = nullptr;
  check::HypothesisId hypothesis;
  const model::Network* network = nullptr;  ///< of the hypothesis' model
  std::map<check::DataId, const model::Dataset*> datasets;
  check::DataId references;  ///< D
  check::DataId donors;      ///< where rules draw that name no data set
  /// Orthonormal rows of the subspaces that the claim names.
  std::map<check::SubspaceId, std::vector<Values>> bases;
  std::map<check::LetId, double> environment;  ///< from sweeps; percentages as fractions

  [[nodiscard]] const check::Hypothesis& claim() const { return (*program)[hypothesis]; }
  /// Refused where the data set is not here.
  [[nodiscard]] const model::Dataset& dataset(check::DataId data) const;
  [[nodiscard]] std::int64_t rows(check::DataId data) const { return dataset(data).rows; }
  /// The input of an example: bytes as k / 255.
  [[nodiscard]] Values input(Datum datum) const;
  /// The input, and the row of activations that the network is given.
  [[nodiscard]] Example example(Datum datum) const;
  [[nodiscard]] double column(Datum datum, const std::string& name) const;
};

}  // namespace hyp::oracle
