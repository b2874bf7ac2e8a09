// SPDX-License-Identifier: MIT
#include "runtime/score/table.hpp"

#include <memory>

#include <cassert>

#include "runtime/score/workspace.hpp"

namespace hyp::score {
namespace {

template <typename Value>
std::vector<Value> converted(const Numbers& numbers) {
  std::vector<Value> out;
  out.reserve(numbers.size());
  for (const double number : numbers) out.push_back(static_cast<Value>(number));
  return out;
}

}  // namespace

const model::Activations* Captured::find(ModelId model, DataId data, SiteId site) const {
  const auto it = sites.find({model, data, site});
  return it == sites.end() ? nullptr : &it->second;
}

diag::Outcome<Table> evaluate(const Inputs& inputs, const Wanted& wanted) {
  Workspace workspace(inputs);
  const Domain domain = Domain::examples(wanted.data);
  Table table{wanted.data, workspace.rows(domain), {}, {}, {}};
  for (const auto expr : wanted.numbers) {
    if (const auto* column = workspace.column(expr, domain)) table.numbers[expr] = *column;
  }
  for (const auto expr : wanted.regions) {
    if (const auto* column = workspace.column(expr, domain)) {
      table.regions[expr] = converted<std::uint8_t>(*column);
    }
  }
  for (const auto partition : wanted.partitions) {
    if (const auto* members = workspace.partition(partition, domain)) {
      table.partitions[partition] = converted<std::uint32_t>(*members);
    }
  }
  if (workspace.diagnostics().has_errors()) return workspace.diagnostics().take();
  return table;
}

std::vector<diag::Diagnostic> diagnose(const Inputs& inputs, const std::vector<Wanted>& wanted,
                                       const std::vector<const check::Set*>& sets) {
  diag::Diagnostics diagnostics;
  Layouts layouts(
      inputs, [](GroupId) { return Layouts::Count{}; }, diagnostics);
  for (const auto& on : wanted) {
    const Domain domain = Domain::examples(on.data);
    for (const auto expr : on.numbers) layouts.number(expr, domain);
    for (const auto expr : on.regions) layouts.number(expr, domain);
    for (const auto partition : on.partitions) layouts.partition(partition, domain);
  }
  for (const auto* set : sets) layouts.set(*set);
  return diagnostics.take();
}

diag::Outcome<double> evaluate_constant(const Inputs& inputs, ExprId expr) {
  Workspace workspace(inputs);
  if (workspace.layouts().number(expr, Domain{})) {
    if (const auto* number = workspace.constant(expr)) return number->front();
  }
  return workspace.diagnostics().take();
}

check::UnitPredicate unit_predicate(const Inputs& inputs) {
  // The workspace keeps a reference to the inputs, so both live with the predicate.
  struct State {
    explicit State(const Inputs& given) : inputs(given), workspace(inputs) {}
    Inputs inputs;
    Workspace workspace;
  };
  return [state = std::make_shared<State>(inputs)](const check::Where& where, ModelId model,
                                                   SiteId site) {
    const auto units =
        static_cast<std::size_t>(state->workspace.rows(Domain::units(where.data, model, site)));
    return state->workspace.where(where, model, site).value_or(std::vector<bool>(units));
  };
}

diag::Outcome<std::vector<check::Part>> resolve(const Inputs& inputs, const check::Set& set) {
  Workspace workspace(inputs);
  if (auto parts = workspace.set(set)) return std::move(*parts);
  return workspace.diagnostics().take();
}

}  // namespace hyp::score
