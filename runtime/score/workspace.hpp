// SPDX-License-Identifier: MIT
// What one evaluation has computed so far: each score, region, constant and group once.
#pragma once

#include <optional>
#include <utility>
#include <vector>

#include "runtime/score/layout.hpp"
#include "runtime/score/memo.hpp"
#include "runtime/score/table.hpp"

namespace hyp::score {

/// Every lookup computes on first use; null or empty means that it failed and that the error stands
/// in `diagnostics`, once.
class Workspace {
 public:
  explicit Workspace(const Inputs& inputs);
  Workspace(const Workspace&) = delete;
  Workspace& operator=(const Workspace&) = delete;

  /// One number a row, of an expression that is one number a row.
  const Numbers* column(ExprId expr, const Domain& domain);
  /// The member that each row lies in.
  const Numbers* partition(PartitionId partition, const Domain& domain);
  /// The elements of an expression that never varies, row-major.
  const Numbers* constant(ExprId expr);
  const std::vector<check::Part>* group(GroupId group);
  std::optional<std::vector<check::Part>> set(const check::Set& set);
  /// For each unit whether the predicate holds; empty when that failed.
  std::optional<std::vector<bool>> where(const check::Where& where, ModelId model, SiteId site);
  /// One number a unit of the domain's site.
  const Numbers* statistic(ExprId expr, const Domain& domain);

  [[nodiscard]] const Inputs& inputs() const { return inputs_; }
  [[nodiscard]] const check::Program& program() const { return *inputs_.program; }
  [[nodiscard]] const model::Dataset& dataset(DataId data) const;
  [[nodiscard]] const model::Activations& activations(ModelId model, DataId data,
                                                      SiteId site) const;
  [[nodiscard]] std::int64_t rows(const Domain& domain) const;
  Layouts& layouts() { return layouts_; }
  diag::Diagnostics& diagnostics() { return diagnostics_; }

 private:
  std::optional<Layouts::Count> count(GroupId group);

  const Inputs& inputs_;
  diag::Diagnostics diagnostics_;
  Layouts layouts_;
  Memo<std::pair<ExprId, Domain>, Numbers> columns_;
  Memo<std::pair<PartitionId, Domain>, Numbers> partitions_;
  Memo<ExprId, Numbers> constants_;
  Memo<GroupId, std::vector<check::Part>> groups_;
  Memo<std::pair<ExprId, Domain>, Numbers> statistics_;
};

}  // namespace hyp::score
