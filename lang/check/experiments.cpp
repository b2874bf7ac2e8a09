// SPDX-License-Identifier: MIT
#include "lang/check/experiments.hpp"

namespace hyp::check {

std::optional<Experiment> ExperimentChecker::check() {
  checked_.name = source_.name.text;
  checked_.span = source_.name.span;
  checked_.prose = source_.prose;
  if (const auto data = find_data(context_, scope_.module, source_.on)) {
    checked_.data = *data;
  } else {
    fail();
  }
  for (const auto& sweep : source_.sweeps) check_sweep(sweep);
  for (const auto& intervention : source_.interventions) check_intervention(intervention);
  if (source_.interventions.empty()) checked_.interventions.push_back({{}, "none", {}});
  check_model();
  for (const auto& line : source_.measures) check_measures(line);
  for (const auto& expectation : source_.expectations) check_expectation(expectation);
  if (source_.measures.empty() && source_.expectations.empty()) {
    context_.error(
        {diag::Code::nothing_measured, source_.name.span, {{"name", source_.name.text}}});
    fail();
  }
  return fits_ ? std::optional(std::move(checked_)) : std::nullopt;
}

void ExperimentChecker::check_sweep(const syntax::Sweep& source) {
  Symbol* symbol = context_.symbols.find(scope_.module, source.name.text);
  if (!symbol) {
    report_unknown(context_, "constant", source.name, context_.symbols.names(scope_.module));
    return fail();
  }
  if (symbol->state == Symbol::State::failed) return fail();
  if (symbol->kind != SymbolKind::let) return report_not_sweepable(source, name_of(symbol->kind));
  if (!ensure(context_, *symbol)) return fail();
  Sweep sweep;
  sweep.parameter = LetId{symbol->index};
  sweep.span = source.span;
  const Type type = context_.program[context_.program[sweep.parameter].value].type;
  if (type.element != Type::Element::number || type.tensor) {
    return report_not_sweepable(source, describe(type));
  }
  for (const auto& earlier : checked_.sweeps) {
    if (earlier.parameter != sweep.parameter) continue;
    context_.error({diag::Code::given_twice,
                    source.name.span,
                    {{"what", "the sweep over"}, {"name", source.name.text}}});
    return fail();
  }
  sweep.percent = type.percent;
  for (const auto& value : source.values) {
    const auto id =
        check_expr(context_, scope_, *value, type.percent ? Want::percentage : Want::number);
    const auto folded = id ? fold_fixed(context_, *id) : std::nullopt;
    if (!folded) {
      fail();
      continue;
    }
    sweep.values.push_back(*folded);
  }
  checked_.sweeps.push_back(std::move(sweep));
}

void ExperimentChecker::report_not_sweepable(const syntax::Sweep& source, std::string_view seen) {
  context_.error(
      {diag::Code::not_sweepable, source.name.span, {{"name", source.name.text}, {"seen", seen}}});
  fail();
}

void ExperimentChecker::check_intervention(const syntax::Intervention& source) {
  auto checked = checked_intervention(source);
  if (!checked) return fail();
  for (const auto& earlier : checked_.interventions) {
    if (earlier.text != checked->text) continue;
    context_.error(diag::Diagnostic(diag::Code::given_twice, source.span,
                                    {{"what", "the intervention"}, {"name", checked->text}})
                       .label(earlier.span, diag::Note::first_defined));
    return fail();
  }
  checked_.interventions.push_back(std::move(*checked));
}

std::optional<Intervention> ExperimentChecker::checked_intervention(
    const syntax::Intervention& source) {
  Intervention checked{{}, intervention_text(source), source.span};
  bool fits = true;
  for (const auto& action : source.actions) {
    auto done = check_action(action);
    fits = fits && done;
    if (done) checked.actions.push_back(std::move(*done));
  }
  return fits ? std::optional(std::move(checked)) : std::nullopt;
}

std::string ExperimentChecker::intervention_text(const syntax::Intervention& source) const {
  return source.actions.empty() ? "none" : context_.words(source.span);
}

std::optional<Action> ExperimentChecker::check_action(const syntax::Action& source) {
  // The two enumerations list the same kinds in the same order.
  Action action{static_cast<Action::Kind>(source.kind), {}, {}, {}, source.span};
  bool fits = true;
  for (const auto& set : source.sets) {
    auto checked = check_set(context_, scope_, set);
    fits = fits && checked;
    if (!checked) continue;
    models_of(context_.program, *checked, models_);
    action.sets.push_back(std::move(*checked));
  }
  if (source.in) {
    action.in = check_expr(context_, scope_, *source.in, Want::region);
    fits = fits && action.in;
  }
  if (source.to) {
    action.to = check_expr(context_, scope_, *source.to, Want::number);
    fits = fits && action.to;
  }
  return fits ? std::optional(std::move(action)) : std::nullopt;
}

std::optional<Experiment> check_experiment(Context& context, std::uint32_t module,
                                           const syntax::Experiment& experiment) {
  return ExperimentChecker(context, module, experiment).check();
}

}  // namespace hyp::check
