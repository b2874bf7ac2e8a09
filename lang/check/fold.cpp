// SPDX-License-Identifier: MIT
#include <cmath>

#include "lang/check/context.hpp"
#include "lang/check/uses.hpp"

namespace hyp::check {
namespace {

class Folder {
 public:
  explicit Folder(const Program& program) : program_(program) {}

  std::optional<double> value(ExprId id) {
    const auto& node = program_[id].node;
    if (const auto* constant = std::get_if<Expr::Constant>(&node)) return constant->value;
    if (const auto* ref = std::get_if<Expr::LetRef>(&node)) return let(ref->let);
    if (const auto* negate = std::get_if<Expr::Negate>(&node)) {
      const auto operand = value(negate->operand);
      return operand ? std::optional(-*operand) : std::nullopt;
    }
    if (const auto* both = std::get_if<Expr::Arithmetic>(&node)) {
      return arithmetic(both->op, value(both->left), value(both->right));
    }
    return std::nullopt;
  }

 private:
  // Each let is computed once: lets that mention the one before twice stay linear.
  std::optional<double> let(LetId id) {
    const auto known = lets_.find(id);
    if (known != lets_.end()) return known->second;
    return lets_[id] = value(program_[id].value);
  }

  static std::optional<double> arithmetic(Expr::ArithmeticOp op, std::optional<double> a,
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

  const Program& program_;
  std::map<LetId, std::optional<double>> lets_;
};

}  // namespace

std::optional<double> fold(const Program& program, ExprId id) {
  return Folder(program).value(id);
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
  const auto* difference = std::get_if<syntax::Binary>(&expr.node);
  if (least == 0 && value && *value < 0) {
    if (difference) {
      facts.emplace_back("range", context.text(difference->left->span) + ".." +
                                      context.text(difference->right->span));
    } else {
      facts.emplace_back("first", least);
    }
  }
  context.error({diag::Code::not_whole, expr.span, std::move(facts)});
  return std::nullopt;
}

}  // namespace hyp::check
