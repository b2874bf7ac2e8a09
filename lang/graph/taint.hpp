// SPDX-License-Identifier: MIT
// What the rules of a claim look at when they choose donors (docs/method.md, section 8): a rule
// that reads the answer decides the question by its answer.
#pragma once

#include <optional>

#include "lang/graph/correspondence.hpp"

namespace hyp::graph {

/// From harmless to circular: the inputs and columns of examples alone; activations of the clean
/// network; what the network computes downstream of the claim, its answer above all.
enum class Taint { inputs, activations, answer };

/// Of the rule by which `node` is drawn, or (`others`) of that for all that it leaves unclaimed.
struct RuleTaint {
  Taint taint = Taint::inputs;
  check::SiteId site = {};  ///< the site read, where it is not `inputs`
};
[[nodiscard]] RuleTaint taint_of(const check::Program& program, const Correspondence& graph,
                                 check::NodeId node, bool others);

}  // namespace hyp::graph
