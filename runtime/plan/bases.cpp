// SPDX-License-Identifier: MIT
#include "runtime/plan/bases.hpp"

namespace hyp::plan {

diag::Outcome<Bases> bases_of(const score::Inputs& inputs, const graph::Correspondence& graph) {
  Bases bases;
  diag::Diagnostics errors;
  for (const auto& claim : graph.claims) {
    for (const auto id : claim.subspaces) {
      if (bases.contains(id)) continue;
      auto basis = score::basis(inputs, id);
      if (basis) bases.emplace(id, std::move(*basis.value));
      errors.add(std::move(basis.diagnostics));
    }
  }
  if (errors.has_errors()) return errors.take();
  std::map<check::SubspaceId, graph::BasisView> views;
  for (const auto& [id, basis] : bases) views[id] = {basis.dimension, basis.width, basis.rows};
  errors.add(graph::check_subspaces(*inputs.program, graph, views, score::unit_predicate(inputs)));
  if (errors.has_errors()) return errors.take();
  return bases;
}

}  // namespace hyp::plan
