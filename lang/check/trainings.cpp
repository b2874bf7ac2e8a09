// SPDX-License-Identifier: MIT
// Training: which network, on which data, and what it is taught.
#include <filesystem>

#include "lang/check/context.hpp"
#include "lang/check/uses.hpp"

namespace hyp::check {
namespace {

// Seeds key the draws, and the largest number that a file can write exactly is 2^53. Epochs and
// batches are counted in 32 bits where they are drawn.
constexpr std::int64_t kMost = 1000000000;

class TrainingChecker {
 public:
  TrainingChecker(Context& context, std::uint32_t module, const syntax::Train& source,
                  ModelId model, DataId data)
      : context_(context), source_(source), scope_{module} {
    checked_.model = model;
    checked_.data = data;
  }

  std::optional<Training> check() {
    checked_.name = network().name;
    checked_.span = source_.model.span;
    checked_.prose = source_.prose;
    check_network();
    check_label();
    whole(*source_.epochs, "epochs", 1, kMost, checked_.epochs);
    whole(*source_.seed, "seed", 0, INT64_MAX, checked_.seed);
    if (source_.batch) whole(*source_.batch, "batch", 1, kMost, checked_.batch);
    if (source_.rate) check_rate();
    return fits_ ? std::optional(std::move(checked_)) : std::nullopt;
  }

 private:
  [[nodiscard]] const Model& network() const { return context_.program[checked_.model]; }

  void fail(diag::Code code, source::Span span, diag::Facts facts) {
    context_.error({code, span, std::move(facts)});
    fits_ = false;
  }

  void check_network() {
    const Model& model = network();
    const auto span = source_.model.span;
    if (weight_specs(model).empty()) {
      return fail(diag::Code::nothing_to_train, span, {{"model", model.name}});
    }
    for (const auto& site : model.sites) {
      if (!std::holds_alternative<Given>(site.operation)) continue;
      return fail(diag::Code::trains_given, span, {{"model", model.name}});
    }
    if (model.classes < 2) {
      fail(diag::Code::trains_no_logits, span,
           {{"model", model.name}, {"seen", to_string(model.site(model.logits).shape)}});
    }
    const std::filesystem::path file = model.weights_file;
    if (file.extension() != ".safetensors") {
      auto named = file;
      fail(diag::Code::not_safetensors, model.weights_span,
           {{"model", model.name},
            {"path", model.weights_file},
            {"suggestion", named.replace_extension(".safetensors").string()}});
    }
    for (const auto& other : context_.program.trainings) {
      const std::filesystem::path taken = context_.program[other.model].weights_file;
      if (taken.lexically_normal() != file.lexically_normal()) continue;
      context_.error(
          diag::Diagnostic(diag::Code::trained_twice, span, {{"path", model.weights_file}})
              .label(other.span, diag::Note::first_given));
      fits_ = false;
    }
  }

  void check_label() {
    const auto label = check_expr(context_, scope_, *source_.label, Want::value);
    if (!label) return fail();
    checked_.label = *label;
    const auto span = source_.label->span;
    checked_.label_text = context_.words(span);
    Uses uses;
    uses.add(context_.program, *label);
    if (const auto read = network_read(uses)) {
      return fail(diag::Code::label_reads_network, span,
                  {{"text", context_.text(span)},
                   {"model", context_.program[*read].name},
                   {"data", context_.program[checked_.data].name}});
    }
    const Type& type = context_.program[*label].type;
    if (type.percent) {
      report_wrong_kind(context_, "a region, a partition or a whole number", span, describe(type));
      return fail();
    }
    if (type.element != Type::Element::part || network().classes < 2) return;
    const auto members = context_.program[type.partition].members.size();
    if (static_cast<std::int64_t>(members) <= network().classes) return;
    fail(diag::Code::too_many_classes, span,
         {{"text", context_.text(span)},
          {"count", members},
          {"model", network().name},
          {"classes", network().classes}});
  }

  static std::optional<ModelId> network_read(const Uses& uses) {
    if (!uses.sites.empty()) return uses.sites.begin()->first;
    if (!uses.sites_on.empty()) return std::get<0>(*uses.sites_on.begin());
    return std::nullopt;
  }

  void whole(const syntax::Expr& expr, const char* name, std::int64_t least, std::int64_t most,
             std::int64_t& into) {
    const auto value = check_whole(context_, scope_, expr, least);
    if (!value) return fail();
    into = *value;
    if (*value <= most) return;
    out_of_range(expr, name, diag::Fact("value", *value), "at most " + std::to_string(most));
  }

  void check_rate() {
    const auto rate = check_expr(context_, scope_, *source_.rate, Want::number);
    if (!rate) return fail();
    const auto value = fold_fixed(context_, *rate);
    if (value) checked_.rate = *value;
    if (value && *value > 0) return;
    out_of_range(*source_.rate, "rate",
                 value ? diag::Fact("value", *value) : diag::Fact("value", "not known yet"),
                 "above 0");
  }

  void out_of_range(const syntax::Expr& expr, const char* name, diag::Fact value,
                    const std::string& wanted) {
    fail(diag::Code::argument_out_of_range, expr.span,
         {{"name", name}, {"callee", "train"}, std::move(value), {"wanted", wanted}});
  }

  void fail() { fits_ = false; }

  Context& context_;
  const syntax::Train& source_;
  Scope scope_;
  Training checked_;
  bool fits_ = true;
};

}  // namespace

std::optional<Training> check_training(Context& context, std::uint32_t module,
                                       const syntax::Train& train) {
  const auto model = find_model(context, module, train.model);
  const auto data = find_data(context, module, train.data);
  if (!model || !data) return std::nullopt;
  return TrainingChecker(context, module, train, *model, *data).check();
}

}  // namespace hyp::check
