// SPDX-License-Identifier: MIT
// What is expected of a measure.
#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "lang/check/asked.hpp"
#include "lang/check/uses.hpp"

namespace hyp::check {
namespace {

// The lets that an expression names; what stands behind them may be swept over, too.
void add_named(const Program& program, ExprId id, std::set<LetId>& lets) {
  if (const auto* ref = std::get_if<Expr::LetRef>(&program[id].node)) lets.insert(ref->let);
  for (const auto operand : operands(program[id])) add_named(program, operand, lets);
}

bool is_clean(const syntax::Expr& expr) {
  const auto* name = std::get_if<syntax::Name>(&expr.node);
  return name && name->text == "clean";
}

}  // namespace

std::optional<Expectation> AskedChecker::expectation(const syntax::Expectation& source) {
  auto asked = measure(*source.measure);
  if (!asked) return std::nullopt;
  Expectation checked;
  checked.measure = std::move(*asked);
  checked.text = context_.words(source.span);
  checked.span = source.span;
  bool fits = relation(source, checked);
  // To judge it on the examples at hand would be another claim than the one that is written.
  if (source.scope == syntax::Expectation::Scope::data_like_this) {
    report_wrong_kind(context_, "an expectation of the examples at hand (`on this data`)",
                      source.span, "about data like them, which this hyp does not compute");
    fits = false;
  }
  if (source.in) {
    checked.in = check_expr(context_, scope_, *source.in, Want::region);
    checked.in_text = context_.words(source.in->span);
    fits = fits && checked.in;
  }
  if (source.where) fits = where(*source.where, checked) && fits;
  return fits ? std::optional(std::move(checked)) : std::nullopt;
}

bool AskedChecker::relation(const syntax::Expectation& source, Expectation& checked) {
  using Relation = Expectation::Relation;
  checked.relation = Relation::within;
  if (source.op) {
    switch (*source.op) {
      case syntax::CompareOp::less:
        checked.relation = Relation::less;
        break;
      case syntax::CompareOp::less_equal:
        checked.relation = Relation::less_equal;
        break;
      case syntax::CompareOp::greater:
        checked.relation = Relation::greater;
        break;
      case syntax::CompareOp::greater_equal:
        checked.relation = Relation::greater_equal;
        break;
      default:
        context_.error(
            {diag::Code::equal_expectation,
             source.span,
             {{"measure", checked.measure.text}, {"text", context_.text(source.bound->span)}}});
        return false;
    }
  }
  const auto bound = amount(checked.measure, *source.bound);
  if (!bound) return false;
  checked.bound = *bound;
  if (!source.target || is_clean(*source.target)) return true;
  checked.target = amount(checked.measure, *source.target);
  return checked.target.has_value();
}

std::optional<ExprId> AskedChecker::amount(const Measure& measure, const syntax::Expr& source) {
  const auto id = check_expr(context_, bounds_, source, Want::constant);
  if (!id) return std::nullopt;
  const Type type = context_.program[*id].type;
  if (type.element != Type::Element::number || type.tensor) {
    report_wrong_kind(context_, "a number", source.span, describe(type));
    return std::nullopt;
  }
  if (info(measure.kind).is_share && !type.percent) {
    const auto value = fold(context_.program, *id).value_or(1);
    const double percentage = value <= 1 ? value * 100 : value;
    context_.error({diag::Code::share_wants_percentage,
                    source.span,
                    {{"measure", measure.text},
                     {"text", context_.text(source.span)},
                     {"suggestion", fmt::format("{}%", percentage)}}});
    return std::nullopt;
  }
  if (!info(measure.kind).is_share && type.percent) {
    context_.error({diag::Code::number_not_percentage,
                    source.span,
                    {{"measure", measure.text}, {"text", context_.text(source.span)}}});
    return std::nullopt;
  }
  return id;
}

bool AskedChecker::where(const syntax::Expr& source, Expectation& checked) {
  checked.where = check_expr(context_, bounds_, source, Want::condition);
  if (!checked.where) return false;
  std::set<LetId> named;
  add_named(context_.program, *checked.where, named);
  for (const auto let : named) {
    const bool swept = std::any_of(sweeps_.begin(), sweeps_.end(),
                                   [&](const Sweep& s) { return s.parameter == let; });
    if (swept) continue;
    if (!sweeps_fit_) return false;  // it may be one of those, which were reported
    context_.error({diag::Code::no_sweep, source.span, {{"name", context_.program[let].name}}});
    return false;
  }
  return true;
}

}  // namespace hyp::check
