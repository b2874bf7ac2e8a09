// SPDX-License-Identifier: MIT
// The subspaces that a claim names, in numbers.
#pragma once

#include <map>

#include "lang/diag/outcome.hpp"
#include "lang/graph/correspondence.hpp"
#include "runtime/score/basis.hpp"

namespace hyp::plan {

using Bases = std::map<check::SubspaceId, score::Basis>;

/// Of all nodes. Errors: as score::basis gives them; parts of one site that are not orthogonal.
[[nodiscard]] diag::Outcome<Bases> bases_of(const score::Inputs& inputs,
                                            const graph::Correspondence& graph);

}  // namespace hyp::plan
