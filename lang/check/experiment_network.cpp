// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <algorithm>

#include "lang/check/experiments.hpp"

namespace hyp::check {

void ExperimentChecker::check_model() {
  if (source_.about) {
    checked_.model = find_model(context_, scope_.module, *source_.about);
    if (!checked_.model) return fail();
    for (const auto model : models_) {
      if (model != *checked_.model) report_two(model);
    }
    return;
  }
  if (models_.empty()) add_mentioned_models();
  if (models_.empty()) add_declared_models();
  if (models_.size() == 1) checked_.model = models_[0];
  if (models_.size() < 2 || !measures_network()) return;
  std::string names;
  for (const auto model : models_) {
    names += fmt::format("{}`{}`", names.empty() ? "" : ", ", context_.program[model].name);
  }
  context_.error({diag::Code::several_models,
                  source_.name.span,
                  {{"name", source_.name.text},
                   {"models", names},
                   {"suggestion", context_.program[models_[0]].name}}});
  fail();
}

void ExperimentChecker::report_two(ModelId model) {
  context_.error(
      {diag::Code::two_networks,
       source_.about->span,
       {{"text", context_.text(source_.about->span)}, {"other", context_.program[model].name}}});
  fail();
}

void ExperimentChecker::add_mentioned_models() {
  for (const auto& line : source_.measures) {
    for (const auto& measure : line.measures) {
      const auto* call = std::get_if<syntax::Call>(&measure->node);
      if (!call) continue;
      for (const auto& argument : call->arguments) add_mentioned(*argument.value);
    }
  }
}

void ExperimentChecker::add_mentioned(const syntax::Expr& expr) {
  const auto* member = std::get_if<syntax::Member>(&expr.node);
  const auto* name = member ? std::get_if<syntax::Name>(&member->object->node) : nullptr;
  if (name) add_if_model(context_.symbols.find(scope_.module, name->text));
}

void ExperimentChecker::add_declared_models() {
  for (const auto& [name, symbol] : context_.symbols.modules[scope_.module].names) {
    add_if_model(symbol);
  }
}

void ExperimentChecker::add_if_model(Symbol* symbol) {
  if (!symbol || symbol->kind != SymbolKind::model) return;
  if (!ensure(context_, *symbol)) return fail();
  const ModelId id{symbol->index};
  if (std::find(models_.begin(), models_.end(), id) == models_.end()) models_.push_back(id);
}

bool ExperimentChecker::measures_network() const {
  const auto about_network = [](const syntax::Expr& measure) {
    const auto* call = std::get_if<syntax::Call>(&measure.node);
    const auto* name = std::get_if<syntax::Name>(&(call ? *call->callee : measure).node);
    return name && std::any_of(all_measures().begin(), all_measures().end(), [&](const auto& row) {
             return row.name == name->text && row.needs_model;
           });
  };
  for (const auto& line : source_.measures) {
    for (const auto& measure : line.measures) {
      if (about_network(*measure)) return true;
    }
  }
  return std::any_of(source_.expectations.begin(), source_.expectations.end(),
                     [&](const auto& e) { return about_network(*e.measure); });
}

}  // namespace hyp::check
