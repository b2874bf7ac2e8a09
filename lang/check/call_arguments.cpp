// SPDX-License-Identifier: MIT
#include "lang/check/call_arguments.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "lang/check/expr_text.hpp"
#include "lang/diag/suggest.hpp"

namespace hyp::check::equations {

using diag::Code;
using diag::Diagnostic;
using diag::Note;
using syntax::Expr;
using Kind = Parameter::Kind;

Arguments::Arguments(const Expr& call, const Signature& signature, const NumberScope& scope,
                     diag::Diagnostics& diagnostics)
    : signature_(signature), scope_(scope), diagnostics_(diagnostics), call_(call.span) {
  const std::vector<Parameter>& parameters = signature.parameters;
  std::size_t position = 0;
  for (const auto& argument : std::get<syntax::Call>(call.node).arguments) {
    if (!argument.name && !argument.in) {
      if (position < signature.positional) {
        take(parameters[position++], argument);
        continue;
      }
      const auto most = signature.positional;
      fail({Code::too_many_arguments,
            argument.value->span,
            {{"callee", signature.name},
             {"count", fmt::format("{} argument{}", most, most == 1 ? "" : "s")},
             {"usage", signature.usage}}});
      continue;
    }
    const std::string name = argument.in ? "in" : argument.name->text;
    const auto found = std::find_if(parameters.begin(), parameters.end(),
                                    [&](const Parameter& p) { return p.name == name; });
    if (found != parameters.end()) {
      take(*found, argument);
      continue;
    }
    std::vector<std::string> names;
    for (const auto& p : parameters) names.emplace_back(p.name);
    diag::Facts facts{{"callee", signature.name}, {"name", name}};
    const std::string near = diag::nearest(name, names);
    if (!near.empty()) facts.emplace_back("suggestion", near);
    const auto span = argument.name ? argument.name->span : argument.value->span;
    fail(Diagnostic(Code::unknown_argument, span, std::move(facts))
             .remark(Note::written_as, {{"callee", signature.name}, {"usage", signature.usage}}));
  }
  for (const auto& parameter : parameters) {
    if (!parameter.required || given_.contains(parameter.name)) continue;
    fail({Code::argument_missing,
          std::get<syntax::Call>(call.node).callee->span,
          {{"callee", signature.name}, {"name", parameter.name}, {"usage", signature.usage}}});
  }
}

const Expr* Arguments::expr(std::string_view name) const {
  const auto it = given_.find(name);
  return it == given_.end() ? nullptr : it->second.expr;
}

source::Span Arguments::span(std::string_view name) const {
  const Expr* given = expr(name);
  return given ? given->span : call_;
}

std::int64_t Arguments::whole(std::string_view name, std::int64_t fallback) const {
  const auto it = given_.find(name);
  return it == given_.end() ? fallback : std::get<std::int64_t>(it->second.value);
}

Pair Arguments::pair(std::string_view name, Pair fallback) const {
  const auto it = given_.find(name);
  return it == given_.end() ? fallback : std::get<Pair>(it->second.value);
}

double Arguments::number(std::string_view name, double fallback) const {
  const auto it = given_.find(name);
  return it == given_.end() ? fallback : std::get<double>(it->second.value);
}

bool Arguments::flag(std::string_view name, bool fallback) const {
  const auto it = given_.find(name);
  return it == given_.end() ? fallback : std::get<bool>(it->second.value);
}

std::string Arguments::text(std::string_view name) const {
  const auto it = given_.find(name);
  return it == given_.end() ? std::string() : std::get<std::string>(it->second.value);
}

void Arguments::take(const Parameter& parameter, const syntax::Argument& argument) {
  const Expr& expr = *argument.value;
  if (const auto it = given_.find(parameter.name); it != given_.end()) {
    fail(Diagnostic(Code::argument_twice, argument.name ? argument.name->span : expr.span,
                    {{"name", parameter.name}, {"callee", signature_.name}})
             .label(it->second.expr->span, Note::first_given));
    return;
  }
  auto value = read(parameter, expr);
  // An argument that was misunderstood is still given: it must not be reported missing as well.
  given_[parameter.name] = {&expr, value ? std::move(*value) : Value{}};
}

std::optional<Arguments::Value> Arguments::read(const Parameter& parameter, const Expr& expr) {
  switch (parameter.kind) {
    case Kind::value:
      return Value{};
    case Kind::whole:
      return read_whole(parameter, expr, "a whole number");
    case Kind::pair: {
      constexpr std::string_view kWanted = "a whole number or a list of two";
      if (const auto* list = std::get_if<syntax::List>(&expr.node); list) {
        if (list->items.size() != 2) break;
        const auto rows = read_whole(parameter, *list->items[0], kWanted);
        const auto columns = read_whole(parameter, *list->items[1], kWanted);
        if (!rows || !columns) return std::nullopt;
        return Pair{*rows, *columns};
      }
      const auto both = read_whole(parameter, expr, kWanted);
      if (!both) return std::nullopt;
      return Pair{*both, *both};
    }
    case Kind::positive:
    case Kind::share:
      return read_real(parameter, expr);
    case Kind::flag: {
      const auto* name = std::get_if<syntax::Name>(&expr.node);
      if (name && (name->text == "yes" || name->text == "true")) return true;
      if (name && (name->text == "no" || name->text == "false")) return false;
      wrong_kind(parameter, expr, "`yes` or `no`");
      return std::nullopt;
    }
    case Kind::text: {
      const auto* text = std::get_if<syntax::Text>(&expr.node);
      if (text && !text->sha256 && !text->value.empty()) return text->value;
      wrong_kind(parameter, expr, "a name in the weights file, as `\"fc1\"`");
      return std::nullopt;
    }
  }
  wrong_kind(parameter, expr, "a whole number or a list of two");
  return std::nullopt;
}

std::optional<std::int64_t> Arguments::read_whole(const Parameter& parameter, const Expr& expr,
                                                  std::string_view wanted) {
  const auto value = constant(expr, scope_);
  const auto number = value ? check::equations::whole(*value) : std::nullopt;
  if (value && std::isfinite(*value) && *value > static_cast<double>(kLargestArgument)) {
    out_of_range(parameter, expr, fmt::format("{}", *value),
                 fmt::format("at most {}", kLargestArgument));
    return std::nullopt;
  }
  if (!number) {
    wrong_kind(parameter, expr, wanted);
    return std::nullopt;
  }
  if (*number < parameter.least) {
    out_of_range(parameter, expr, fmt::format("{}", *number),
                 fmt::format("at least {}", parameter.least));
    return std::nullopt;
  }
  return number;
}

std::optional<Arguments::Value> Arguments::read_real(const Parameter& parameter, const Expr& expr) {
  const auto* literal = std::get_if<syntax::Number>(&expr.node);
  const bool share = parameter.kind == Kind::share;
  const auto value = share && literal ? std::optional(literal->value) : constant(expr, scope_);
  if (!value || !std::isfinite(*value)) {
    wrong_kind(parameter, expr, share ? "a share such as 0.2 or 20%" : "a number");
    return std::nullopt;
  }
  if (share ? *value < 0 || *value >= 1 : *value <= 0) {
    out_of_range(parameter, expr, fmt::format("{}", *value),
                 share ? "at least 0 and below 1" : "above 0");
    return std::nullopt;
  }
  return *value;
}

void Arguments::wrong_kind(const Parameter& parameter, const Expr& expr, std::string_view wanted) {
  if (parameter.kind != Kind::flag && parameter.kind != Kind::text) {
    if (const auto* name = unknown_in(expr, scope_)) {
      std::vector<std::string> known;
      for (const auto& [key, value] : scope_.parameters) known.push_back(key);
      diag::Facts facts{{"what", "number"}, {"name", name->text}};
      const std::string near = diag::nearest(name->text, known);
      if (!near.empty()) facts.emplace_back("suggestion", near);
      return fail({Code::unknown_name, name->span, std::move(facts)});
    }
  }
  fail({Code::wrong_argument_kind,
        expr.span,
        {{"name", parameter.name},
         {"callee", signature_.name},
         {"wanted", wanted},
         {"seen", seen(expr)}}});
}

void Arguments::out_of_range(const Parameter& parameter, const Expr& expr, std::string value,
                             std::string wanted) {
  fail({Code::argument_out_of_range,
        expr.span,
        {{"name", parameter.name},
         {"callee", signature_.name},
         {"value", std::move(value)},
         {"wanted", std::move(wanted)}}});
}

void Arguments::fail(Diagnostic diagnostic) {
  complete_ = false;
  diagnostics_.add(std::move(diagnostic));
}

}  // namespace hyp::check::equations
