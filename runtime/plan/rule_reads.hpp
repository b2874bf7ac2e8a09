// SPDX-License-Identifier: MIT
// What a rule reads: data sets and columns, known before any set is made.
#pragma once

#include <memory>
#include <vector>

#include "runtime/plan/columns.hpp"
#include "runtime/plan/draw_rule.hpp"
#include "runtime/plan/pool.hpp"
#include "runtime/score/table.hpp"

namespace hyp::plan {

/// Where rules are looked at.
struct RuleSetting {
  const score::Inputs& inputs;
  std::shared_ptr<const Pool> pool;
  DataId references;
  DataId donors;  ///< of rules that name no data set
};

/// The data set that a rule takes donors from; meaningless for `itself`, which takes the datum.
[[nodiscard]] DataId donors_of(const check::Rule& rule, const RuleSetting& setting);

/// Whether a rule chooses by how near a score is.
[[nodiscard]] bool by_score(check::Rule::Kind kind);

/// The data sets that donors of a rule come from, for data of these data sets.
[[nodiscard]] std::vector<DataId> donor_data(const DrawRule& rule, const RuleSetting& setting,
                                             const std::vector<DataId>& datum_data);

/// Names the columns that compiling will read.
void want_columns(const DrawRule& rule, const RuleSetting& setting,
                  const std::vector<DataId>& datum_data, Columns& columns);

}  // namespace hyp::plan
