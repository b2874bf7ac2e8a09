// SPDX-License-Identifier: MIT
// Expressions with some parts of them replaced. Private to lang/mutate.
#pragma once

#include <functional>
#include <map>
#include <optional>

#include "lang/mutate/mutants.hpp"

namespace hyp::mutate {

/// Looks through the regions, scores and partitions that an expression names: where their
/// definition changes, the changed one stands in the place of the name.
class Rewriter {
 public:
  /// What stands in the place of an expression; empty where it is as it was, but for its parts.
  using Change = std::function<std::optional<check::ExprId>(check::ExprId)>;

  /// New expressions are appended to `mutant`.
  Rewriter(const check::Program& program, Mutant& mutant, Change change)
      : program_(program), mutant_(mutant), change_(std::move(change)) {}

  /// The expression itself where nothing of it changes.
  [[nodiscard]] check::ExprId rewrite(check::ExprId id);

  /// Every expression that a hypothesis says: values, tolerances and rules.
  void rewrite(check::Hypothesis& hypothesis);

 private:
  check::ExprId changed(check::ExprId id);
  std::optional<check::PartitionId> rewrite(check::PartitionId id);
  void rewrite(std::optional<check::ExprId>& id);
  void rewrite(std::optional<check::RuleSpec>& spec);

  const check::Program& program_;
  Mutant& mutant_;
  Change change_;
  std::map<check::ExprId, check::ExprId> known_;
  std::map<check::PartitionId, std::optional<check::PartitionId>> partitions_;
};

/// Appends an expression to the mutant's; its id in the changed program.
check::ExprId append(const check::Program& program, Mutant& mutant, check::Expr expr);

/// Of the program, or of those that the mutant appends to it.
[[nodiscard]] check::Expr expr_of(const check::Program& program, const Mutant& mutant,
                                  check::ExprId id);

}  // namespace hyp::mutate
