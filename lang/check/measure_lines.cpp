// SPDX-License-Identifier: MIT
// What can be measured, and what each measure is given.
#include "lang/check/context.hpp"

namespace hyp::check {
namespace {

const MeasureInfo* find_measure(std::string_view name) {
  for (const auto& row : all_measures()) {
    if (row.name == name) return &row;
  }
  return nullptr;
}

bool wrong_count(Context& context, const MeasureInfo& row, source::Span span,
                 std::string_view expected, std::size_t seen) {
  context.error({diag::Code::wrong_argument_count,
                 span,
                 {{"name", row.name},
                  {"expected", expected},
                  {"seen", seen == 1 ? std::string("1 was") : std::to_string(seen) + " were"}}});
  return false;
}

std::optional<std::int64_t> check_class(Context& context, const Scope& scope,
                                        const syntax::Expr& expr, ModelId model) {
  const auto index = check_whole(context, scope, expr, 0);
  const Model& network = context.program[model];
  if (!index || *index < network.classes) return index;
  context.error({diag::Code::class_out_of_range,
                 expr.span,
                 {{"seen", *index},
                  {"model", network.name},
                  {"count", network.classes},
                  {"last", network.classes - 1}}});
  return std::nullopt;
}

bool check_margin(Context& context, const Scope& scope, const syntax::Call* call, source::Span span,
                  ModelId model, Measure& measure) {
  if (!call) {
    if (context.program[model].classes == 2) return true;
    return wrong_count(context, info(MeasureKind::margin), span,
                       "two classes, as in `margin(1, 0)`", 0);
  }
  if (call->arguments.size() != 2) {
    return wrong_count(context, info(MeasureKind::margin), span,
                       "two classes, as in `margin(1, 0)`", call->arguments.size());
  }
  const auto high = check_class(context, scope, *call->arguments[0].value, model);
  const auto low = check_class(context, scope, *call->arguments[1].value, model);
  if (!high || !low) return false;
  measure.high = *high;
  measure.low = *low;
  return true;
}

// The two sides of agreement are regions or whole numbers; true stands for 1.
bool check_sides(Context& context, const Scope& scope, const syntax::Call& call, Measure& measure) {
  for (const auto& argument : call.arguments) {
    const auto id = check_expr(context, scope, *argument.value, Want::value);
    if (!id) return false;
    const Type type = context.program[*id].type;
    if (type.element != Type::Element::boolean && !type.integer) {
      report_wrong_kind(context, "a region or a label", argument.value->span, describe(type));
      return false;
    }
    measure.arguments.push_back(*id);
  }
  return true;
}

// `loss` is to the clean answer, `loss(label)` to the data's label.
bool check_loss(Context& context, const syntax::Call& call, source::Span span, Measure& measure) {
  const auto* name = call.arguments.size() == 1
                         ? std::get_if<syntax::Name>(&call.arguments[0].value->node)
                         : nullptr;
  if (!name || name->text != "label") {
    return wrong_count(context, info(MeasureKind::loss), span, "nothing, or `label`",
                       call.arguments.size());
  }
  measure.to_label = true;
  return true;
}

bool check_arguments(Context& context, const Scope& scope, const MeasureInfo& row,
                     const syntax::Call* call, source::Span span, Measure& measure) {
  const std::size_t seen = call ? call->arguments.size() : 0;
  if (row.kind == MeasureKind::agreement) {
    if (seen != 2) return wrong_count(context, row, span, "two regions or labels", seen);
    return check_sides(context, scope, *call, measure);
  }
  if (row.kind == MeasureKind::share || row.kind == MeasureKind::mean) {
    const bool share = row.kind == MeasureKind::share;
    if (seen != 1) return wrong_count(context, row, span, share ? "one region" : "one score", seen);
    const auto id = check_expr(context, scope, *call->arguments[0].value,
                               share ? Want::region : Want::any_score);
    if (id) measure.arguments.push_back(*id);
    return id.has_value();
  }
  if (row.kind == MeasureKind::loss && call) return check_loss(context, *call, span, measure);
  if (call) return wrong_count(context, row, span, "nothing in brackets", seen);
  measure.to_label = row.needs_labels;
  return true;
}

}  // namespace

bool require_classes(Context& context, MeasureKind kind, ModelId model, source::Span span) {
  const Model& network = context.program[model];
  if (network.classes >= 2) return true;
  context.error({diag::Code::no_classes,
                 span,
                 {{"measure", info(kind).name},
                  {"model", network.name},
                  {"seen", to_string(network.site(network.logits).shape)}}});
  return false;
}

std::optional<Measure> check_measure(Context& context, const Scope& scope,
                                     const syntax::Expr& source, std::optional<ModelId> model) {
  const auto* call = std::get_if<syntax::Call>(&source.node);
  const auto& callee = call ? *call->callee : source;
  const auto* name = std::get_if<syntax::Name>(&callee.node);
  if (!name) {
    report_wrong_kind(context, "a measure", callee.span, "something else");
    return std::nullopt;
  }
  const MeasureInfo* row = find_measure(name->text);
  if (!row) {
    std::vector<std::string> names;
    for (const auto& known : all_measures()) names.emplace_back(known.name);
    report_unknown(context, "measure", *name, names);
    return std::nullopt;
  }
  Measure measure;
  measure.kind = row->kind;
  measure.text = context.words(source.span);
  measure.span = source.span;
  if (!row->needs_model) {
    if (!check_arguments(context, scope, *row, call, source.span, measure)) return std::nullopt;
    return measure;
  }
  if (!model) return measure;  // the experiment reports that it has none
  if (!require_classes(context, row->kind, *model, source.span)) return std::nullopt;
  const bool fits = row->kind == MeasureKind::margin
                        ? check_margin(context, scope, call, source.span, *model, measure)
                        : check_arguments(context, scope, *row, call, source.span, measure);
  return fits ? std::optional(std::move(measure)) : std::nullopt;
}

}  // namespace hyp::check
