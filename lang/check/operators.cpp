// SPDX-License-Identifier: MIT
#include "lang/check/expressions.hpp"

namespace hyp::check {
namespace {

using Element = Type::Element;

MaybeExpr check_logic(Context& context, Expr::LogicOp op, ExprId left, ExprId right,
                      source::Span span) {
  const bool left_fits = require_condition(context, left);
  if (!require_condition(context, right) || !left_fits) return std::nullopt;
  Type type;
  type.element = Element::boolean;
  type.per_example = type_of(context, left).per_example || type_of(context, right).per_example;
  return context.add({type, span, Expr::Logic{op, left, right}});
}

// Adding wants equal units; a percentage may be scaled by a number, and two divided.
std::optional<bool> percent_of(Expr::ArithmeticOp op, bool left, bool right) {
  switch (op) {
    case Expr::ArithmeticOp::add:
    case Expr::ArithmeticOp::subtract:
      return left == right ? std::optional(left) : std::nullopt;
    case Expr::ArithmeticOp::multiply:
      return left && right ? std::nullopt : std::optional(left || right);
    case Expr::ArithmeticOp::divide:
      return !left && right ? std::nullopt : std::optional(left && !right);
  }
  return std::nullopt;
}

MaybeExpr check_arithmetic(Context& context, Expr::ArithmeticOp op, ExprId left, ExprId right,
                           source::Span span) {
  const bool left_fits = require_number(context, left);
  if (!require_number(context, right) || !left_fits) return std::nullopt;
  const Type a = type_of(context, left), b = type_of(context, right);
  const auto percent = percent_of(op, a.percent, b.percent);
  if (!percent) {
    report_percent(context, left, right, span);
    return std::nullopt;
  }
  Type type;
  type.percent = *percent;
  type.per_example = a.per_example || b.per_example;
  type.tensor = a.tensor || b.tensor;
  type.integer = a.integer && b.integer && op != Expr::ArithmeticOp::divide;
  return context.add({type, span, Expr::Arithmetic{op, left, right}});
}

MaybeExpr compare(Context& context, syntax::CompareOp op, ExprId left, ExprId right) {
  const bool left_fits = require_scalar(context, left);
  if (!require_scalar(context, right) || !left_fits) return std::nullopt;
  const Type a = type_of(context, left), b = type_of(context, right);
  const auto span = source::cover(context.program[left].span, context.program[right].span);
  if (a.percent != b.percent) {
    report_percent(context, left, right, span);
    return std::nullopt;
  }
  Type type;
  type.element = Element::boolean;
  type.per_example = a.per_example || b.per_example;
  // The two enumerations list the same operators in the same order.
  return context.add({type, span, Expr::Compare{static_cast<Expr::CompareOp>(op), left, right}});
}

}  // namespace

MaybeExpr check_unary(Context& context, const Scope& scope, const syntax::Unary& unary,
                      source::Span span) {
  const auto operand = check_expr(context, scope, *unary.operand);
  if (!operand) return std::nullopt;
  const Type type = type_of(context, *operand);
  if (unary.op == syntax::UnaryOp::logical_not) {
    if (!require_condition(context, *operand)) return std::nullopt;
    return context.add({type, span, Expr::Not{*operand}});
  }
  if (!require_number(context, *operand)) return std::nullopt;
  return context.add({type, span, Expr::Negate{*operand}});
}

MaybeExpr check_binary(Context& context, const Scope& scope, const syntax::Binary& binary,
                       source::Span span) {
  const auto left = check_expr(context, scope, *binary.left);
  const auto right = check_expr(context, scope, *binary.right);
  if (!left || !right) return std::nullopt;
  switch (binary.op) {
    case syntax::BinaryOp::logical_and:
      return check_logic(context, Expr::LogicOp::conjunction, *left, *right, span);
    case syntax::BinaryOp::logical_or:
      return check_logic(context, Expr::LogicOp::disjunction, *left, *right, span);
    case syntax::BinaryOp::add:
      return check_arithmetic(context, Expr::ArithmeticOp::add, *left, *right, span);
    case syntax::BinaryOp::subtract:
      return check_arithmetic(context, Expr::ArithmeticOp::subtract, *left, *right, span);
    case syntax::BinaryOp::multiply:
      return check_arithmetic(context, Expr::ArithmeticOp::multiply, *left, *right, span);
    case syntax::BinaryOp::divide:
      return check_arithmetic(context, Expr::ArithmeticOp::divide, *left, *right, span);
  }
  return std::nullopt;
}

MaybeExpr check_comparison(Context& context, const Scope& scope,
                           const syntax::Comparison& comparison, source::Span span) {
  std::vector<ExprId> operands;
  bool fits = true;
  for (const auto& operand : comparison.operands) {
    const auto id = check_expr(context, scope, *operand);
    fits = fits && id;
    if (id) operands.push_back(*id);
  }
  if (!fits) return std::nullopt;
  MaybeExpr all;
  for (std::size_t i = 0; i < comparison.ops.size(); ++i) {
    const auto next = compare(context, comparison.ops[i], operands[i], operands[i + 1]);
    if (!next) return std::nullopt;
    all = all ? check_logic(context, Expr::LogicOp::conjunction, *all, *next, span) : next;
  }
  return all;
}

}  // namespace hyp::check
