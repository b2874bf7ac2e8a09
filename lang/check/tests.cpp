// SPDX-License-Identifier: MIT
// Tests: which hypothesis, on which data, and what is asked of its scrubs and swaps.
#include "lang/check/asked.hpp"
#include "lang/check/definitions.hpp"
#include "lang/check/prediction.hpp"

namespace hyp::check {
namespace {

// Trials are counted in 32 bits where they are drawn.
constexpr std::int64_t kMostTrials = 1000000000;

// The names that are seen from `module`, and before them the parameters of the hypothesis.
std::uint32_t with_parameters(Context& context, std::uint32_t module,
                              const Hypothesis& hypothesis) {
  if (hypothesis.parameters.empty()) return module;
  const auto inner = open_parameters(context, module);
  for (const auto id : hypothesis.parameters) {
    const Let let = context.program[id];
    const Type type = context.program[let.value].type;
    add_argument(context, inner, {let.name, let.span},
                 context.add({type, let.span, Expr::LetRef{id}}));
  }
  return inner;
}

class TestChecker {
 public:
  TestChecker(Context& context, std::uint32_t module, const syntax::Test& source, HypothesisId id)
      : context_(context),
        source_(source),
        scope_{module},
        hypothesis_(context.program[id]),
        asked_(context, hypothesis_.name, module, with_parameters(context, module, hypothesis_)) {
    checked_.hypothesis = id;
    asked_.about(hypothesis_.model, false);
  }

  std::optional<Test> check() {
    checked_.name = hypothesis_.name;
    checked_.span = source_.hypothesis.span;
    checked_.prose = source_.prose;
    for (const auto& sweep : source_.sweeps) {
      if (!asked_.sweep(sweep)) fail();
    }
    checked_.sweeps = asked_.sweeps();
    check_trials();
    for (const auto span : source_.interventions) refuse_intervention(span);
    checked_.scrub = section(source_.scrub, MeasureKind::preserved);
    check_swap();
    check_rival();
    return fits_ ? std::optional(std::move(checked_)) : std::nullopt;
  }

 private:
  void fail() { fits_ = false; }

  void check_trials() {
    if (!source_.trials) return;
    checked_.trials = check_whole(context_, scope_, *source_.trials, 1);
    if (!checked_.trials) return fail();
    if (*checked_.trials <= kMostTrials) return;
    context_.error({diag::Code::argument_out_of_range,
                    source_.trials->span,
                    {{"name", "trials"},
                     {"callee", "test"},
                     {"value", *checked_.trials},
                     {"wanted", "at most " + std::to_string(kMostTrials)}}});
    fail();
  }

  void refuse_intervention(source::Span span) {
    context_.error(
        {diag::Code::no_interventions,
         span,
         {{"word", context_.text(span)}, {"data", context_.text(source_.references.span)}}});
    fail();
  }

  // Where the claim predicts no answer, nothing can be swapped: said only where it was asked for.
  void check_swap() {
    const bool asked = source_.swap.label.size() > 0;
    switch (prediction(context_.program, hypothesis_)) {
      case Prediction::answer:
        if (asked || context_.program[hypothesis_.model].classes >= 2) {
          checked_.swap = section(source_.swap, MeasureKind::obeyed);
        }
        return;
      case Prediction::no_output:
        return;
      case Prediction::no_value:
        return refuse_swap(diag::Code::no_answer_value);
      case Prediction::no_mention:
        return refuse_swap(diag::Code::no_answer_mention);
      case Prediction::no_class:
        return refuse_swap(diag::Code::no_answer_class);
    }
  }

  void check_rival() {
    if (!source_.rival) return;
    checked_.rival = true;
    if (!source_.scrub.expectations.empty() || !source_.swap.expectations.empty()) return;
    context_.error({diag::Code::nothing_to_refute, *source_.rival, {{"name", hypothesis_.name}}});
    fail();
  }

  void refuse_swap(diag::Code code) {
    if (source_.swap.label.size() == 0) return;
    const Node& node = hypothesis_.nodes[output_node(hypothesis_)->index];
    diag::Facts facts{{"name", hypothesis_.name}, {"node", node.name}};
    if (node.value) {
      const Expr& value = context_.program[*node.value];
      facts.emplace_back("text", context_.text(value.span));
      facts.emplace_back("seen", describe(value.type));
    }
    context_.error(diag::Diagnostic(code, source_.swap.label, std::move(facts))
                       .label(node.span, diag::Note::output_node));
    fail();
  }

  Test::Section section(const syntax::Test::Section& source, MeasureKind usual) {
    Test::Section section;
    asked_.swapped(usual == MeasureKind::obeyed);
    for (const auto& line : source.measures) {
      if (!asked_.measures(line, section.measures)) fail();
    }
    for (const auto& line : source.expectations) {
      if (line.under) refuse_intervention(line.under->span);
      auto expected = asked_.expectation(line);
      if (!expected) {
        fail();
      } else {
        section.expectations.push_back(std::move(*expected));
      }
    }
    if (source.measures.empty()) section.measures.push_back({measure(source, usual), {}});
    return section;
  }

  Measure measure(const syntax::Test::Section& source, MeasureKind usual) {
    Measure measure;
    measure.kind = usual;
    measure.text = std::string(info(usual).name);
    measure.span = source.label.size() > 0 ? source.label : source_.hypothesis.span;
    // Where an expectation misses them, too, it has said so.
    if (fits_ && !require_classes(context_, usual, hypothesis_.model, measure.span)) fail();
    return measure;
  }

  Context& context_;
  const syntax::Test& source_;
  Scope scope_;
  const Hypothesis hypothesis_;  // a copy: a name in a line may have another one checked and added
  AskedChecker asked_;
  Test checked_;
  bool fits_ = true;
};

}  // namespace

std::optional<Test> check_test(Context& context, std::uint32_t module, const syntax::Test& test) {
  const auto hypothesis = find_hypothesis(context, module, test.hypothesis);
  const auto references = find_data(context, module, test.references);
  const auto donors = test.donors ? find_data(context, module, *test.donors) : references;
  if (!hypothesis) return std::nullopt;
  auto checked = TestChecker(context, module, test, *hypothesis).check();
  if (!checked || !references || !donors) return std::nullopt;
  checked->references = *references;
  checked->donors = *donors;
  return checked;
}

}  // namespace hyp::check
