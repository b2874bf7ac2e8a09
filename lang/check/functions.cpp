// SPDX-License-Identifier: MIT
#include "lang/check/functions.hpp"

#include <algorithm>

namespace hyp::check {

const std::vector<FunctionInfo>& all_functions() {
  using F = Function;
  static const std::vector<FunctionInfo> table = {
      // function  name   tensors reduces elementwise scalars
      {F::sum, "sum", 1, true, false, false}, {F::mean, "mean", 1, true, false, false},
      {F::min, "min", 1, true, false, true},  {F::max, "max", 1, true, false, true},
      {F::dot, "dot", 2, true, false, false}, {F::norm, "norm", 1, true, false, false},
      {F::abs, "abs", 0, false, true, false}, {F::sqrt, "sqrt", 0, false, true, false},
      {F::exp, "exp", 0, false, true, false}, {F::log, "log", 0, false, true, false},
  };
  return table;
}

const FunctionInfo* find_function(std::string_view name) {
  const auto& table = all_functions();
  const auto row =
      std::find_if(table.begin(), table.end(), [&](const auto& f) { return f.name == name; });
  return row == table.end() ? nullptr : &*row;
}

const FunctionInfo& info(Function function) {
  return all_functions()[static_cast<std::size_t>(function)];
}

}  // namespace hyp::check
