// SPDX-License-Identifier: MIT
// The oracle's own reading of expressions and groups: one example at a time, in binary64, tensors
// in row-major order.
#pragma once

#include <map>
#include <optional>
#include <utility>
#include <vector>

#include "tests/oracle/world.hpp"

namespace hyp::oracle {

/// Numbers with axes; a single number has none. Truth values are 0 and 1, members of partitions
/// their index.
struct Tensor {
  check::Shape shape;
  Values values;
};

/// On which example the value of each node is taken, where that is another than the one at hand.
using NodeData = std::map<check::NodeId, Datum>;

class Expressions {
 public:
  explicit Expressions(const World& world) : world_(world) {}

  /// A single number, truth value or member. Refused where any step gives a NaN or an infinity.
  [[nodiscard]] double number(check::ExprId expr, Datum at) const;
  [[nodiscard]] bool holds(check::ExprId region, Datum at) const { return number(region, at) != 0; }
  [[nodiscard]] double constant(check::ExprId expr) const;
  /// max - min over the reference set.
  [[nodiscard]] double range(check::ExprId score) const;
  /// With the values of nodes taken on the examples in `nodes`.
  [[nodiscard]] double predict(check::ExprId expr, Datum at, const NodeData& nodes) const;

  /// The elements of sets, one part a site, sites and elements in rising order.
  [[nodiscard]] std::vector<check::Part> parts(const std::vector<check::Set>& sets) const;
  /// The clean network.
  [[nodiscard]] Values site(check::SiteId site, Datum at) const;
  /// The member of a partition that holds the example. Refused on a gap or an overlap.
  [[nodiscard]] std::uint32_t member(check::PartitionId partition, Datum at) const;

 private:
  friend class Reader;
  // A score is a function of the example alone, so it is tabulated.
  mutable std::map<std::pair<check::ExprId, check::DataId>, std::vector<std::optional<double>>>
      columns_;
  mutable std::map<check::ExprId, double> ranges_;
  const World& world_;
};

}  // namespace hyp::oracle
