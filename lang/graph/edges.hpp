// SPDX-License-Identifier: MIT
// Every reading must be a path of the network.
#pragma once

#include <vector>

#include "lang/diag/outcome.hpp"
#include "lang/graph/correspondence.hpp"

namespace hyp::graph {

/// The edges with the sites they pass; adds an error for each site of a node that does not feed its
/// reader along the paths claimed, and a warning where all of them are hidden by siblings.
[[nodiscard]] std::vector<Edge> make_edges(const check::Program& program,
                                           const check::Hypothesis& hypothesis,
                                           const std::vector<Claim>& claims,
                                           diag::Diagnostics& diagnostics);

}  // namespace hyp::graph
