// SPDX-License-Identifier: MIT
// Which name means which declaration, file by file.
#pragma once

#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lang/check/ids.hpp"
#include "lang/syntax/ast.hpp"

namespace hyp::check {

/// unknown: of a declaration that was not understood; using it is no second error.
enum class SymbolKind {
  unknown,
  data,
  model,
  definition,
  let,
  score,
  region,
  partition,
  group,
  subspace,
  direction,
  hypothesis,
  test,
  experiment,
  training,
  module,
  argument  ///< what a call gave for a parameter, where it is not a name
};
/// "a data set", "a score" ...
[[nodiscard]] std::string_view name_of(SymbolKind kind);
struct Symbol;
/// The same, and of a definition what it defines: "a definition of regions".
[[nodiscard]] std::string_view name_of(const Symbol& symbol);

/// A declared name. It is checked when it is first used, so declarations may come in any order.
struct Symbol {
  enum class State { untouched, busy, done, failed };

  SymbolKind kind;
  syntax::Name name;
  std::uint32_t module = 0;                      ///< whose text declares it
  const syntax::Statement* statement = nullptr;  ///< null for a parameter or member
  State state = State::untouched;
  /// Into the program's table of its kind, or the arguments of calls; or the module it names.
  std::uint32_t index = 0;
};

/// A member of a partition that is named without its partition.
struct MemberSymbol {
  Symbol* partition;
  std::uint32_t member;
  source::Span span;
};

/// The names of one file, or the parameters of one definition or hypothesis, which are seen before
/// those of the file around them.
struct Module {
  std::shared_ptr<const syntax::File> file;  ///< null for parameters
  std::optional<std::uint32_t> around = {};  ///< of parameters
  std::map<std::string, Symbol*, std::less<>> names = {};
  std::multimap<std::string, MemberSymbol, std::less<>> members = {};
  std::map<std::string, source::Span, std::less<>> chosen =
      {};  ///< where single names are imported
};

/// All names of the file that is checked and of what it imports. Module 0 is the file itself.
struct Symbols {
  std::deque<Symbol> all;
  std::deque<Module> modules;

  /// A name as it is seen from a module; null where there is none.
  [[nodiscard]] Symbol* find(std::uint32_t module, std::string_view name) const;
  /// The module of the file that a module belongs to: itself, or what parameters stand in.
  [[nodiscard]] std::uint32_t file_of(std::uint32_t module) const;
  /// Every name that is seen from a module, for suggestions.
  [[nodiscard]] std::vector<std::string> names(std::uint32_t module) const;
};

}  // namespace hyp::check
