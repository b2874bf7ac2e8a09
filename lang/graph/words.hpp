// SPDX-License-Identifier: MIT
// A claim in words: what dot and dump write on nodes and edges.
#pragma once

#include <string>
#include <vector>

#include "lang/graph/correspondence.hpp"

namespace hyp::graph {

/// "likeness > -7762": brackets only where they are needed.
[[nodiscard]] std::string expr_text(const check::Program& program,
                                    const check::Hypothesis& hypothesis, check::ExprId id);

/// One line an arm: "when one: within 1% of likeness in one", "otherwise: from not one".
[[nodiscard]] std::vector<std::string> rule_lines(const check::Program& program,
                                                  const check::Hypothesis& hypothesis,
                                                  const check::RuleSpec& spec);

/// How a node is resampled: its rule, else "same value", or how near by its `up to`.
[[nodiscard]] std::vector<std::string> resampling_lines(const check::Program& program,
                                                        const check::Hypothesis& hypothesis,
                                                        const check::Node& node);

/// How what a node leaves unclaimed is resampled: its `others`, else `all else`, else "any".
[[nodiscard]] std::vector<std::string> others_lines(const check::Program& program,
                                                    const check::Hypothesis& hypothesis,
                                                    const check::Node& node);

/// "48 units of net.neurons", "8 of 676 positions ..."; one a site, or what data decides.
[[nodiscard]] std::vector<std::string> place_lines(const check::Program& program,
                                                   const check::Hypothesis& hypothesis,
                                                   const Claim& claim);

}  // namespace hyp::graph
