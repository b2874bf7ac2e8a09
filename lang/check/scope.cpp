// SPDX-License-Identifier: MIT
#include "lang/check/scope.hpp"

namespace hyp::check {

std::string_view name_of(SymbolKind kind) {
  switch (kind) {
    case SymbolKind::unknown:
      return "not understood";
    case SymbolKind::data:
      return "a data set";
    case SymbolKind::model:
      return "a model";
    case SymbolKind::definition:
      return "a definition";
    case SymbolKind::let:
      return "a constant";
    case SymbolKind::score:
      return "a score";
    case SymbolKind::region:
      return "a region";
    case SymbolKind::partition:
      return "a partition";
    case SymbolKind::group:
      return "a group";
    case SymbolKind::subspace:
      return "a subspace";
    case SymbolKind::direction:
      return "a direction";
    case SymbolKind::hypothesis:
      return "a hypothesis";
    case SymbolKind::test:
      return "a test";
    case SymbolKind::experiment:
      return "an experiment";
    case SymbolKind::training:
      return "a training";
    case SymbolKind::module:
      return "an import";
    case SymbolKind::argument:
      return "a value";
  }
  return "";
}

std::string_view name_of(const Symbol& symbol) {
  if (symbol.kind != SymbolKind::definition) return name_of(symbol.kind);
  const auto& node = symbol.statement->node;
  if (std::holds_alternative<syntax::Model>(node)) return "a definition of models";
  if (std::holds_alternative<syntax::Score>(node)) return "a definition of scores";
  if (std::holds_alternative<syntax::Region>(node)) return "a definition of regions";
  if (std::holds_alternative<syntax::RuleDefinition>(node)) return "a definition of rules";
  if (std::holds_alternative<syntax::Hypothesis>(node)) return "a definition of hypotheses";
  return "a definition of experiments";
}

Symbol* Symbols::find(std::uint32_t module, std::string_view name) const {
  for (std::optional<std::uint32_t> at = module; at; at = modules[*at].around) {
    const auto found = modules[*at].names.find(name);
    if (found != modules[*at].names.end()) return found->second;
  }
  return nullptr;
}

std::uint32_t Symbols::file_of(std::uint32_t module) const {
  while (modules[module].around) module = *modules[module].around;
  return module;
}

std::vector<std::string> Symbols::names(std::uint32_t module) const {
  std::vector<std::string> all_names;
  for (std::optional<std::uint32_t> at = module; at; at = modules[*at].around) {
    for (const auto& [name, symbol] : modules[*at].names) all_names.push_back(name);
    for (const auto& [name, member] : modules[*at].members) all_names.push_back(name);
  }
  return all_names;
}

}  // namespace hyp::check
