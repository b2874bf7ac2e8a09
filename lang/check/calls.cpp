// SPDX-License-Identifier: MIT
#include <algorithm>

#include "lang/check/definitions.hpp"
#include "lang/check/expressions.hpp"
#include "lang/check/functions.hpp"

namespace hyp::check {
namespace {

// How many axes an expression's value has, where the equations tell.
std::optional<std::size_t> static_rank(const Program& program, ExprId id) {
  const auto& node = program[id].node;
  if (const auto* site = std::get_if<Expr::SiteRef>(&node)) {
    return program[site->model].site(site->site).shape.size();
  }
  if (std::holds_alternative<Expr::GroupRef>(node)) return 1;
  return std::nullopt;
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

// `net.neurons(2)` for `net.neurons[2]`, `input.sum()` and `np.sum(input)` for `sum(input)`.
void report_no_function(Context& context, const Scope& scope, const syntax::Call& call,
                        const Symbol* callee) {
  diag::Facts facts{{"expected", "a function"},
                    {"text", context.text(call.callee->span)},
                    {"seen", callee ? name_of(*callee) : "something else"}};
  const auto* member = std::get_if<syntax::Member>(&call.callee->node);
  const auto* object = member ? std::get_if<syntax::Name>(&member->object->node) : nullptr;
  if (object) {
    const Symbol* symbol = context.symbols.find(scope.module, object->text);
    std::string arguments;
    for (const auto& argument : call.arguments) {
      arguments += (arguments.empty() ? "" : ", ") + context.text(argument.value->span);
    }
    if (symbol && symbol->kind == SymbolKind::model) {
      facts.emplace_back("example", context.text(call.callee->span) + "[" + arguments + "]");
    } else if (find_function(member->name.text)) {
      const auto what = arguments.empty() ? object->text : arguments;
      facts.emplace_back("example", member->name.text + "(" + what + ")");
    }
  }
  context.error({diag::Code::wrong_kind, call.callee->span, std::move(facts)});
}

}  // namespace

MaybeExpr check_subscript(Context& context, const Scope& scope, const syntax::Subscript& subscript,
                          source::Span span) {
  if (const auto* name = std::get_if<syntax::Name>(&subscript.object->node)) {
    const Symbol* symbol = context.symbols.find(scope.module, name->text);
    if (symbol && symbol->kind == SymbolKind::data) {
      const auto row = context.text(span);
      context.error({diag::Code::wrong_kind,
                     span,
                     {{"expected", "a value"},
                      {"text", row},
                      {"seen", "a row of a data set"},
                      {"example", row + ".input"}}});
      return std::nullopt;
    }
  }
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

MaybeExpr check_call(Context& context, const Scope& scope, const syntax::Call& call,
                     source::Span span) {
  Symbol* symbol = known_symbol(context, scope.module, *call.callee);
  if (symbol && symbol->state == Symbol::State::failed) return std::nullopt;
  if (symbol && symbol->kind == SymbolKind::definition) {
    return call_value(context, scope, *symbol, call, span);
  }
  const auto* name = std::get_if<syntax::Name>(&call.callee->node);
  if (!name) {
    const auto* member = std::get_if<syntax::Member>(&call.callee->node);
    const Symbol* file = member ? known_symbol(context, scope.module, *member->object) : nullptr;
    const bool imported = file && file->kind == SymbolKind::module;
    // Either it is not there, which is reported, or it is no function.
    if (imported && !find_symbol(context, scope.module, *call.callee)) return std::nullopt;
    report_no_function(context, scope, call, symbol);
    return std::nullopt;
  }
  if (scope.statistics && call.arguments.size() == 1 && call.arguments[0].in) {
    return check_restricted_statistic(context, scope, call, span);
  }
  const FunctionInfo* function = find_function(name->text);
  if (!function && symbol) {
    report_no_function(context, scope, call, symbol);
    return std::nullopt;
  }
  if (!function) {
    std::vector<std::string> names;
    for (const auto& row : all_functions()) names.emplace_back(row.name);
    for (const auto& known : context.symbols.names(scope.module)) {
      const Symbol* other = context.symbols.find(scope.module, known);
      if (other && other->kind == SymbolKind::definition) names.push_back(known);
    }
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

}  // namespace hyp::check
