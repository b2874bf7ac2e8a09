// SPDX-License-Identifier: MIT
// Whether the value that a node is said to carry can be computed from the values of the nodes it
// reads (docs/method.md, section 2). Where a value mentions nothing but those, it can; else the
// data decides: two examples on which all that is read is equal must carry the same.
#pragma once

#include <vector>

#include "lang/check/program.hpp"
#include "lang/diag/outcome.hpp"
#include "runtime/plan/columns.hpp"

namespace hyp::plan {

class Computable {
 public:
  Computable(const check::Program& program, const check::Hypothesis& hypothesis);

  /// Names the columns that the check reads.
  void want_columns(check::DataId data, Columns& columns) const;
  /// An error for each node whose value differs where what it reads does not.
  [[nodiscard]] std::vector<diag::Diagnostic> check(check::DataId data,
                                                    const Columns& columns) const;

 private:
  [[nodiscard]] std::optional<diag::Diagnostic> check(const check::Node& node, check::DataId data,
                                                      const Columns& columns) const;
  [[nodiscard]] std::string shown(check::ExprId value, double number) const;

  const check::Program& program_;
  const check::Hypothesis& hypothesis_;
  std::vector<const check::Node*> open_;  ///< whose value may not follow
};

}  // namespace hyp::plan
