// SPDX-License-Identifier: MIT
// What an expression reads, directly and through what it names.
#pragma once

#include <set>
#include <string>
#include <utility>

#include "lang/check/program.hpp"

namespace hyp::check {

struct Uses {
  std::set<DataId> data;  ///< named data sets: `images[6].input`, `rows.x0`, `where ... on images`
  std::set<std::pair<ModelId, SiteId>> sites;
  std::set<GroupId> groups;
  std::set<LetId> lets;
  std::set<PartitionId> partitions;
  bool input = false;             ///< the example's input
  std::set<std::string> columns;  ///< of whichever data set is at hand

  void add(const Program& program, ExprId expr);
  void add(const Program& program, const Set& set);
  void add(const Program& program, PartitionId partition);
};

}  // namespace hyp::check
