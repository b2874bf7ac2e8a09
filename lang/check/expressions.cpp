// SPDX-License-Identifier: MIT
#include "lang/check/expressions.hpp"

namespace hyp::check {
namespace {

using Element = Type::Element;

// The value behind a name: partitions and groups are values too.
MaybeExpr value_of(Context& context, const Entity& entity, source::Span span) {
  if (const auto* expr = std::get_if<ExprId>(&entity)) return *expr;
  Type type;
  type.per_example = true;
  if (const auto* partition = std::get_if<PartitionId>(&entity)) {
    type.element = Element::part;
    type.partition = *partition;
    return context.add({type, span, Expr::PartitionRef{*partition}});
  }
  if (const auto* group = std::get_if<GroupId>(&entity)) {
    type.tensor = true;
    return context.add({type, span, Expr::GroupRef{*group}});
  }
  if (const auto* subspace = std::get_if<SubspaceId>(&entity)) {
    report_subspace(context, *subspace, span);
    return std::nullopt;
  }
  report_wrong_kind(context, "a value", span, describe(entity, context));
  return std::nullopt;
}

MaybeExpr check_number(Context& context, const syntax::Number& number, source::Span span) {
  Type type;
  type.percent = number.percent;
  type.integer = number.integer;
  return context.add({type, span, Expr::Constant{number.value}});
}

MaybeExpr check_node(Context& context, const Scope& scope, const syntax::Expr& expr) {
  const auto& node = expr.node;
  if (const auto* number = std::get_if<syntax::Number>(&node)) {
    return check_number(context, *number, expr.span);
  }
  if (const auto* unary = std::get_if<syntax::Unary>(&node)) {
    return check_unary(context, scope, *unary, expr.span);
  }
  if (const auto* binary = std::get_if<syntax::Binary>(&node)) {
    return check_binary(context, scope, *binary, expr.span);
  }
  if (const auto* comparison = std::get_if<syntax::Comparison>(&node)) {
    return check_comparison(context, scope, *comparison, expr.span);
  }
  if (const auto* call = std::get_if<syntax::Call>(&node)) {
    return check_call(context, scope, *call, expr.span);
  }
  if (const auto* subscript = std::get_if<syntax::Subscript>(&node)) {
    return check_subscript(context, scope, *subscript, expr.span);
  }
  if (std::holds_alternative<syntax::Name>(node) || std::holds_alternative<syntax::Member>(node)) {
    const auto entity = find_entity(context, scope, expr);
    return entity ? value_of(context, *entity, expr.span) : std::nullopt;
  }
  const char* seen = std::holds_alternative<syntax::Text>(node)    ? "a text"
                     : std::holds_alternative<syntax::Range>(node) ? "a range"
                                                                   : "a list";
  report_wrong_kind(context, "a value", expr.span, seen);
  return std::nullopt;
}

}  // namespace

MaybeExpr check_expr(Context& context, const Scope& scope, const syntax::Expr& expr) {
  const Nested nested(context);
  if (context.too_deep(context.nesting, context.text(expr.span), expr.span)) return std::nullopt;
  const auto id = check_node(context, scope, expr);
  if (!id || context.too_deep(context.depths[id->index], context.text(expr.span), expr.span)) {
    return std::nullopt;
  }
  return id;
}

MaybeExpr check_expr(Context& context, const Scope& scope, const syntax::Expr& expr, Want want) {
  const auto id = check_expr(context, scope, expr);
  if (!id) return std::nullopt;
  const Type type = type_of(context, *id);
  const auto wrong = [&](std::string_view expected) {
    // Of a parameter, what the call gave for it.
    report_wrong_kind(context, expected, context.program[*id].span, describe(type));
    return std::nullopt;
  };
  const bool scalar = type.element == Element::number && !type.tensor;
  switch (want) {
    case Want::constant:
      if (type.per_example) return wrong("a constant (the same for every example)");
      break;
    case Want::number:
      if (!scalar || type.per_example || type.percent) return wrong("a number");
      break;
    case Want::percentage:
      if (!scalar || type.per_example || !type.percent) return wrong("a percentage");
      break;
    case Want::any_score:
      if (type.tensor) return require_scalar(context, *id) ? id : std::nullopt;
      if (!scalar || !type.per_example) return wrong("a score (a number per example)");
      break;
    case Want::region:
      if (type.element != Element::boolean || !type.per_example) {
        return wrong("a region (true or false per example)");
      }
      break;
    case Want::condition:
      if (type.element != Element::boolean || type.per_example) return wrong("a condition");
      break;
    case Want::value:
      if (type.tensor) return require_scalar(context, *id) ? id : std::nullopt;
      if (!type.per_example) return wrong("a value that differs between examples");
      break;
  }
  return id;
}

void report_wrong_kind(Context& context, std::string_view expected, source::Span span,
                       std::string_view seen) {
  context.error({diag::Code::wrong_kind,
                 span,
                 {{"expected", expected}, {"text", context.text(span)}, {"seen", seen}}});
}

bool require_number(Context& context, ExprId id) {
  if (type_of(context, id).element == Element::number) return true;
  report_wrong_kind(context, "a number", context.program[id].span, describe(type_of(context, id)));
  return false;
}

bool require_condition(Context& context, ExprId id) {
  if (type_of(context, id).element == Element::boolean) return true;
  report_wrong_kind(context, "a region or comparison", context.program[id].span,
                    describe(type_of(context, id)));
  return false;
}

bool require_scalar(Context& context, ExprId id) {
  if (!require_number(context, id)) return false;
  const auto& type = type_of(context, id);
  if (!type.tensor) return true;
  const auto span = context.program[id].span;
  context.error({diag::Code::tensor_mismatch,
                 span,
                 {{"text", context.text(span)}, {"seen", describe(type)}}});
  return false;
}

void report_percent(Context& context, ExprId left, ExprId right, source::Span span) {
  context.error({diag::Code::percent_and_number,
                 span,
                 {{"left", context.text(context.program[left].span)},
                  {"right", context.text(context.program[right].span)}}});
}

}  // namespace hyp::check
