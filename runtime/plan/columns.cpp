// SPDX-License-Identifier: MIT
#include "runtime/plan/columns.hpp"

namespace hyp::plan {

diag::Outcome<bool> Columns::evaluate(const score::Inputs& inputs) {
  std::map<DataId, score::Wanted> by_data;
  for (const auto& [data, expr] : wanted_) {
    auto& wanted = by_data.try_emplace(data, score::Wanted{data, {}, {}, {}}).first->second;
    wanted.numbers.push_back(expr);
  }
  diag::Diagnostics diagnostics;
  for (const auto& [data, wanted] : by_data) {
    auto table = score::evaluate(inputs, wanted);
    if (table) {
      for (auto& [expr, numbers] : table->numbers) {
        columns_.insert_or_assign({data, expr}, std::move(numbers));
      }
    }
    diagnostics.add(std::move(table.diagnostics));
  }
  if (diagnostics.has_errors()) return diagnostics.take();
  return {true, diagnostics.take()};
}

}  // namespace hyp::plan
