// SPDX-License-Identifier: MIT
// Experiments: what is done to the network, what is measured, and what is expected of it.
#include <fmt/format.h>

#include <algorithm>

#include "lang/check/context.hpp"
#include "lang/check/uses.hpp"
#include "lang/diag/suggest.hpp"

namespace hyp::check {
namespace {

class ExperimentChecker {
 public:
  ExperimentChecker(Context& context, std::uint32_t module, const syntax::Experiment& source)
      : context_(context), source_(source), scope_{module} {}

  std::optional<Experiment> check() {
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

 private:
  void fail() { fits_ = false; }

  // --- sweeps ---

  void check_sweep(const syntax::Sweep& source) {
    Symbol* symbol = context_.symbols.find(scope_.module, source.name.text);
    if (!symbol) {
      report_unknown(context_, "constant", source.name, context_.symbols.names(scope_.module));
      return fail();
    }
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

  void report_not_sweepable(const syntax::Sweep& source, std::string_view seen) {
    context_.error({diag::Code::not_sweepable,
                    source.name.span,
                    {{"name", source.name.text}, {"seen", seen}}});
    fail();
  }

  // --- interventions ---

  void check_intervention(const syntax::Intervention& source) {
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

  std::optional<Intervention> checked_intervention(const syntax::Intervention& source) {
    Intervention checked{{}, intervention_text(source), source.span};
    bool fits = true;
    for (const auto& action : source.actions) {
      auto done = check_action(action);
      fits = fits && done;
      if (done) checked.actions.push_back(std::move(*done));
    }
    return fits ? std::optional(std::move(checked)) : std::nullopt;
  }

  [[nodiscard]] std::string intervention_text(const syntax::Intervention& source) const {
    return source.actions.empty() ? "none" : context_.text(source.span);
  }

  std::optional<Action> check_action(const syntax::Action& source) {
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

  // --- the network ---

  // Named by `about`; else the one that interventions act on; else the one that measures mention;
  // else the only one of the file.
  void check_model() {
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

  void report_two(ModelId model) {
    context_.error(
        {diag::Code::two_networks,
         source_.about->span,
         {{"text", context_.text(source_.about->span)}, {"other", context_.program[model].name}}});
    fail();
  }

  // Sites named in measures such as agreement(one, net.label).
  void add_mentioned_models() {
    for (const auto& line : source_.measures) {
      for (const auto& measure : line.measures) {
        const auto* call = std::get_if<syntax::Call>(&measure->node);
        if (!call) continue;
        for (const auto& argument : call->arguments) add_mentioned(*argument.value);
      }
    }
  }

  void add_mentioned(const syntax::Expr& expr) {
    const auto* member = std::get_if<syntax::Member>(&expr.node);
    const auto* name = member ? std::get_if<syntax::Name>(&member->object->node) : nullptr;
    if (name) add_if_model(context_.symbols.find(scope_.module, name->text));
  }

  void add_declared_models() {
    for (const auto& [name, symbol] : context_.symbols.modules[scope_.module].names) {
      add_if_model(symbol);
    }
  }

  void add_if_model(Symbol* symbol) {
    if (!symbol || symbol->kind != SymbolKind::model) return;
    if (!ensure(context_, *symbol)) return fail();
    const ModelId id{symbol->index};
    if (std::find(models_.begin(), models_.end(), id) == models_.end()) models_.push_back(id);
  }

  // --- measures ---

  [[nodiscard]] bool measures_network() const {
    const auto about_network = [](const syntax::Expr& measure) {
      const auto* call = std::get_if<syntax::Call>(&measure.node);
      const auto* name = std::get_if<syntax::Name>(&(call ? *call->callee : measure).node);
      return name &&
             std::any_of(all_measures().begin(), all_measures().end(), [&](const auto& row) {
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

  std::optional<Measure> checked_measure(const syntax::Expr& source) {
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

  void check_measures(const syntax::Measures& line) {
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

  // --- expectations ---

  void check_expectation(const syntax::Expectation& source) {
    auto measure = checked_measure(*source.measure);
    if (!measure) return fail();
    Expectation checked;
    checked.measure = std::move(*measure);
    checked.text = context_.text(source.span);
    checked.span = source.span;
    checked.data_like_this = source.scope == syntax::Expectation::Scope::data_like_this;
    bool fits = check_relation(source, checked);
    if (source.in) {
      checked.in = check_expr(context_, scope_, *source.in, Want::region);
      checked.in_text = context_.text(source.in->span);
      fits = fits && checked.in;
    }
    if (source.under) fits = check_under(*source.under, checked) && fits;
    if (source.where) fits = check_where(*source.where, checked) && fits;
    if (!fits) return fail();
    checked_.expectations.push_back(std::move(checked));
  }

  bool check_relation(const syntax::Expectation& source, Expectation& checked) {
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

  static bool is_clean(const syntax::Expr& expr) {
    const auto* name = std::get_if<syntax::Name>(&expr.node);
    return name && name->text == "clean";
  }

  // A share is compared with a percentage, every other measure with a plain number.
  std::optional<ExprId> check_amount(const Measure& measure, const syntax::Expr& source) {
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

  bool check_under(const syntax::Intervention& source, Expectation& checked) {
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

  bool check_where(const syntax::Expr& source, Expectation& checked) {
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

  Context& context_;
  const syntax::Experiment& source_;
  Scope scope_;
  std::vector<ModelId> models_;
  Experiment checked_;
  bool fits_ = true;
};

}  // namespace

std::optional<Experiment> check_experiment(Context& context, std::uint32_t module,
                                           const syntax::Experiment& experiment) {
  return ExperimentChecker(context, module, experiment).check();
}

}  // namespace hyp::check
