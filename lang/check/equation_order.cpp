// SPDX-License-Identifier: MIT
#include "lang/check/equation_order.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <queue>
#include <set>

namespace hyp::check::equations {
namespace {

using diag::Code;
using diag::Diagnostic;
using diag::Note;
using syntax::Equation;
using syntax::Expr;
using syntax::Name;

struct Collector {
  std::vector<const Name*>& names;

  void in(const syntax::ExprPtr& expr) const { std::visit(*this, expr->node); }
  void operator()(const syntax::Number&) const {}
  void operator()(const syntax::Text&) const {}
  void operator()(const Name& name) const { names.push_back(&name); }
  void operator()(const syntax::Member& member) const { in(member.object); }
  void operator()(const syntax::Range& range) const {
    in(range.first);
    in(range.last);
  }
  void operator()(const syntax::Subscript& subscript) const {
    in(subscript.object);
    for (const auto& item : subscript.items) in(item);
  }
  void operator()(const syntax::Call& call) const {
    // Arguments with a name are numbers and flags, but for the operand `x` itself.
    for (const auto& argument : call.arguments) {
      if (!argument.name || argument.name->text == "x") in(argument.value);
    }
  }
  void operator()(const syntax::List& list) const {
    for (const auto& item : list.items) in(item);
  }
  void operator()(const syntax::Unary& unary) const { in(unary.operand); }
  void operator()(const syntax::Binary& binary) const {
    in(binary.left);
    in(binary.right);
  }
  void operator()(const syntax::Comparison& comparison) const {
    for (const auto& operand : comparison.operands) in(operand);
  }
};

// One equation reads another, through this mention of it.
struct Use {
  std::size_t of;
  const Name* mention;
};

class Sorter {
 public:
  Sorter(const syntax::Model& model, const std::string& model_name, diag::Diagnostics& diagnostics)
      : model_(model), model_name_(model_name), diagnostics_(diagnostics) {}

  Order run() {
    define();
    connect();
    sort();
    for (std::size_t i = 0; i < equations_.size(); ++i) {
      if (readers_[i].empty()) order_.outputs.push_back(equations_[i]);
    }
    return std::move(order_);
  }

 private:
  void refuse(Diagnostic diagnostic) {
    order_.complete = false;
    diagnostics_.add(std::move(diagnostic));
  }

  void define() {
    for (const auto& equation : model_.equations) {
      const Name& name = equation.name;
      if (name.text == "input") {
        refuse({Code::reserved_name, name.span, {{"name", name.text}}});
        continue;
      }
      const auto parameter =
          std::find_if(model_.parameters.begin(), model_.parameters.end(),
                       [&](const syntax::Parameter& p) { return p.name.text == name.text; });
      const auto first = order_.by_name.find(name.text);
      if (parameter != model_.parameters.end() || first != order_.by_name.end()) {
        const auto span =
            parameter != model_.parameters.end() ? parameter->name.span : first->second->name.span;
        refuse(Diagnostic(Code::defined_twice, name.span, {{"name", name.text}})
                   .label(span, Note::first_defined));
        continue;
      }
      order_.by_name[name.text] = &equation;
      index_[name.text] = equations_.size();
      equations_.push_back(&equation);
    }
  }

  void connect() {
    uses_.resize(equations_.size());
    readers_.resize(equations_.size());
    for (std::size_t i = 0; i < equations_.size(); ++i) {
      std::set<std::size_t> seen;
      if (equations_[i]->given) continue;
      for (const Name* name : names_in(*equations_[i]->value)) {
        if (name->text == "input") order_.uses_input = true;
        const auto found = index_.find(name->text);
        if (found == index_.end() || !seen.insert(found->second).second) continue;
        uses_[i].push_back({found->second, name});
        readers_[found->second].push_back(i);
      }
    }
  }

  void sort() {
    std::vector<std::size_t> waits(equations_.size());
    std::priority_queue<std::size_t, std::vector<std::size_t>, std::greater<>> ready;
    for (std::size_t i = 0; i < equations_.size(); ++i) {
      waits[i] = uses_[i].size();
      if (waits[i] == 0) ready.push(i);
    }
    while (!ready.empty()) {
      const std::size_t i = ready.top();
      ready.pop();
      order_.order.push_back(equations_[i]);
      for (const auto reader : readers_[i]) {
        if (--waits[reader] == 0) ready.push(reader);
      }
    }
    if (order_.order.size() < equations_.size()) report_circles(waits);
  }

  // Whatever still waits reads something that still waits: following that ends in a circle.
  void report_circles(const std::vector<std::size_t>& waits) {
    enum class Mark { fresh, on_walk, done };
    std::vector<Mark> marks(equations_.size(), Mark::fresh);
    for (std::size_t start = 0; start < equations_.size(); ++start) {
      if (waits[start] == 0 || marks[start] != Mark::fresh) continue;
      std::vector<Use> walk{{start, &equations_[start]->name}};
      marks[start] = Mark::on_walk;
      for (;;) {
        const auto& uses = uses_[walk.back().of];
        const Use next = *std::find_if(uses.begin(), uses.end(),
                                       [&](const Use& use) { return waits[use.of] > 0; });
        if (marks[next.of] == Mark::on_walk) report(walk, next);
        if (marks[next.of] != Mark::fresh) break;
        marks[next.of] = Mark::on_walk;
        walk.push_back(next);
      }
      for (const auto& step : walk) marks[step.of] = Mark::done;
    }
  }

  void report(const std::vector<Use>& walk, const Use& closing) {
    const auto first = std::find_if(walk.begin(), walk.end(),
                                    [&](const Use& step) { return step.of == closing.of; });
    std::string path;
    for (auto it = first; it != walk.end(); ++it) {
      path += fmt::format("`{}` -> ", equations_[it->of]->name.text);
    }
    path += fmt::format("`{}`", closing.mention->text);
    Diagnostic error(Code::equations_in_circle, equations_[closing.of]->name.span,
                     {{"model", model_name_}, {"path", path}});
    for (auto it = first; it != walk.end(); ++it) {
      const Use& use = it + 1 == walk.end() ? closing : *(it + 1);
      error.labels.push_back(
          {use.mention->span,
           Note::uses_here,
           {{"name", equations_[it->of]->name.text}, {"used", use.mention->text}}});
    }
    refuse(std::move(error));
  }

  const syntax::Model& model_;
  const std::string& model_name_;
  diag::Diagnostics& diagnostics_;
  Order order_;
  std::vector<const Equation*> equations_;
  std::map<std::string, std::size_t> index_;
  std::vector<std::vector<Use>> uses_;
  std::vector<std::vector<std::size_t>> readers_;
};

}  // namespace

std::vector<const Name*> names_in(const Expr& expr) {
  std::vector<const Name*> names;
  std::visit(Collector{names}, expr.node);
  return names;
}

Order order_equations(const syntax::Model& model, const std::string& model_name,
                      diag::Diagnostics& diagnostics) {
  return Sorter(model, model_name, diagnostics).run();
}

}  // namespace hyp::check::equations
