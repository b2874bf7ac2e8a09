// SPDX-License-Identifier: MIT
// The table of functions that expressions can call.
#pragma once

#include <string_view>
#include <vector>

#include "lang/check/expr.hpp"

namespace hyp::check {

/// A row. `reduces`: a tensor to one number; `elementwise`: keeps the shape; `scalars`: also takes
/// two or more single numbers.
struct FunctionInfo {
  Function function;
  std::string_view name;
  std::uint32_t tensors;  ///< how many tensor arguments a reduction takes
  bool reduces;
  bool elementwise;
  bool scalars;
};

[[nodiscard]] const std::vector<FunctionInfo>& all_functions();
[[nodiscard]] const FunctionInfo* find_function(std::string_view name);
[[nodiscard]] const FunctionInfo& info(Function function);

}  // namespace hyp::check
