// SPDX-License-Identifier: MIT
#include "lang/check/network_builder.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "lang/check/expr_text.hpp"
#include "lang/diag/suggest.hpp"

namespace hyp::check::equations {

using diag::Code;
using diag::Diagnostic;
using syntax::Expr;

void NetworkBuilder::leaf(const std::string& name, source::Span span, Operation operation,
                          Shape shape) {
  named_[name] = push(std::move(operation), {}, std::move(shape), {name, span});
}

void NetworkBuilder::equation(const syntax::Equation& equation) {
  const Place place{equation.name.text, equation.name.span};
  const auto result = value(*equation.value, place);
  auto& slot = named_[place.name];
  slot = std::nullopt;
  if (!result) return;
  if (const auto* number = std::get_if<double>(&*result)) {
    slot = push(Constant{*number}, {}, {}, place);
    return;
  }
  const SiteId id = std::get<SiteId>(*result);
  const bool mine = sites_[id.index].name == place.name;
  slot = mine ? id : push(Identity{}, {id}, sites_[id.index].shape, place);
}

std::optional<SiteId> NetworkBuilder::find(const std::string& name) const {
  const auto it = named_.find(name);
  return it == named_.end() ? std::nullopt : it->second;
}

std::optional<NetworkBuilder::Value> NetworkBuilder::value(const Expr& expr, const Place& place) {
  if (const auto number = constant(expr, scope_)) {
    if (std::isfinite(*number)) return *number;
    return fail({Code::constant_not_finite,
                 expr.span,
                 {{"text", brief(expr)}, {"value", fmt::format("{}", *number)}}});
  }
  if (const auto* name = std::get_if<syntax::Name>(&expr.node)) return named(*name);
  if (std::holds_alternative<syntax::Call>(expr.node)) return call(expr, place);
  if (std::holds_alternative<syntax::Subscript>(expr.node)) return subscript(expr, place);
  if (const auto* unary = std::get_if<syntax::Unary>(&expr.node);
      unary && unary->op == syntax::UnaryOp::negate) {
    return negate(*unary->operand, place);
  }
  if (const auto* binary = std::get_if<syntax::Binary>(&expr.node);
      binary && binary->op <= syntax::BinaryOp::divide) {
    return arithmetic(*binary, place);
  }
  return fail({Code::not_a_network_value, expr.span, {{"seen", seen(expr)}}});
}

std::optional<NetworkBuilder::Value> NetworkBuilder::named(const syntax::Name& name) {
  if (const auto it = named_.find(name.text); it != named_.end()) {
    return it->second ? std::optional<Value>(*it->second) : std::nullopt;
  }
  if (scope_.values.contains(name.text)) return std::nullopt;  // part of a circle
  if (std::find(texts_.begin(), texts_.end(), name.text) != texts_.end()) {
    return fail({Code::not_a_network_value,
                 name.span,
                 {{"seen", fmt::format("the parameter `{}`", name.text)}}});
  }
  std::vector<std::string> known(scope_.values.begin(), scope_.values.end());
  for (const auto& [key, number] : scope_.parameters) known.push_back(key);
  diag::Facts facts{{"what", "value"}, {"name", name.text}};
  const std::string near = diag::nearest(name.text, known);
  if (!near.empty()) facts.emplace_back("suggestion", near);
  return fail({Code::unknown_name, name.span, std::move(facts)});
}

const OperationRow* NetworkBuilder::operation(const Expr& callee) {
  const std::string name = brief(callee);
  if (const auto* row = find_operation(name)) return row;
  std::vector<std::string> known;
  for (const auto& row : all_operations()) known.emplace_back(row.signature.name);
  diag::Facts facts{{"what", "operation"}, {"name", name}};
  const std::string near = diag::nearest(name, known);
  if (near.empty()) {
    facts.emplace_back("known", fmt::format("`{}`", fmt::join(known, "`, `")));
  } else {
    facts.emplace_back("suggestion", near);
  }
  fail({Code::unknown_name, callee.span, std::move(facts)});
  return nullptr;
}

std::optional<NetworkBuilder::Value> NetworkBuilder::call(const Expr& expr, const Place& place) {
  const auto& written = std::get<syntax::Call>(expr.node);
  const OperationRow* row = operation(*written.callee);
  if (!row) {
    // What it reads may be wrong as well; arguments with names are its own business.
    for (const auto& argument : written.arguments) {
      if (!argument.name && !argument.in) static_cast<void>(value(*argument.value, {"", {}}));
    }
    return std::nullopt;
  }
  const Arguments arguments(expr, row->signature, scope_, diagnostics_);
  const Expr* x = arguments.expr("x");
  const auto from = x ? site(*x) : std::nullopt;
  std::string weights;
  bool nameless = false;
  if (row->weighted && arguments.complete()) {
    weights = arguments.text("weights");
    if (weights.empty()) weights = place.name;
    nameless = weights.empty();
    if (nameless) {
      fail({Code::weights_need_a_name, written.callee->span, {{"operation", row->signature.name}}});
    }
  }
  if (!from || !arguments.complete()) return std::nullopt;
  const Operand read = operand(*x, *from);
  auto built = row->build({row->signature, read, arguments, diagnostics_});
  if (!built || nameless) return std::nullopt;
  return emit(std::move(built->operation), {*from}, std::move(built->shape), place,
              std::move(weights));
}

std::optional<NetworkBuilder::Value> NetworkBuilder::subscript(const Expr& expr,
                                                               const Place& place) {
  const auto& written = std::get<syntax::Subscript>(expr.node);
  const auto from = site(*written.object);
  Index index;
  for (const auto& item : written.items) {
    const auto number = constant(*item, scope_);
    const auto at = number ? whole(*number) : std::nullopt;
    if (at) {
      index.at.push_back(*at);
      continue;
    }
    fail({Code::wrong_argument_kind,
          item->span,
          {{"name", "index"},
           {"callee", brief(*written.object)},
           {"wanted", "a whole number"},
           {"seen", seen(*item)}}});
  }
  if (!from || index.at.size() != written.items.size()) return std::nullopt;
  const Operand object = operand(*written.object, *from);
  if (index.at.size() > object.shape.size()) {
    return fail({Code::too_many_indices,
                 expr.span,
                 {{"value", object.text},
                  {"shape", shape_text(object.shape)},
                  {"count", index.at.size()}}});
  }
  bool inside = true;
  for (std::size_t axis = 0; axis < index.at.size(); ++axis) {
    if (index.at[axis] >= 0 && index.at[axis] < object.shape[axis]) continue;
    inside = false;
    fail({Code::index_out_of_range,
          written.items[axis]->span,
          {{"index", index.at[axis]},
           {"axis", axis},
           {"value", object.text},
           {"shape", to_string(object.shape)},
           {"last", object.shape[axis] - 1}}});
  }
  if (!inside) return std::nullopt;
  const auto fixed = static_cast<std::ptrdiff_t>(index.at.size());
  Shape shape(object.shape.begin() + fixed, object.shape.end());
  return emit(std::move(index), {*from}, std::move(shape), place);
}

std::optional<NetworkBuilder::Value> NetworkBuilder::negate(const Expr& operand_expr,
                                                            const Place& place) {
  const auto from = site(operand_expr);
  if (!from) return std::nullopt;
  return emit(Elementwise{Elementwise::Function::negate}, {*from}, sites_[from->index].shape,
              place);
}

std::optional<NetworkBuilder::Value> NetworkBuilder::arithmetic(const syntax::Binary& binary,
                                                                const Place& place) {
  const auto left = site(*binary.left);
  const auto right = site(*binary.right);
  if (!left || !right) return std::nullopt;
  const Shape& a = sites_[left->index].shape;
  const Shape& b = sites_[right->index].shape;
  if (a != b && !a.empty() && !b.empty()) {
    constexpr const char* kOperators[] = {"+", "-", "*", "/"};
    return fail({Code::shapes_differ,
                 binary.op_span,
                 {{"operator", kOperators[static_cast<std::size_t>(binary.op)]},
                  {"left", brief(*binary.left)},
                  {"left_shape", to_string(a)},
                  {"right", brief(*binary.right)},
                  {"right_shape", to_string(b)}}});
  }
  static_assert(static_cast<int>(syntax::BinaryOp::divide) ==
                static_cast<int>(Arithmetic::Operator::divide));
  Shape shape = a.empty() ? b : a;
  return emit(Arithmetic{static_cast<Arithmetic::Operator>(binary.op)}, {*left, *right},
              std::move(shape), place);
}

std::optional<SiteId> NetworkBuilder::site(const Expr& expr) {
  const Place inner{"", expr.span};
  const auto result = value(expr, inner);
  if (!result) return std::nullopt;
  if (const auto* id = std::get_if<SiteId>(&*result)) return *id;
  return push(Constant{std::get<double>(*result)}, {}, {}, inner);
}

std::optional<NetworkBuilder::Value> NetworkBuilder::emit(Operation operation,
                                                          std::vector<SiteId> inputs, Shape shape,
                                                          const Place& place, std::string weights) {
  if (!fits(shape)) {
    return fail({Code::value_too_large,
                 place.span,
                 {{"what", place.name.empty() ? "this value" : fmt::format("`{}`", place.name)},
                  {"shape", to_string(shape)},
                  {"limit", kMostElements}}});
  }
  return push(std::move(operation), std::move(inputs), std::move(shape), place, std::move(weights));
}

SiteId NetworkBuilder::push(Operation operation, std::vector<SiteId> inputs, Shape shape,
                            const Place& place, std::string weights) {
  sites_.push_back({place.name, place.span, std::move(operation), std::move(inputs),
                    std::move(weights), std::move(shape)});
  return SiteId{static_cast<std::uint32_t>(sites_.size() - 1)};
}

Operand NetworkBuilder::operand(const Expr& expr, SiteId id) const {
  Operand out{brief(expr), expr.span, sites_[id.index].shape, std::nullopt};
  if (std::holds_alternative<syntax::Name>(expr.node)) out.defined = sites_[id.index].span;
  return out;
}

std::optional<NetworkBuilder::Value> NetworkBuilder::fail(Diagnostic diagnostic) {
  diagnostics_.add(std::move(diagnostic));
  return std::nullopt;
}

}  // namespace hyp::check::equations
