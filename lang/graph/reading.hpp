// SPDX-License-Identifier: MIT
// Who reads whom, as a graph of its own: circles and order. Boost.Graph stays behind this.
#pragma once

#include <vector>

#include "lang/check/program.hpp"

namespace hyp::graph {

/// One circle for every set of nodes that reach each other: the nodes in reading order, the first
/// the one declared first; the last reads the first.
[[nodiscard]] std::vector<std::vector<check::NodeId>> circles(const check::Hypothesis& hypothesis);

/// Readers before what they read, otherwise as declared or mentioned. No circles may be left.
[[nodiscard]] std::vector<check::NodeId> reading_order(const check::Hypothesis& hypothesis);

/// The nodes that no node reads.
[[nodiscard]] std::vector<check::NodeId> unread(const check::Hypothesis& hypothesis);

}  // namespace hyp::graph
