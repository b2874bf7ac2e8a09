// SPDX-License-Identifier: MIT
// A model is made by its own equations, or by calling a definition.
#include "lang/check/definitions.hpp"

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
  const auto given = match_arguments(context, definition.name, parameters, call, call.callee->span);
  if (!given) return false;
  bool fits = true;
  for (std::size_t i = 0; i < parameters.size(); ++i) {
    const auto* value = (*given)[i] ? (*given)[i] : parameters[i].fallback.get();
    const auto module = (*given)[i] ? symbol.module : definition.module;
    fits = add_argument(context, module, parameters[i].name, *value, instance) && fits;
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
  if (std::holds_alternative<syntax::Text>(model.value->node)) {
    const auto file = context.text(model.value->span);
    context.error({diag::Code::wrong_kind,
                   model.value->span,
                   {{"expected", "a definition of models"},
                    {"text", file},
                    {"seen", "a text"},
                    {"example", "model " + model.name.text + "(weights: " + file + ") { ... }"}}});
    return std::nullopt;
  }
  Symbol* other = find_symbol(context, symbol.module, call ? *call->callee : *model.value);
  if (!other || other->state == Symbol::State::failed) return std::nullopt;
  if (!call && other->kind == SymbolKind::model) {  // another name of the same network
    return ensure(context, *other) ? MaybeIndex(other->index) : std::nullopt;
  }
  if (other->kind != SymbolKind::definition ||
      !std::holds_alternative<syntax::Model>(other->statement->node)) {
    report_wrong_kind(context, "a definition of models", (call ? call->callee : model.value)->span,
                      name_of(*other));
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
                      name_of(*other));
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
