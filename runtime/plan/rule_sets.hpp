// SPDX-License-Identifier: MIT
// The rules of docs/method.md, section 4, on the data at hand: which examples may stand in for
// which.
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "lang/diag/outcome.hpp"
#include "runtime/plan/candidates.hpp"
#include "runtime/plan/rule_reads.hpp"

namespace hyp::plan {

/// One arm of a rule. Exactly one of the three is set, but for `shuffled`, which has none.
struct RuleOnData {
  check::Rule::Kind kind = check::Rule::Kind::any;
  std::optional<DataId> donors;  ///< empty for `itself`: the datum's own
  double amount = 0;
  std::shared_ptr<const DonorSet> set;
  std::shared_ptr<const NearScale> near;
  std::optional<RowId> fixed;
  bool excluding_itself = false;

  [[nodiscard]] bool has_set() const { return set != nullptr; }
  /// Whether it speaks of the datum as one of the donors.
  [[nodiscard]] bool needs_own_data() const {
    return kind == check::Rule::Kind::shuffled ||
           (excluding_itself && kind != check::Rule::Kind::fixed);
  }
};

/// Errors: an amount that cannot be, `near` by a percentage of a score that never varies, an
/// example that is not there. Data whose own data set is not that of the donors is none: Donors
/// refuses it where it is met.
[[nodiscard]] diag::Outcome<RuleOnData> rule_on_data(const check::Rule& rule,
                                                     const RuleSetting& setting,
                                                     const std::vector<DataId>& datum_data,
                                                     const Columns& columns);

}  // namespace hyp::plan
