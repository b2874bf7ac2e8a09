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
  for (const auto& sweep : source_.sweeps) {
    if (!asked_.sweep(sweep)) fail();
  }
  checked_.sweeps = asked_.sweeps();
  for (const auto& intervention : source_.interventions) check_intervention(intervention);
  if (source_.interventions.empty()) checked_.interventions.push_back({{}, "none", {}});
  check_model();
  asked_.about(checked_.model, !fits_);
  for (const auto& line : source_.measures) {
    if (!asked_.measures(line, checked_.measures)) fail();
  }
  for (const auto& expectation : source_.expectations) check_expectation(expectation);
  if (source_.measures.empty() && source_.expectations.empty()) {
    context_.error(
        {diag::Code::nothing_measured, source_.name.span, {{"name", source_.name.text}}});
    fail();
  }
  return fits_ ? std::optional(std::move(checked_)) : std::nullopt;
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

void ExperimentChecker::check_expectation(const syntax::Expectation& source) {
  auto checked = asked_.expectation(source);
  std::optional<std::uint32_t> intervention;
  const bool under = !source.under || check_under(*source.under, intervention);
  if (!checked || !under) return fail();
  checked->intervention = intervention;
  checked_.expectations.push_back(std::move(*checked));
}

bool ExperimentChecker::check_under(const syntax::Intervention& source,
                                    std::optional<std::uint32_t>& found) {
  const auto text = intervention_text(source);
  std::vector<std::string> known;
  for (std::uint32_t i = 0; i < checked_.interventions.size(); ++i) {
    known.push_back(checked_.interventions[i].text);
    if (known.back() == text) found = i;
  }
  if (found) return true;
  if (known.size() == source_.interventions.size() || source_.interventions.empty()) {
    report_unknown(context_, "intervention", {text, source.span}, known);
  }  // else one of them has an error of its own
  return false;
}

std::optional<Experiment> check_experiment(Context& context, std::uint32_t module,
                                           const syntax::Experiment& experiment) {
  return ExperimentChecker(context, module, experiment).check();
}

}  // namespace hyp::check
