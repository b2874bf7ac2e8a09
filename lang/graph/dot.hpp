// SPDX-License-Identifier: MIT
// A claim as a picture: the interpretation beside the network, for graphviz.
#pragma once

#include <string>

#include "lang/graph/correspondence.hpp"

namespace hyp::graph {

/// Graphviz text, the output at the top: nodes with place and value, the rule on every edge, what
/// is unclaimed always shown, the network's named sites in a box of their own. Deterministic.
[[nodiscard]] std::string to_dot(const Correspondence& correspondence,
                                 const check::Program& program);

}  // namespace hyp::graph
