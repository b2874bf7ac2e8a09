// SPDX-License-Identifier: MIT
// What each node claims, and what is left for the others.
#pragma once

#include <string>
#include <vector>

#include "lang/graph/correspondence.hpp"

namespace hyp::graph {

/// A node's places resolved and united; its `others` are not filled in.
[[nodiscard]] Claim make_claim(const check::Program& program, const check::Node& node);

/// What feeds `reader` beside what it reads.
[[nodiscard]] Others make_others(const check::Program& program, const check::Hypothesis& hypothesis,
                                 const std::vector<Claim>& claims, check::NodeId reader);

/// Elements of `part` that are not in `taken`.
[[nodiscard]] std::vector<std::int64_t> without(const std::vector<std::int64_t>& part,
                                                const std::vector<std::int64_t>& taken);

/// "net.neurons"
[[nodiscard]] std::string site_text(const check::Program& program, check::ModelId model,
                                    check::SiteId site);

}  // namespace hyp::graph
