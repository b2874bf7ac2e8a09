// SPDX-License-Identifier: MIT
// How diagnostics write operators and functions: as the file does.
#pragma once

#include <string_view>

#include "lang/check/expr.hpp"
#include "lang/check/model.hpp"

namespace hyp::score {

[[nodiscard]] std::string_view word(check::Function function);
[[nodiscard]] std::string_view word(check::Expr::ArithmeticOp op);
[[nodiscard]] std::string_view word(check::Expr::LogicOp op);
[[nodiscard]] std::string_view word(check::Expr::CompareOp op);
[[nodiscard]] std::string_view word(check::Expr::Statistic::Kind kind);
[[nodiscard]] std::string_view word(const check::Operation& operation);

}  // namespace hyp::score
