// SPDX-License-Identifier: MIT
// What an expression reads, directly and through what it names.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "lang/check/program.hpp"

namespace hyp::check {

/// The expressions that this one is computed from on the same example, left to right. What it names
/// (a score, a region) and the region of a statistic are none of them.
[[nodiscard]] std::vector<ExprId> operands(const Expr& expr);

/// The data sets that data and donors of a claim come from, each once: the references first, then
/// the donors of the test, then those that rules name.
[[nodiscard]] std::vector<DataId> pool_of(const Hypothesis& hypothesis, DataId references,
                                          DataId donors);

/// Followed through lets, scores, regions, partitions and groups. The values of other nodes
/// (`Expr::NodeRef`) are not followed: whoever adds a hypothesis adds each node's value.
struct Uses {
  std::set<DataId> data;  ///< named data sets: `images[6].input`, `rows.x0`, `where ... on images`
  /// Of the example at hand; of a set: the sites that its places lie on.
  std::set<std::pair<ModelId, SiteId>> sites;
  /// Of a named data set, whatever is at hand: what a `where ... on images` asks of `images`.
  std::set<std::tuple<ModelId, DataId, SiteId>> sites_on;
  std::set<GroupId> groups;
  std::set<LetId> lets;
  std::set<PartitionId> partitions;
  std::set<SubspaceId> subspaces;
  std::set<ModelId> weights;      ///< networks whose equations are read with their weights
  bool input = false;             ///< the example's input
  std::set<std::string> columns;  ///< of whichever data set is at hand
  std::set<std::pair<DataId, std::string>> columns_on;  ///< of a named data set

  void add(const Program& program, ExprId expr);
  void add(const Program& program, const Set& set);
  void add(const Program& program, PartitionId partition);
  /// The values of nodes and every rule, on the example at hand; with `donors` on that data set
  /// too, and a rule `of DATA` on DATA. The places of nodes are not read: they are added as sets.
  void add(const Program& program, const Hypothesis& hypothesis,
           std::optional<DataId> donors = std::nullopt);
  /// The hypothesis, and what is asked of its references, which are the examples at hand.
  void add(const Program& program, const Test& test);
  /// The label, on the data of the training.
  void add(const Program& program, const Training& training);
  /// What computing it reads: all of it on data sets that it names.
  void add(const Program& program, SubspaceId subspace);
};

}  // namespace hyp::check
