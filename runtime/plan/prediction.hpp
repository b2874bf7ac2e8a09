// SPDX-License-Identifier: MIT
// What a claim says the network must answer: the output node's value, with the values that the
// nodes it mentions carry on their donors (docs/method.md, section 4, swap).
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "runtime/plan/columns.hpp"
#include "runtime/plan/draw_rule.hpp"

namespace hyp::plan {

/// The donor of each node, for consecutive references.
using NodeDonorRows = std::map<NodeId, std::span<const RowId>>;

class Prediction {
 public:
  /// `value` is the output node's; false where it is computed from tensors.
  [[nodiscard]] static bool possible(const check::Program& program, check::ExprId value);
  /// Names the columns that predicting reads; nodes take donors from `donors` or `references`.
  static void want_columns(const check::Program& program, const check::Hypothesis& hypothesis,
                           check::ExprId value, DataId references, DataId donors, Columns& columns);

  Prediction(const check::Program& program, const check::Hypothesis& hypothesis,
             check::ExprId value, std::shared_ptr<const Pool> pool, DataId references,
             std::shared_ptr<const Columns> columns)
      : program_(program),
        hypothesis_(hypothesis),
        value_(value),
        pool_(std::move(pool)),
        references_(references),
        columns_(std::move(columns)) {}

  /// The class predicted for references `first` ... ; truth values as 0 and 1. Where a node is not
  /// in `donors` the reference itself serves.
  [[nodiscard]] std::vector<double> predict(std::int64_t first, std::int64_t rows,
                                            const NodeDonorRows& donors) const;

  /// What a node carries on a donor; empty for one that predicting does not read.
  [[nodiscard]] std::optional<double> carried(NodeId node, RowId donor) const;

 private:
  using Values = std::vector<double>;
  [[nodiscard]] Values value(check::ExprId id, std::int64_t first, std::int64_t rows,
                             const NodeDonorRows& donors) const;

  const check::Program& program_;
  const check::Hypothesis& hypothesis_;
  check::ExprId value_;
  std::shared_ptr<const Pool> pool_;
  DataId references_;
  std::shared_ptr<const Columns> columns_;
};

}  // namespace hyp::plan
