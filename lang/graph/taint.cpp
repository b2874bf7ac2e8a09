// SPDX-License-Identifier: MIT
#include "lang/graph/taint.hpp"

#include <set>

#include "lang/check/uses.hpp"

namespace hyp::graph {
namespace {

using check::ExprId;
using check::NodeId;
using check::Program;

// Everything that a rule's expressions read, the values of other nodes included.
class Reader {
 public:
  Reader(const Program& program, const check::Hypothesis& hypothesis)
      : program_(program), hypothesis_(hypothesis) {}

  void rule(const check::RuleSpec& spec, const std::optional<ExprId>& own) {
    for (const auto& arm : spec.arms) {
      if (arm.when) expr(*arm.when);
      if (arm.rule.in) expr(*arm.rule.in);
      for (const auto value : arm.rule.values) expr(value);
      if (arm.rule.kind == check::Rule::Kind::same && arm.rule.values.empty() && own) expr(*own);
    }
  }

  void expr(ExprId id) {
    uses_.add(program_, id);
    mentioned(id);
  }

  [[nodiscard]] const check::Uses& uses() const { return uses_; }

 private:
  void mentioned(ExprId id) {
    if (const auto* ref = std::get_if<check::Expr::NodeRef>(&program_[id].node)) {
      const auto& value = hypothesis_.nodes[ref->node.index].value;
      if (value && seen_.insert(ref->node).second) expr(*value);
    }
    for (const auto operand : check::operands(program_[id])) mentioned(operand);
  }

  const Program& program_;
  const check::Hypothesis& hypothesis_;
  check::Uses uses_;
  std::set<NodeId> seen_;
};

}  // namespace

RuleTaint taint_of(const Program& program, const Correspondence& graph, NodeId node, bool others) {
  const auto& hypothesis = program[graph.hypothesis];
  const auto& own = hypothesis.nodes[node.index];
  Reader reader(program, hypothesis);
  if (others) {
    const auto& spec = own.others ? own.others : hypothesis.all_else;
    if (spec) reader.rule(*spec, own.value);
  } else if (own.rule) {
    reader.rule(*own.rule, own.value);
  } else if (own.value) {
    reader.expr(*own.value);
  }
  // What is unclaimed at a visit lies upstream of the node itself; so does what the node claims.
  RuleTaint taint;
  for (const auto& [model, site] : reader.uses().sites) {
    if (model != graph.model) continue;
    Taint found = Taint::activations;
    for (const auto claimed : graph[node].sites) {
      const bool answer = others ? claimed == site : false;
      if (answer ||
          (site != claimed && check::downstream_of(program[model], claimed)[site.index])) {
        found = Taint::answer;
      }
    }
    if (found > taint.taint) taint = {found, site};
  }
  return taint;
}

}  // namespace hyp::graph
