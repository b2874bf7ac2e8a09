// SPDX-License-Identifier: MIT
#include "lang/check/directions.hpp"

#include <cmath>

#include "lang/check/declarations.hpp"
#include "lang/check/expr_text.hpp"
#include "lang/check/number_scope.hpp"

namespace hyp::check {
namespace {

std::string numbers_text(std::int64_t count) {
  return count == 1 ? "1 number" : std::to_string(count) + " numbers";
}

}  // namespace

std::optional<Direction> DirectionChecker::check(const syntax::Expr& expr) {
  Direction sum;
  return add(expr, 1, sum) ? std::optional(std::move(sum)) : std::nullopt;
}

std::optional<double> DirectionChecker::number(const syntax::Expr& expr) const {
  const NumberLookup lookup = number_lookup(context_, module_);
  return equations::constant(expr, {&lookup, {}, {}});
}

std::optional<ExprId> DirectionChecker::region(const syntax::Expr& expr) {
  return check_expr(context_, Scope{module_}, expr, Want::region);
}

bool DirectionChecker::same_space(SubspaceId id, source::Span span) {
  const Subspace& other = context_.program[id];
  if (other.model == space_.model && other.site == space_.site) return true;
  const Model& model = context_.program[other.model];
  context_.error({diag::Code::other_site,
                  span,
                  {{"name", context_.text(span)},
                   {"seen", describe(other)},
                   {"other", model.name + "." + model.site(other.site).name},
                   {"site", space_.text}}});
  return false;
}

bool DirectionChecker::add(const syntax::Expr& expr, double factor, Direction& sum) {
  if (const auto* unary = std::get_if<syntax::Unary>(&expr.node)) {
    if (unary->op == syntax::UnaryOp::negate) return add(*unary->operand, -factor, sum);
  }
  if (const auto* binary = std::get_if<syntax::Binary>(&expr.node)) {
    using Op = syntax::BinaryOp;
    if (binary->op == Op::add || binary->op == Op::subtract) {
      const bool left = add(*binary->left, factor, sum);
      return add(*binary->right, binary->op == Op::add ? factor : -factor, sum) && left;
    }
    if (binary->op == Op::multiply || binary->op == Op::divide) {
      return add_scaled(expr, *binary, factor, sum);
    }
  }
  auto term = vector(expr);
  if (term) sum.terms.push_back({factor, std::move(*term), expr.span});
  return term.has_value();
}

bool DirectionChecker::add_scaled(const syntax::Expr& whole, const syntax::Binary& product,
                                  double factor, Direction& sum) {
  const bool divide = product.op == syntax::BinaryOp::divide;
  const auto right = number(*product.right);
  const auto left = right || divide ? std::nullopt : number(*product.left);
  if (!right && !left) {
    not_a_direction(whole.span, divide ? "a quotient" : "a product");
    return false;
  }
  const double scaled = divide ? factor / *right : factor * (right ? *right : *left);
  return finite(scaled, whole.span) && add(right ? *product.left : *product.right, scaled, sum);
}

std::optional<DirectionChecker::Vector> DirectionChecker::vector(const syntax::Expr& expr) {
  if (const auto* list = std::get_if<syntax::List>(&expr.node)) return listed(*list, expr.span);
  if (std::holds_alternative<syntax::Text>(expr.node)) {
    auto file = file_reference(expr, context_.diagnostics);
    if (!file) return std::nullopt;
    return Direction::Stored{std::move(*file)};
  }
  if (const auto* call = std::get_if<syntax::Call>(&expr.node)) return mean(*call, expr.span);
  const auto* name = std::get_if<syntax::Name>(&expr.node);
  if (name && name->text == "mean" && !context_.symbols.find(module_, "mean")) {
    if (!reads_data_) reads_data_ = expr.span;
    return Direction::Mean{};
  }
  if (name || std::holds_alternative<syntax::Member>(expr.node)) {
    if (subspace_symbol(context_, module_, expr)) return named(expr);
    return gradient(expr);
  }
  if (std::holds_alternative<syntax::Subscript>(expr.node)) return gradient(expr);
  return not_a_direction(expr.span, equations::seen(expr));
}

std::optional<DirectionChecker::Vector> DirectionChecker::mean(const syntax::Call& call,
                                                               source::Span span) {
  const auto* name = std::get_if<syntax::Name>(&call.callee->node);
  if (name && name->text == "pca") return not_a_direction(span, "a set of principal axes");
  if (!name || name->text != "mean") {
    return not_a_direction(span, "a call of `" + context_.text(call.callee->span) + "`");
  }
  if (!reads_data_) reads_data_ = span;
  if (call.arguments.size() == 1 && call.arguments[0].in) {
    const auto in = region(*call.arguments[0].value);
    if (!in) return std::nullopt;
    return Direction::Mean{in};
  }
  context_.error({diag::Code::wrong_argument_count,
                  span,
                  {{"name", "mean"},
                   {"expected", "`in REGION`"},
                   {"seen", call.arguments.empty() ? "nothing is" : "something else is"}}});
  return std::nullopt;
}

std::optional<DirectionChecker::Vector> DirectionChecker::listed(const syntax::List& list,
                                                                 source::Span span) {
  Direction::Listed vector;
  for (const auto& item : list.items) {
    const auto value = number(*item);
    if (!value) {
      report_wrong_kind(context_, "a number", item->span, "not known before the data is read");
      return std::nullopt;
    }
    if (!finite(*value, item->span)) return std::nullopt;
    vector.values.push_back(*value);
  }
  const auto count = static_cast<std::int64_t>(vector.values.size());
  if (count == space_.width) return vector;
  const auto& shape = context_.program[space_.model].site(space_.site).shape;
  context_.error({diag::Code::direction_size,
                  span,
                  {{"text", context_.text(span)},
                   {"seen", numbers_text(count)},
                   {"site", space_.text},
                   {"width", space_.width},
                   {"shape", to_string(shape)}}});
  return std::nullopt;
}

std::optional<DirectionChecker::Vector> DirectionChecker::named(const syntax::Expr& expr) {
  Symbol& symbol = *subspace_symbol(context_, module_, expr);
  if (!ensure(context_, symbol)) return std::nullopt;
  const SubspaceId id{symbol.index};
  if (!context_.program[id].direction) return not_a_direction(expr.span, "a subspace");
  if (!same_space(id, expr.span)) return std::nullopt;
  return Direction::Named{id};
}

// `net.logits[1]`, or a site that is a single number.
std::optional<DirectionChecker::Vector> DirectionChecker::gradient(const syntax::Expr& expr) {
  const auto* subscript = std::get_if<syntax::Subscript>(&expr.node);
  const syntax::Expr& object = subscript ? *subscript->object : expr;
  const auto entity = find_entity(context_, Scope{module_}, object);
  if (!entity) return std::nullopt;
  const auto* id = std::get_if<ExprId>(&*entity);
  const auto* found = id ? std::get_if<Expr::SiteRef>(&context_.program[*id].node) : nullptr;
  if (!found) return not_a_direction(expr.span, describe(*entity, context_));
  const Expr::SiteRef to = *found;
  if (to.model != space_.model) {
    context_.error(
        {diag::Code::two_networks,
         object.span,
         {{"text", context_.text(object.span)}, {"other", context_.program[space_.model].name}}});
    return std::nullopt;
  }
  const Shape& shape = context_.program[to.model].site(to.site).shape;
  std::vector<std::int64_t> at;
  for (std::size_t i = 0; subscript && i < subscript->items.size(); ++i) {
    const auto& item = *subscript->items[i];
    const auto index = check_whole(context_, Scope{module_}, item, 0);
    if (!index) return std::nullopt;
    if (i < shape.size() && *index >= shape[i]) {
      context_.error({diag::Code::index_out_of_range,
                      item.span,
                      {{"index", *index},
                       {"axis", i},
                       {"value", context_.text(object.span)},
                       {"shape", to_string(shape)},
                       {"last", shape[i] - 1}}});
      return std::nullopt;
    }
    at.push_back(*index);
  }
  if (at.size() > shape.size()) {
    context_.error({diag::Code::too_many_indices,
                    expr.span,
                    {{"value", context_.text(object.span)},
                     {"shape", to_string(shape)},
                     {"count", at.size()}}});
    return std::nullopt;
  }
  Direction::Gradient gradient{to.site, 0};
  std::int64_t below = 1;
  for (std::size_t i = 0; i < shape.size(); ++i) {
    gradient.element = gradient.element * shape[i] + (i < at.size() ? at[i] : 0);
    if (i >= at.size()) below *= shape[i];
  }
  if (below > 1) {
    std::string index;
    for (std::size_t i = at.size(); i < shape.size(); ++i) index += index.empty() ? "0" : ", 0";
    context_.error({diag::Code::several_numbers,
                    expr.span,
                    {{"text", context_.text(expr.span)}, {"count", below}, {"index", index}}});
    return std::nullopt;
  }
  if (!downstream_of(context_.program[to.model], space_.site)[to.site.index]) {
    context_.error({diag::Code::no_gradient,
                    expr.span,
                    {{"to", context_.text(object.span)}, {"site", space_.text}}});
    return std::nullopt;
  }
  return gradient;
}

bool DirectionChecker::finite(double value, source::Span span) {
  if (std::isfinite(value)) return true;
  context_.error({diag::Code::constant_not_finite,
                  span,
                  {{"text", context_.text(span)},
                   {"value", std::isnan(value) ? "not a number" : "infinite"}}});
  return false;
}

std::nullopt_t DirectionChecker::not_a_direction(source::Span span, std::string_view seen) {
  context_.error(
      {diag::Code::not_a_direction, span, {{"text", context_.text(span)}, {"seen", seen}}});
  return std::nullopt;
}

}  // namespace hyp::check
