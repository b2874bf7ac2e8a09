// SPDX-License-Identifier: MIT
// One example under a tested claim, from the file to what can be said of it.
#include "runtime/embed/why.hpp"

#include <algorithm>
#include <cmath>

#include "lang/check/uses.hpp"
#include "lang/check/words.hpp"
#include "runtime/embed/asked.hpp"
#include "runtime/embed/decision.hpp"
#include "runtime/embed/donors.hpp"

namespace hyp::embed {
namespace {

bool mentions_node(const check::Program& program, check::ExprId id) {
  if (std::holds_alternative<check::Expr::NodeRef>(program[id].node)) return true;
  const auto operands = check::operands(program[id]);
  return std::any_of(operands.begin(), operands.end(),
                     [&](check::ExprId operand) { return mentions_node(program, operand); });
}

class Asker {
 public:
  Asker(OpenTest& test, std::int64_t row, const std::string& file)
      : test_(test), example_(test, row), file_(file) {}

  diag::Outcome<report::Why> ask() {
    why_.file = file_;
    why_.hypothesis = test_.hypothesis.name;
    why_.prose = test_.test.prose.empty() ? test_.hypothesis.prose : test_.test.prose;
    why_.point = test_.point.shown;
    why_.points = test_.points;
    describe();
    auto scrub = under(test_, plan::Mode::scrub);
    if (!scrub) return std::move(scrub.diagnostics);
    why_.engine = (*scrub)->combinations->sum() ? "affine" : "forward";
    if (auto error = nodes((*scrub)->scrub.tree)) return std::move(*error);
    why_.tested = (*scrub)->scrub.tested[static_cast<std::size_t>(example_.row)] != 0;
    auto drawn = ask_draws(example_, **scrub, why_);
    if (!drawn) return std::move(drawn.diagnostics);
    auto units = ask_units(example_, **scrub, why_);
    if (!units) return std::move(units.diagnostics);
    if (why_.tested) {
      auto chance = chance_of(example_, **scrub);
      if (!chance) return std::move(chance.diagnostics);
      why_.preserved = std::move(*chance.value);
    }
    if (auto error = swap()) return std::move(*error);
    why_.provenance = test_.stages.report.provenance;
    return {std::move(why_), test_.stages.report.diagnostics};
  }

 private:
  using Errors = std::optional<std::vector<diag::Diagnostic>>;

  void describe() {
    report::Example& out = why_.example;
    const auto& data = *test_.stages.machines.datasets.at(test_.test.references);
    const auto row = example_.row;
    out.data = test_.program[test_.test.references].name;
    out.row = row;
    for (const auto& column : data.columns)
      out.columns.emplace_back(column.name, column.values.at(row));
    if (data.has_inputs) {
      out.shape = data.input_shape();
      out.input.resize(static_cast<std::size_t>(check::elements(out.shape)));
      data.input(row, out.input);
    }
    const float* logits = test_.clean->row(row);
    out.logits.assign(logits, logits + test_.clean->width);
    out.answer = example_.answer;
    out.rival = example_.rival;
    out.margin = example_.margin(out.logits);
  }

  // --- what each node carries ---

  // Of constants and of columns of the example, each computed once.
  Errors nodes(const plan::Tree& tree) {
    std::vector<check::ExprId> wanted;
    for (const auto& node : test_.hypothesis.nodes) {
      if (!node.value || !single(*node.value)) continue;
      for (const auto id : Decision::reads(test_.program, test_.hypothesis, *node.value)) {
        wanted.push_back(id);
      }
    }
    plan::Columns columns;
    for (const auto id : wanted) {
      if (test_.program[id].type.per_example) columns.want(id, test_.test.references);
    }
    auto evaluated = columns.evaluate(test_.inputs);
    if (!evaluated) return std::move(evaluated.diagnostics);
    std::map<check::ExprId, double> numbers;
    for (const auto id : wanted) {
      if (test_.program[id].type.per_example) {
        numbers[id] =
            columns.of(id, test_.test.references).at(static_cast<std::size_t>(example_.row));
        continue;
      }
      auto constant = score::evaluate_constant(test_.inputs, id);
      if (!constant) return std::move(constant.diagnostics);
      numbers[id] = *constant;
    }
    for (const auto id : test_.claim->graph().order) {
      why_.nodes.push_back(node(id, tree, numbers));
    }
    return std::nullopt;
  }

  [[nodiscard]] bool single(check::ExprId value) const { return !test_.program[value].type.tensor; }

  report::AskedNode node(check::NodeId id, const plan::Tree& tree,
                         const std::map<check::ExprId, double>& numbers) const {
    const auto& node = test_.hypothesis.nodes[id.index];
    report::AskedNode out;
    out.name = node.name;
    out.place = place_text(test_.model, test_.claim->places()[id.index]);
    for (const auto read : node.reads) out.reads.push_back(test_.hypothesis.nodes[read.index].name);
    if (node.value) {
      out.of_nodes = mentions_node(test_.program, *node.value);
      out.text = check::to_text(test_.program, *node.value, &test_.hypothesis);
      if (single(*node.value)) {
        const Decision decision(test_.program, test_.hypothesis, *node.value,
                                [&](check::ExprId number) { return numbers.at(number); });
        out.value = decision.carried();
        out.comparisons = decision.comparisons();
        out.turnings = decision.turnings();
      }
    }
    if (id == test_.claim->graph().output) return out;
    out.rule = rule_text(test_.program, test_.hypothesis, {plan::Drawer::Kind::node, id});
    out.datum_of = reader_below(id, tree);
    return out;
  }

  // The node whose donor a node is drawn for; none for one that the output reads.
  [[nodiscard]] std::string reader_below(check::NodeId id, const plan::Tree& tree) const {
    std::string reader;
    for (const auto& visit : tree.visits) {
      for (const auto& replaced : visit.replaced) {
        if (replaced.node != id) continue;
        if (!visit.datum) return {};
        reader = test_.hypothesis.nodes[visit.node.index].name;
      }
    }
    return reader;
  }

  Errors swap() {
    if (!test_.test.swap || !test_.claim->prediction()) return std::nullopt;
    auto swapped = under(test_, plan::Mode::swap);
    if (!swapped) return std::move(swapped.diagnostics);
    if ((*swapped)->scrub.tested[static_cast<std::size_t>(example_.row)] == 0) return std::nullopt;
    auto chance = chance_of(example_, **swapped);
    if (!chance) return std::move(chance.diagnostics);
    const auto predicted = test_.claim->prediction()->predict(example_.row, 1, {});
    why_.swap = {predicted.at(0), std::move(*chance.value)};
    return std::nullopt;
  }

  OpenTest& test_;
  AskedExample example_;
  const std::string& file_;
  report::Why why_;
};

diag::Outcome<std::unique_ptr<OpenTest>> chosen(const check::Program& program,
                                                const AskOptions& asked, const std::string& file,
                                                source::Loader& loader, Listener& listener) {
  const auto test = choose_test(program, asked, file);
  if (!test) return test.diagnostics;
  return OpenTest::open(program, *test, asked, file, loader, listener);
}

}  // namespace

diag::Outcome<report::Why> why(const check::Program& program, std::int64_t example,
                               const AskOptions& asked, const std::string& file,
                               source::Loader& loader, Listener& listener) {
  auto test = chosen(program, asked, file, loader, listener);
  if (!test) return std::move(test.diagnostics);
  const std::int64_t rows = (*test)->claim->pool().rows((*test)->test.references);
  if (example < 0 || example >= rows) {
    return diag::Diagnostic(diag::Code::no_such_example, std::nullopt,
                            {{"row", example},
                             {"data", program[(*test)->test.references].name},
                             {"rows", rows},
                             {"last", rows - 1}});
  }
  return Asker(**test, example, file).ask();
}

diag::Outcome<report::Worst> worst(const check::Program& program, std::int64_t count,
                                   const AskOptions& asked, const std::string& file,
                                   source::Loader& loader, Listener& listener) {
  auto test = chosen(program, asked, file, loader, listener);
  if (!test) return std::move(test.diagnostics);
  return worst_of(**test, count, file);
}

}  // namespace hyp::embed
