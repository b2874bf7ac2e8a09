// SPDX-License-Identifier: MIT
// One-step falsehoods of a claim (docs/method.md, "Mutants"): expectations that let most of them
// live could hardly have failed. The entry of this floor, which touches neither data nor weights.
#pragma once

#include <array>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "lang/check/program.hpp"

namespace hyp::mutate {

enum class Kind { drop, move, swap, negate, shift, widen, remove, redirect };
inline constexpr std::array kKinds{Kind::drop,  Kind::move,  Kind::swap,   Kind::negate,
                                   Kind::shift, Kind::widen, Kind::remove, Kind::redirect};
/// As `--kind` takes it: "drop".
[[nodiscard]] std::string_view name_of(Kind kind);
/// What was done, as a heading: "unit dropped".
[[nodiscard]] std::string_view describe(Kind kind);

/// A claim with one thing changed, as the difference from its program.
struct Mutant {
  Kind kind = Kind::drop;
  std::string what;  ///< in the file's words: "unit 26 dropped from anti_detectors"
  check::HypothesisId of;
  check::Hypothesis changed;
  /// Of a unit in or out of a named group: the other claims that stand at that group, changed
  /// alike.
  std::vector<std::pair<check::HypothesisId, check::Hypothesis>> also;
  std::vector<check::Expr> exprs;            ///< appended to those of the program
  std::vector<check::Partition> partitions;  ///< likewise

  /// Whether nodes, values and rules are as they were, and only some node stands elsewhere.
  [[nodiscard]] bool moves_units_only() const { return kind == Kind::drop || kind == Kind::move; }
};

/// What the data says about a claim.
struct Known {
  /// What each node claims by units, by NodeId, one part a site.
  std::vector<std::vector<check::Part>> parts;
  /// The range over the references of each number that the claim compares with a bound; what is
  /// missing is not shifted.
  std::map<check::ExprId, double> ranges;
};

/// What is mutated.
using Claims = std::map<check::HypothesisId, Known>;

/// The parts that need no data; none for a node with a `where`.
[[nodiscard]] Known known_without_data(const check::Program& program, check::HypothesisId id);

/// The numbers that values and rules of the claim compare with a bound, in written order.
[[nodiscard]] std::vector<check::ExprId> bounded_numbers(const check::Program& program,
                                                         check::HypothesisId id);

/// All mutants of these claims, claim by claim and kind by kind, within a kind in the order of the
/// file; a unit of a group that several claims name is dropped and moved once, for all of them.
/// Nobody has looked whether a mutant can be run: it may claim what no network path allows. Nodes
/// whose only unit would go are left alone, and so are directions and subspaces.
[[nodiscard]] std::vector<Mutant> mutants(const check::Program& program, const Claims& claims);

/// The program in which the mutant stands in the place of its claim. Ids of the original stay what
/// they are.
[[nodiscard]] check::Program applied(const check::Program& program, const Mutant& mutant);

/// One line a mutant: `hyp dump mutants`.
[[nodiscard]] std::string dump(const std::vector<Mutant>& mutants);

}  // namespace hyp::mutate
