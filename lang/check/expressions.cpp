// SPDX-License-Identifier: MIT
#include <algorithm>

#include "lang/check/context.hpp"
#include "lang/check/functions.hpp"
#include "lang/diag/suggest.hpp"

namespace hyp::check {
namespace {

using MaybeExpr = std::optional<ExprId>;
using Element = Type::Element;

const Type& type_of(const Context& context, ExprId id) {
  return context.program[id].type;
}

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
  report_wrong_kind(context, "a value", span, describe(entity, context));
  return std::nullopt;
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

MaybeExpr check_number(Context& context, const syntax::Number& number, source::Span span) {
  Type type;
  type.percent = number.percent;
  type.integer = number.integer;
  return context.add({type, span, Expr::Constant{number.value}});
}

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

// How many axes an expression's value has, where the equations tell.
std::optional<std::size_t> static_rank(const Program& program, ExprId id) {
  const auto& node = program[id].node;
  if (const auto* site = std::get_if<Expr::SiteRef>(&node)) {
    return program[site->model].site(site->site).shape.size();
  }
  if (std::holds_alternative<Expr::GroupRef>(node)) return 1;
  return std::nullopt;
}

MaybeExpr check_subscript(Context& context, const Scope& scope, const syntax::Subscript& subscript,
                          source::Span span) {
  const auto object = check_expr(context, scope, *subscript.object);
  if (!object) return std::nullopt;
  Type type = type_of(context, *object);
  if (!type.tensor) {
    report_wrong_kind(context, "a tensor", subscript.object->span, describe(type));
    return std::nullopt;
  }
  std::vector<std::int64_t> at;
  for (const auto& item : subscript.items) {
    const auto index = check_whole(context, scope, *item, 0);
    if (!index) return std::nullopt;
    at.push_back(*index);
  }
  // Of an input, whose shape only the data knows, every axis must be fixed; evaluation checks it.
  const auto rank = static_rank(context.program, *object);
  type.tensor = rank && at.size() < *rank;
  return context.add({type, span, Expr::Subscript{*object, std::move(at)}});
}

MaybeExpr check_restricted_statistic(Context& context, const Scope& scope, const syntax::Call& call,
                                     source::Span span) {
  const auto plain = check_expr(context, scope, *call.callee);
  if (!plain) return std::nullopt;
  Scope outside = scope;
  outside.statistics = false;
  const auto region = check_expr(context, outside, *call.arguments[0].value, Want::region);
  if (!region) return std::nullopt;
  Expr statistic = context.program[*plain];
  std::get<Expr::Statistic>(statistic.node).in = region;
  statistic.span = span;
  return context.add(std::move(statistic));
}

void report_arguments(Context& context, const FunctionInfo& function, source::Span span,
                      std::size_t seen) {
  std::string expected = "one argument";
  if (function.tensors == 2) expected = "two arguments";
  if (function.scalars) expected = "one tensor, or two or more numbers";
  context.error({diag::Code::wrong_argument_count,
                 span,
                 {{"name", function.name},
                  {"expected", expected},
                  {"seen", seen == 1 ? std::string("1 was") : std::to_string(seen) + " were"}}});
}

MaybeExpr call_scalars(Context& context, const FunctionInfo& function,
                       std::vector<ExprId> arguments, source::Span span) {
  Type type;
  type.percent = type_of(context, arguments[0]).percent;
  type.integer = true;
  for (const auto argument : arguments) {
    if (!require_scalar(context, argument)) return std::nullopt;
    const Type& a = type_of(context, argument);
    if (a.percent != type.percent) {
      report_percent(context, arguments[0], argument, span);
      return std::nullopt;
    }
    type.per_example = type.per_example || a.per_example;
    type.integer = type.integer && a.integer;
  }
  return context.add({type, span, Expr::Call{function.function, std::move(arguments)}});
}

MaybeExpr call_tensors(Context& context, const FunctionInfo& function,
                       std::vector<ExprId> arguments, source::Span span) {
  Type type;
  for (const auto argument : arguments) {
    if (!require_number(context, argument)) return std::nullopt;
    const Type& a = type_of(context, argument);
    if (function.reduces && !a.tensor) {
      report_wrong_kind(context, "a tensor", context.program[argument].span, describe(a));
      return std::nullopt;
    }
    type.per_example = type.per_example || a.per_example;
    type.tensor = function.elementwise && a.tensor;
  }
  return context.add({type, span, Expr::Call{function.function, std::move(arguments)}});
}

MaybeExpr check_call(Context& context, const Scope& scope, const syntax::Call& call,
                     source::Span span) {
  const auto* name = std::get_if<syntax::Name>(&call.callee->node);
  if (!name) {
    report_wrong_kind(context, "a function", call.callee->span, "something else");
    return std::nullopt;
  }
  if (scope.statistics && call.arguments.size() == 1 && call.arguments[0].in) {
    return check_restricted_statistic(context, scope, call, span);
  }
  const FunctionInfo* function = find_function(name->text);
  if (!function) {
    std::vector<std::string> names;
    for (const auto& row : all_functions()) names.emplace_back(row.name);
    report_unknown(context, "function", *name, names);
    return std::nullopt;
  }
  std::vector<ExprId> arguments;
  bool fits = true;
  for (const auto& argument : call.arguments) {
    if (argument.name || argument.in) {
      const auto at = argument.name ? argument.name->span : argument.value->span;
      const auto text = argument.name ? argument.name->text : std::string("in");
      context.error(
          {diag::Code::unexpected_argument_name, at, {{"name", name->text}, {"argument", text}}});
      fits = false;
      continue;
    }
    const auto id = check_expr(context, scope, *argument.value);
    fits = fits && id;
    if (id) arguments.push_back(*id);
  }
  if (!fits) return std::nullopt;
  const std::size_t wanted = function->elementwise ? 1 : function->tensors;
  const bool scalars = function->scalars && arguments.size() >= 2;
  if (!scalars && arguments.size() != wanted) {
    report_arguments(context, *function, span, arguments.size());
    return std::nullopt;
  }
  return scalars ? call_scalars(context, *function, std::move(arguments), span)
                 : call_tensors(context, *function, std::move(arguments), span);
}

}  // namespace

MaybeExpr check_expr(Context& context, const Scope& scope, const syntax::Expr& expr) {
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

MaybeExpr check_expr(Context& context, const Scope& scope, const syntax::Expr& expr, Want want) {
  const auto id = check_expr(context, scope, expr);
  if (!id) return std::nullopt;
  const Type type = type_of(context, *id);
  const auto wrong = [&](std::string_view expected) {
    report_wrong_kind(context, expected, expr.span, describe(type));
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

}  // namespace hyp::check
