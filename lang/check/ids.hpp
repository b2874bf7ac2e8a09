// SPDX-License-Identifier: MIT
// Strong indices into the tables of a checked program: a GroupId is never taken for a RegionId.
#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>

namespace hyp::check {

template <typename Tag>
struct Id {
  std::uint32_t index = 0;
  auto operator<=>(const Id&) const = default;
};

using DataId = Id<struct DataTag>;
using ModelId = Id<struct ModelTag>;
using SiteId = Id<struct SiteTag>;  ///< within one model
using LetId = Id<struct LetTag>;
using ScoreId = Id<struct ScoreTag>;
using RegionId = Id<struct RegionTag>;
using PartitionId = Id<struct PartitionTag>;
using GroupId = Id<struct GroupTag>;
using SubspaceId = Id<struct SubspaceTag>;
using HypothesisId = Id<struct HypothesisTag>;
using ExperimentId = Id<struct ExperimentTag>;
using TestId = Id<struct TestTag>;
using TrainingId = Id<struct TrainingTag>;
using NodeId = Id<struct NodeTag>;  ///< within one hypothesis
using ExprId = Id<struct ExprTag>;

}  // namespace hyp::check
