// SPDX-License-Identifier: MIT
// A claim as a graph over the network: which parts and paths each node stands for. The entry of
// this floor, where a claim that means nothing is refused before any tensor is touched.
#pragma once

#include <map>
#include <span>
#include <string>
#include <vector>

#include "lang/check/program.hpp"
#include "lang/diag/outcome.hpp"

namespace hyp::graph {

/// What feeds a node's image and is claimed by no node it reads.
struct Others {
  /// Some path from a leaf of the network to the node passes no claimed site (or only paths that
  /// the `via` of a claim leaves out).
  bool around = false;
  /// What is left of claimed sites: elements of no node that is read. Without sites that need data.
  std::vector<check::Part> rest;
  /// Sites of `rest` where a subspace is claimed, too: only what is orthogonal to it is left there.
  std::vector<check::SiteId> beside_subspaces;
  bool needs_data = false;  ///< a claimed site is among those that only data can resolve

  /// Whether anything can be resampled as `others` at all.
  [[nodiscard]] bool any() const { return around || needs_data || !rest.empty(); }
};

/// Where a node stands.
struct Claim {
  std::vector<check::SiteId> sites;  ///< sorted; where data decides, every site it may touch
  bool needs_data = false;           ///< a `where` decides which units
  std::vector<check::Part> parts;    ///< its places united, one a site; empty when `needs_data`
  std::vector<check::SiteId> unit_sites;     ///< of `sites`: those it claims by units
  std::vector<check::SubspaceId> subspaces;  ///< as written
  Others others;  ///< of what it reads; nothing for a node that reads nothing
};

/// `reader` reads `node`.
struct Edge {
  check::NodeId reader;
  check::NodeId node;
  /// Every site on the paths from the node's sites to the reader's that the claim covers (only
  /// those through its `via`, where it has one), both ends included, sorted.
  std::vector<check::SiteId> passes;
};

struct Correspondence {
  check::HypothesisId hypothesis;
  check::ModelId model;
  check::NodeId output;
  std::vector<check::NodeId> order;  ///< readers before what they read; the output node first
  std::vector<Claim> claims;         ///< by NodeId
  std::vector<Edge> edges;           ///< by reader in the order of NodeId, then as read
  bool deferred = false;  ///< some claims need data: `check_claims` again once it is bound

  [[nodiscard]] const Claim& operator[](check::NodeId id) const { return claims[id.index]; }
};

/// Builds the graph of a hypothesis and validates it (docs/method.md, section 2): connected,
/// without circles, one output node, every edge a path of the network, no reader before what it
/// reads, each unit claimed once for each reader and path, only siblings drawn together.
[[nodiscard]] diag::Outcome<Correspondence> build(const check::Program& program,
                                                  check::HypothesisId hypothesis);

/// Units claimed twice, and claims of nothing. Without a predicate only what needs no data is
/// checked, as `build` does; with one, only pairs where at least one needed data.
[[nodiscard]] std::vector<diag::Diagnostic> check_claims(const check::Program& program,
                                                         const Correspondence& correspondence,
                                                         const check::UnitPredicate& predicate);

/// Orthonormal rows [dimension, width] of a subspace.
struct BasisView {
  std::int64_t dimension = 0;
  std::int64_t width = 0;
  std::span<const double> rows;
};

/// Parts of one site that one reader reads (or one node claims) but that are not orthogonal, where
/// a subspace is among them; none where the hypothesis allows it. Two parts are orthogonal where no
/// vector of one has a cosine above 1e-9 with one of the other. `bases` holds every subspace of the
/// claims; `predicate` may be null where no claim needs data.
[[nodiscard]] std::vector<diag::Diagnostic> check_subspaces(
    const check::Program& program, const Correspondence& correspondence,
    const std::map<check::SubspaceId, BasisView>& bases, const check::UnitPredicate& predicate);

/// One line a fact: `hyp dump graph`.
[[nodiscard]] std::string dump(const Correspondence& correspondence, const check::Program& program);

}  // namespace hyp::graph
