// SPDX-License-Identifier: MIT
// The pieces of checking expressions, and what they ask of each other's results. Private to
// lang/check.
#pragma once

#include <optional>

#include "lang/check/context.hpp"

namespace hyp::check {

using MaybeExpr = std::optional<ExprId>;

[[nodiscard]] inline const Type& type_of(const Context& context, ExprId id) {
  return context.program[id].type;
}

// Each says whether the expression is of that kind, and reports it when it is not.
bool require_number(Context& context, ExprId id);
bool require_condition(Context& context, ExprId id);
bool require_scalar(Context& context, ExprId id);
void report_percent(Context& context, ExprId left, ExprId right, source::Span span);

// operators.cpp
MaybeExpr check_unary(Context& context, const Scope& scope, const syntax::Unary& unary,
                      source::Span span);
MaybeExpr check_binary(Context& context, const Scope& scope, const syntax::Binary& binary,
                       source::Span span);
MaybeExpr check_comparison(Context& context, const Scope& scope,
                           const syntax::Comparison& comparison, source::Span span);

// calls.cpp
MaybeExpr check_subscript(Context& context, const Scope& scope, const syntax::Subscript& subscript,
                          source::Span span);
MaybeExpr check_call(Context& context, const Scope& scope, const syntax::Call& call,
                     source::Span span);

}  // namespace hyp::check
