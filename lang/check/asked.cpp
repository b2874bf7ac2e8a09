// SPDX-License-Identifier: MIT
#include "lang/check/asked.hpp"

namespace hyp::check {

bool AskedChecker::add(const syntax::Sweep& source) {
  const auto parameter = swept(source.name);
  if (!parameter) return false;
  const Type type = context_.program[context_.program[*parameter].value].type;
  if (type.element != Type::Element::number || type.tensor) {
    return not_sweepable(source.name, describe(type));
  }
  for (const auto& earlier : sweeps_) {
    if (earlier.parameter != *parameter) continue;
    context_.error({diag::Code::given_twice,
                    source.name.span,
                    {{"what", "the sweep over"}, {"name", source.name.text}}});
    return false;
  }
  Sweep sweep{*parameter, {}, type.percent, source.span};
  bool fits = true;
  for (const auto& value : source.values) {
    const auto id =
        check_expr(context_, scope_, *value, type.percent ? Want::percentage : Want::number);
    const auto folded = id ? fold_fixed(context_, *id) : std::nullopt;
    fits = fits && folded;
    if (folded) sweep.values.push_back(*folded);
  }
  sweeps_.push_back(std::move(sweep));
  return fits;
}

std::optional<LetId> AskedChecker::swept(const syntax::Name& name) {
  Symbol* symbol = context_.symbols.find(bounds_.module, name.text);
  if (!symbol) {
    report_unknown(context_, "constant", name, context_.symbols.names(bounds_.module));
    return std::nullopt;
  }
  if (symbol->state == Symbol::State::failed) return std::nullopt;
  if (symbol->kind == SymbolKind::argument) {
    const auto* expr = std::get_if<ExprId>(&context_.arguments[symbol->index]);
    const auto* let = expr ? std::get_if<Expr::LetRef>(&context_.program[*expr].node) : nullptr;
    if (let) return let->let;
  }
  if (symbol->kind != SymbolKind::let) {
    not_sweepable(name, name_of(*symbol));
    return std::nullopt;
  }
  return ensure(context_, *symbol) ? std::optional(LetId{symbol->index}) : std::nullopt;
}

bool AskedChecker::not_sweepable(const syntax::Name& name, std::string_view seen) {
  context_.error({diag::Code::not_sweepable, name.span, {{"name", name.text}, {"seen", seen}}});
  return false;
}

std::optional<Measure> AskedChecker::measure(const syntax::Expr& source) {
  auto measure = check_measure(context_, scope_, source, model_);
  if (!measure) return std::nullopt;
  if (measure->kind == MeasureKind::obeyed && !swapped_) {
    context_.error({diag::Code::only_of_swaps, source.span, {{"measure", measure->text}}});
    return std::nullopt;
  }
  if (info(measure->kind).needs_model && !model_) {
    if (!model_reported_) {
      context_.error(
          {diag::Code::no_model, source.span, {{"measure", measure->text}, {"name", name_}}});
    }
    return std::nullopt;
  }
  return measure;
}

bool AskedChecker::measures(const syntax::Measures& line, std::vector<MeasureLine>& list) {
  bool fits = true;
  std::vector<PartitionId> by;
  for (const auto& path : line.by) {
    const auto partition = find_partition(context_, scope_.module, path);
    fits = fits && partition;
    if (partition) by.push_back(*partition);
  }
  for (const auto& source : line.measures) {
    auto checked = measure(*source);
    fits = fits && checked;
    if (checked) list.push_back({std::move(*checked), by});
  }
  return fits;
}

}  // namespace hyp::check
