// SPDX-License-Identifier: MIT
// A model is made by its own equations, or by calling a definition.
#include <algorithm>

#include "lang/check/declarations.hpp"
#include "lang/diag/suggest.hpp"

namespace hyp::check {
namespace {

// Arguments of a definition, or of a model with equations, by name.
bool add_argument(Context& context, std::uint32_t module, const syntax::Name& name,
                  const syntax::Expr& value, ModelInstance& instance) {
  if (name.text == "weights") {
    instance.weights = file_reference(value, context.diagnostics);
    return instance.weights.has_value();
  }
  const auto number = check_expr(context, Scope{module}, value, Want::number);
  const auto folded = number ? fold_fixed(context, *number) : std::nullopt;
  if (folded) instance.numbers[name.text] = *folded;
  return folded.has_value();
}

bool bind_arguments(Context& context, const Symbol& symbol, const syntax::Call& call,
                    const Symbol& definition, ModelInstance& instance) {
  const auto& parameters = instance.equations->parameters;
  std::vector<bool> given(parameters.size(), false);
  bool fits = true;
  for (std::size_t i = 0; i < call.arguments.size(); ++i) {
    const auto& argument = call.arguments[i];
    std::size_t at = i;
    if (argument.name) {
      at = static_cast<std::size_t>(
          std::find_if(parameters.begin(), parameters.end(),
                       [&](const auto& p) { return p.name.text == argument.name->text; }) -
          parameters.begin());
    }
    if (at >= parameters.size() || given[at]) {
      const auto span = argument.name ? argument.name->span : argument.value->span;
      const auto code = at < parameters.size() ? diag::Code::given_twice : diag::Code::no_member;
      diag::Facts facts{{"what", at < parameters.size() ? std::string("argument")
                                                        : "`" + definition.name.text + "`"},
                        {"name", context.text(span)}};
      std::vector<std::string> names;
      for (const auto& parameter : parameters) names.push_back(parameter.name.text);
      const auto near = diag::nearest(context.text(span), names);
      if (!near.empty()) facts.emplace_back("suggestion", near);
      context.error({code, span, std::move(facts)});
      fits = false;
      continue;
    }
    given[at] = true;
    fits = add_argument(context, symbol.module, parameters[at].name, *argument.value, instance) &&
           fits;
  }
  for (std::size_t i = 0; fits && i < parameters.size(); ++i) {
    if (given[i]) continue;
    if (!parameters[i].fallback) {
      context.error(diag::Diagnostic(diag::Code::argument_missing, call.callee->span,
                                     {{"callee", definition.name.text},
                                      {"name", parameters[i].name.text},
                                      {"usage", parameters[i].name.text + ": ..."}})
                        .label(parameters[i].name.span, diag::Note::defined_here,
                               {{"name", parameters[i].name.text}}));
      fits = false;
    } else {
      fits = add_argument(context, definition.module, parameters[i].name, *parameters[i].fallback,
                          instance) &&
             fits;
    }
  }
  return fits;
}

MaybeIndex build(Context& context, const ModelInstance& instance, std::uint32_t module) {
  auto model = build_model(instance, number_lookup(context, module), context.diagnostics);
  if (!model) return std::nullopt;
  return keep(context.program.models, std::move(*model));
}

MaybeIndex check_defined_model(Context& context, const Symbol& symbol, const syntax::Model& model) {
  const auto* call = std::get_if<syntax::Call>(&model.value->node);
  Symbol* other = find_symbol(context, symbol.module, call ? *call->callee : *model.value);
  if (!other || other->state == Symbol::State::failed) return std::nullopt;
  if (!call && other->kind == SymbolKind::model) {  // another name of the same network
    return ensure(context, *other) ? MaybeIndex(other->index) : std::nullopt;
  }
  if (other->kind != SymbolKind::definition) {
    report_wrong_kind(context, "a definition of models", (call ? call->callee : model.value)->span,
                      name_of(other->kind));
    return std::nullopt;
  }
  ModelInstance instance;
  instance.equations = &std::get<syntax::Model>(other->statement->node);
  instance.name = full_name(context, symbol);
  instance.span = model.name.span;
  const syntax::Call empty{nullptr, {}};
  if (call) {
    if (!bind_arguments(context, symbol, *call, *other, instance)) return std::nullopt;
  } else if (!instance.equations->parameters.empty()) {
    report_wrong_kind(context, "a call such as `name(weights: \"...\")`", model.value->span,
                      name_of(other->kind));
    return std::nullopt;
  }
  return build(context, instance, other->module);
}

}  // namespace

MaybeIndex check_model(Context& context, const Symbol& symbol, const syntax::Model& model) {
  if (model.value) return check_defined_model(context, symbol, model);
  ModelInstance instance;
  instance.equations = &model;
  instance.name = full_name(context, symbol);
  instance.span = model.name.span;
  bool fits = true;
  for (const auto& argument : model.arguments) {
    if (argument.name && argument.name->text == "weights") {
      fits =
          add_argument(context, symbol.module, *argument.name, *argument.value, instance) && fits;
      continue;
    }
    const auto span = argument.name ? argument.name->span : argument.value->span;
    context.error({diag::Code::no_member,
                   span,
                   {{"what", "a model with equations"},
                    {"name", context.text(span)},
                    {"suggestion", "weights"}}});
    fits = false;
  }
  return fits ? build(context, instance, symbol.module) : std::nullopt;
}

}  // namespace hyp::check
