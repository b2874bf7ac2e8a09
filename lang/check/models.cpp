// SPDX-License-Identifier: MIT
#include "lang/check/models.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cassert>
#include <tuple>

#include "lang/check/equation_order.hpp"
#include "lang/check/expr_text.hpp"
#include "lang/check/leaves.hpp"
#include "lang/check/network_builder.hpp"
#include "lang/check/number_scope.hpp"
#include "lang/check/operations.hpp"

namespace hyp::check {
namespace {

using diag::Code;
using diag::Diagnostic;
using diag::Note;
using namespace equations;

class ModelBuilder {
 public:
  ModelBuilder(const ModelInstance& instance, const NumberLookup& lookup)
      : instance_(instance), syntax_(*instance.equations), weights_(instance.weights) {
    assert(!syntax_.value && "a model without equations is a call, resolved by whoever reads it");
    scope_.lookup = &lookup;
    scope_.parameters = instance.numbers;
  }

  std::optional<Model> run(diag::Diagnostics& out) {
    parameters();
    if (found_.has_errors()) {  // what the equations would lack is not their fault
      report(out);
      return std::nullopt;
    }
    order_ = order_equations(syntax_, instance_.name, found_);
    if (syntax_.input) scope_.values.insert("input");
    for (const auto& [name, equation] : order_.by_name) scope_.values.insert(name);
    NetworkBuilder builder(scope_, texts_, found_);
    leaves(builder);
    for (const auto* equation : order_.order) {
      if (!equation->given) builder.equation(*equation);
    }
    const bool one_output = outputs();
    std::optional<Model> model;
    if (one_output && !found_.has_errors()) {
      const auto output = builder.find(order_.outputs[0]->name.text);
      model = finish(builder.take(), *output);
    }
    report(out);
    return model;
  }

 private:
  // What the instance left out.
  void parameters() {
    for (const auto& parameter : syntax_.parameters) {
      const std::string& name = parameter.name.text;
      if (scope_.parameters.contains(name)) continue;
      const bool weights = name == "weights";
      if (weights) texts_.push_back(name);
      if (weights && weights_) continue;
      if (!parameter.fallback) {
        found_.add({Code::argument_missing,
                    instance_.span,
                    {{"callee", syntax_.name.text}, {"name", name}, {"usage", usage()}}});
      } else if (weights) {
        weights_ = file_reference(*parameter.fallback, found_);
      } else if (const auto value = constant(*parameter.fallback, scope_)) {
        scope_.parameters[name] = *value;
      } else {
        found_.add({Code::wrong_argument_kind,
                    parameter.fallback->span,
                    {{"name", name},
                     {"callee", syntax_.name.text},
                     {"wanted", "a number"},
                     {"seen", seen(*parameter.fallback)}}});
      }
    }
  }

  std::string usage() const {
    std::string out = syntax_.name.text + "(";
    for (const auto& parameter : syntax_.parameters) {
      if (out.back() != '(') out += ", ";
      out += parameter.name.text + ": ...";
    }
    return out + ")";
  }

  void leaves(NetworkBuilder& builder) {
    if (syntax_.input) {
      auto shape = leaf_shape(*syntax_.input, {"the input", "input [1, 28, 28]"}, scope_, found_);
      if (shape) {
        builder.leaf("input", syntax_.input_span, Input{}, std::move(*shape));
      } else {
        builder.failed_leaf("input");
      }
    }
    for (const auto* equation : order_.order) {
      if (!equation->given) continue;
      const syntax::Name& name = equation->name;
      if (auto leaf = given_leaf(*equation, scope_, found_)) {
        builder.leaf(name.text, name.span, std::move(leaf->operation), std::move(leaf->shape));
      } else {
        builder.failed_leaf(name.text);
      }
    }
  }

  // What is given and nothing reads is no output, unless it is all there is.
  void unread_leaves() {
    auto& outputs = order_.outputs;
    const auto computed = std::stable_partition(
        outputs.begin(), outputs.end(),
        [](const syntax::Equation* equation) { return equation->given.has_value(); });
    if (computed == outputs.end()) return;
    for (auto it = outputs.begin(); it != computed; ++it) {
      const syntax::Name& name = (*it)->name;
      found_.add({Code::given_unused, name.span, {{"model", instance_.name}, {"name", name.text}}});
    }
    outputs.erase(outputs.begin(), computed);
  }

  // Whether exactly one equation feeds no other. Silent where equations are missing.
  bool outputs() {
    if (syntax_.equations.empty()) {
      found_.add({Code::no_equations, syntax_.name.span, {{"model", instance_.name}}});
    }
    if (!order_.complete || order_.outputs.empty()) return false;
    unread_leaves();
    if (syntax_.input && !order_.uses_input && !found_.has_errors()) {
      diag::Facts facts{{"model", instance_.name}};
      const auto given =
          std::find_if(syntax_.equations.begin(), syntax_.equations.end(),
                       [](const syntax::Equation& equation) { return equation.given.has_value(); });
      if (given != syntax_.equations.end()) facts.emplace_back("given", given->name.text);
      found_.add({Code::input_unused, syntax_.input_span, std::move(facts)});
    }
    if (order_.outputs.size() == 1) return true;
    std::string names;
    for (const auto* output : order_.outputs) {
      names += fmt::format("{}`{}`", names.empty() ? "" : ", ", output->name.text);
    }
    Diagnostic error(
        Code::several_outputs, order_.outputs.back()->name.span,
        {{"model", instance_.name}, {"count", order_.outputs.size()}, {"names", std::move(names)}});
    for (std::size_t i = 0; i + 1 < order_.outputs.size(); ++i) {
      const syntax::Name& name = order_.outputs[i]->name;
      error.labels.push_back({name.span, Note::feeds_nothing, {{"name", name.text}}});
    }
    found_.add(std::move(error));
    return false;
  }

  std::optional<Model> finish(std::vector<Site> sites, SiteId output) {
    Model model;
    model.name = instance_.name;
    model.span = instance_.span;
    model.sites = std::move(sites);
    model.output = output;
    model.logits = logits(model, output);
    const Shape& shape = model.site(model.logits).shape;
    model.classes = shape.size() == 1 ? shape[0] : 0;
    const auto weighted = std::find_if(model.sites.begin(), model.sites.end(),
                                       [](const Site& site) { return !site.weights.empty(); });
    const bool wanted = weighted != model.sites.end();
    if (wanted && !weights_) {
      found_.add(Diagnostic(Code::weights_file_missing, instance_.span,
                            {{"model", instance_.name}, {"example", with_weights()}})
                     .label(weighted->span, Note::needs_weights));
    }
    if (!wanted && weights_) {
      found_.add({Code::weights_file_unused,
                  weights_->span,
                  {{"model", instance_.name}, {"path", weights_->path}}});
    }
    if (found_.has_errors()) return std::nullopt;
    if (wanted) {
      model.weights_file = weights_->path;
      model.weights_sha256 = weights_->sha256;
      model.weights_span = weights_->span;
    }
    return model;
  }

  // The vector whose largest element the output names. Softmax keeps the order of a vector.
  static SiteId logits(const Model& model, SiteId output) {
    const auto is_class_choice = [](const Operation& operation) {
      return std::holds_alternative<Argmax>(operation) ||
             std::holds_alternative<Softmax>(operation);
    };
    SiteId at = output;
    while (is_class_choice(model.site(at).operation)) at = model.site(at).inputs[0];
    return at;
  }

  std::string with_weights() const {
    if (!syntax_.definition) {
      return fmt::format("model {}(weights: \"file.pt\") {{ ... }}", instance_.name);
    }
    const auto& all = syntax_.parameters;
    const bool takes = std::any_of(all.begin(), all.end(), [](const syntax::Parameter& p) {
      return p.name.text == "weights";
    });
    const std::string& definition = syntax_.name.text;
    return takes ? fmt::format("model {} = {}(weights: \"file.pt\")", instance_.name, definition)
                 : fmt::format("def model {}(weights) {{ ... }}", definition);
  }

  // In reading order; errors in a definition say which network made it.
  void report(diag::Diagnostics& out) {
    auto all = found_.take();
    const auto key = [](const Diagnostic& d) {
      return d.span ? std::tuple(d.span->file.index, d.span->begin) : std::tuple(0U, 0U);
    };
    std::stable_sort(all.begin(), all.end(),
                     [&](const Diagnostic& a, const Diagnostic& b) { return key(a) < key(b); });
    for (auto& diagnostic : all) {
      if (syntax_.definition && diagnostic.span != instance_.span) {
        diagnostic.labels.push_back({instance_.span, Note::made_here, {{"model", instance_.name}}});
      }
    }
    out.add(std::move(all));
  }

  const ModelInstance& instance_;
  const syntax::Model& syntax_;
  std::optional<FileReference> weights_;
  std::vector<std::string> texts_;
  NumberScope scope_;
  Order order_;
  diag::Diagnostics found_;
};

}  // namespace

std::optional<Model> build_model(const ModelInstance& instance, const NumberLookup& lookup,
                                 diag::Diagnostics& diagnostics) {
  return ModelBuilder(instance, lookup).run(diagnostics);
}

}  // namespace hyp::check
