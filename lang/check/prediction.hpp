// SPDX-License-Identifier: MIT
// Whether a claim says what the network answers once the values of its nodes are known: then swaps
// can be held against it (docs/method.md).
#pragma once

#include <optional>

#include "lang/check/program.hpp"

namespace hyp::check {

enum class Prediction {
  answer,      ///< a truth value, a member of a partition or a whole number, by nodes it mentions
  no_output,   ///< none or several nodes that no node reads: an error of the claim's graph
  no_value,    ///< the output node carries no value
  no_mention,  ///< its value mentions no node
  no_class     ///< its value is no class
};

/// What the value of the output node predicts.
[[nodiscard]] Prediction prediction(const Program& program, const Hypothesis& hypothesis);

/// The one node that no node reads.
[[nodiscard]] std::optional<NodeId> output_node(const Hypothesis& hypothesis);

}  // namespace hyp::check
