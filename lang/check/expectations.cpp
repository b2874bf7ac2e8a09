// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <algorithm>

#include "lang/check/experiments.hpp"
#include "lang/check/uses.hpp"

namespace hyp::check {

std::optional<Measure> ExperimentChecker::checked_measure(const syntax::Expr& source) {
  auto measure = check_measure(context_, scope_, source, checked_.model);
  if (!measure) return std::nullopt;
  if (info(measure->kind).needs_model && !checked_.model) {
    if (fits_) {  // else the network itself has an error that was reported
      context_.error({diag::Code::no_model,
                      source.span,
                      {{"measure", measure->text}, {"name", source_.name.text}}});
    }
    return std::nullopt;
  }
  return measure;
}

void ExperimentChecker::check_measures(const syntax::Measures& line) {
  std::vector<PartitionId> by;
  for (const auto& path : line.by) {
    const auto partition = find_partition(context_, scope_.module, path);
    if (partition) {
      by.push_back(*partition);
    } else {
      fail();
    }
  }
  for (const auto& source : line.measures) {
    auto measure = checked_measure(*source);
    if (!measure) {
      fail();
      continue;
    }
    checked_.measures.push_back({std::move(*measure), by});
  }
}

void ExperimentChecker::check_expectation(const syntax::Expectation& source) {
  auto measure = checked_measure(*source.measure);
  if (!measure) return fail();
  Expectation checked;
  checked.measure = std::move(*measure);
  checked.text = context_.words(source.span);
  checked.span = source.span;
  checked.data_like_this = source.scope == syntax::Expectation::Scope::data_like_this;
  bool fits = check_relation(source, checked);
  if (source.in) {
    checked.in = check_expr(context_, scope_, *source.in, Want::region);
    checked.in_text = context_.words(source.in->span);
    fits = fits && checked.in;
  }
  if (source.under) fits = check_under(*source.under, checked) && fits;
  if (source.where) fits = check_where(*source.where, checked) && fits;
  if (!fits) return fail();
  checked_.expectations.push_back(std::move(checked));
}

bool ExperimentChecker::check_relation(const syntax::Expectation& source, Expectation& checked) {
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
  const auto bound = check_amount(checked.measure, *source.bound);
  if (!bound) return false;
  checked.bound = *bound;
  if (!source.target || is_clean(*source.target)) return true;
  checked.target = check_amount(checked.measure, *source.target);
  return checked.target.has_value();
}

bool ExperimentChecker::is_clean(const syntax::Expr& expr) {
  const auto* name = std::get_if<syntax::Name>(&expr.node);
  return name && name->text == "clean";
}

std::optional<ExprId> ExperimentChecker::check_amount(const Measure& measure,
                                                      const syntax::Expr& source) {
  const auto id = check_expr(context_, scope_, source, Want::constant);
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

bool ExperimentChecker::check_under(const syntax::Intervention& source, Expectation& checked) {
  const auto text = intervention_text(source);
  std::vector<std::string> known;
  for (std::uint32_t i = 0; i < checked_.interventions.size(); ++i) {
    known.push_back(checked_.interventions[i].text);
    if (known.back() == text) checked.intervention = i;
  }
  if (checked.intervention) return true;
  if (known.size() == source_.interventions.size() || source_.interventions.empty()) {
    report_unknown(context_, "intervention", {text, source.span}, known);
  }  // else one of them has an error of its own
  return false;
}

bool ExperimentChecker::check_where(const syntax::Expr& source, Expectation& checked) {
  checked.where = check_expr(context_, scope_, source, Want::condition);
  if (!checked.where) return false;
  Uses uses;
  uses.add(context_.program, *checked.where);
  for (const auto let : uses.lets) {
    const bool swept = std::any_of(checked_.sweeps.begin(), checked_.sweeps.end(),
                                   [&](const Sweep& s) { return s.parameter == let; });
    if (swept) continue;
    context_.error({diag::Code::no_sweep, source.span, {{"name", context_.program[let].name}}});
    return false;
  }
  return true;
}

}  // namespace hyp::check
