// SPDX-License-Identifier: MIT
#include "lang/check/number_scope.hpp"

#include <cmath>

namespace hyp::check::equations {

std::optional<double> NumberScope::find(const syntax::Name& name) const {
  if (values.contains(name.text)) return std::nullopt;
  if (const auto it = parameters.find(name.text); it != parameters.end()) return it->second;
  return lookup && *lookup ? (*lookup)(name) : std::nullopt;
}

std::optional<double> constant(const syntax::Expr& expr, const NumberScope& scope) {
  if (const auto* number = std::get_if<syntax::Number>(&expr.node)) {
    return number->percent ? std::nullopt : std::optional(number->value);
  }
  if (const auto* name = std::get_if<syntax::Name>(&expr.node)) return scope.find(*name);
  if (const auto* unary = std::get_if<syntax::Unary>(&expr.node)) {
    const auto value = constant(*unary->operand, scope);
    if (!value || unary->op != syntax::UnaryOp::negate) return std::nullopt;
    return -*value;
  }
  if (const auto* binary = std::get_if<syntax::Binary>(&expr.node)) {
    const auto left = constant(*binary->left, scope);
    const auto right = constant(*binary->right, scope);
    if (!left || !right) return std::nullopt;
    switch (binary->op) {
      case syntax::BinaryOp::add:
        return *left + *right;
      case syntax::BinaryOp::subtract:
        return *left - *right;
      case syntax::BinaryOp::multiply:
        return *left * *right;
      case syntax::BinaryOp::divide:
        return *left / *right;
      default:
        return std::nullopt;
    }
  }
  return std::nullopt;
}

const syntax::Name* unknown_in(const syntax::Expr& expr, const NumberScope& scope) {
  if (const auto* name = std::get_if<syntax::Name>(&expr.node)) {
    return scope.values.contains(name->text) || scope.find(*name) ? nullptr : name;
  }
  if (const auto* unary = std::get_if<syntax::Unary>(&expr.node)) {
    return unknown_in(*unary->operand, scope);
  }
  if (const auto* binary = std::get_if<syntax::Binary>(&expr.node)) {
    const auto* left = unknown_in(*binary->left, scope);
    return left ? left : unknown_in(*binary->right, scope);
  }
  return nullptr;
}

std::optional<std::int64_t> whole(double value) {
  constexpr double kExact = 9007199254740992.0;  // 2^53
  if (!(std::abs(value) <= kExact) || value != std::floor(value)) return std::nullopt;
  return static_cast<std::int64_t>(value);
}

}  // namespace hyp::check::equations
