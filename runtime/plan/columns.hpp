// SPDX-License-Identifier: MIT
// The numbers that rules read, of every data set that a datum or a donor may come from.
#pragma once

#include <map>
#include <set>
#include <utility>

#include "lang/diag/outcome.hpp"
#include "runtime/plan/pool.hpp"
#include "runtime/score/table.hpp"

namespace hyp::plan {

/// First everything wanted is named, then all of it is computed at once.
class Columns {
 public:
  void want(check::ExprId expr, DataId data) { wanted_.emplace(data, expr); }

  /// Computes what is wanted. Errors are those of score::evaluate.
  [[nodiscard]] diag::Outcome<bool> evaluate(const score::Inputs& inputs);

  /// One number a row; truth values as 0 and 1, members of a partition as their index.
  [[nodiscard]] const score::Numbers& of(check::ExprId expr, DataId data) const {
    return columns_.at({data, expr});
  }

 private:
  std::set<std::pair<DataId, check::ExprId>> wanted_;
  std::map<std::pair<DataId, check::ExprId>, score::Numbers> columns_;
};

}  // namespace hyp::plan
