// SPDX-License-Identifier: MIT
#include <cmath>

#include "lang/check/context.hpp"
#include "lang/check/uses.hpp"

namespace hyp::check {
namespace {

std::optional<double> arithmetic(Expr::ArithmeticOp op, std::optional<double> a,
                                 std::optional<double> b) {
  if (!a || !b) return std::nullopt;
  switch (op) {
    case Expr::ArithmeticOp::add:
      return *a + *b;
    case Expr::ArithmeticOp::subtract:
      return *a - *b;
    case Expr::ArithmeticOp::multiply:
      return *a * *b;
    case Expr::ArithmeticOp::divide:
      return *a / *b;
  }
  return std::nullopt;
}

}  // namespace

std::optional<double> fold(const Program& program, ExprId id) {
  const auto& node = program[id].node;
  if (const auto* constant = std::get_if<Expr::Constant>(&node)) return constant->value;
  if (const auto* let = std::get_if<Expr::LetRef>(&node)) {
    return fold(program, program[let->let].value);
  }
  if (const auto* negate = std::get_if<Expr::Negate>(&node)) {
    const auto value = fold(program, negate->operand);
    return value ? std::optional(-*value) : std::nullopt;
  }
  if (const auto* sum = std::get_if<Expr::Arithmetic>(&node)) {
    return arithmetic(sum->op, fold(program, sum->left), fold(program, sum->right));
  }
  return std::nullopt;
}

std::optional<double> fold_fixed(Context& context, ExprId expr) {
  const auto value = fold(context.program, expr);
  Uses uses;
  uses.add(context.program, expr);
  for (const auto let : uses.lets) context.program.lets[let.index].fixed = true;
  return value;
}

std::optional<std::int64_t> check_whole(Context& context, const Scope& scope,
                                        const syntax::Expr& expr, std::int64_t least) {
  const auto id = check_expr(context, scope, expr, Want::number);
  if (!id) return std::nullopt;
  const auto value = fold_fixed(context, *id);
  constexpr double kLargest = 9007199254740992.0;  // 2^53: beyond it not every whole number exists
  const bool whole = value && std::trunc(*value) == *value && std::abs(*value) <= kLargest;
  if (whole && *value >= static_cast<double>(least)) return static_cast<std::int64_t>(*value);
  diag::Facts facts{{"least", least}, {"text", context.text(expr.span)}};
  if (value) {
    facts.emplace_back("seen", *value);
  } else {
    facts.emplace_back("seen", "not known before the data is read");
  }
  context.error({diag::Code::not_whole, expr.span, std::move(facts)});
  return std::nullopt;
}

}  // namespace hyp::check
