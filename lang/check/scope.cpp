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
      return "a definition of models";
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
  }
  return "";
}

Symbol* Symbols::find(std::uint32_t module, std::string_view name) const {
  const auto& names = modules[module].names;
  const auto found = names.find(name);
  return found == names.end() ? nullptr : found->second;
}

std::vector<std::string> Symbols::names(std::uint32_t module) const {
  std::vector<std::string> all_names;
  for (const auto& [name, symbol] : modules[module].names) all_names.push_back(name);
  for (const auto& [name, member] : modules[module].members) all_names.push_back(name);
  return all_names;
}

}  // namespace hyp::check
