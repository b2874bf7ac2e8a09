// SPDX-License-Identifier: MIT
// The makers of each kind of mutant, one file a family. Private to lang/mutate.
#pragma once

#include "lang/mutate/mutants.hpp"

namespace hyp::mutate {

/// What all makers read, and where they put what they make.
struct Making {
  const check::Program& program;
  check::HypothesisId id;
  const Known& known;
  const Claims& claims;  ///< all of them
  std::vector<Mutant>& made;

  [[nodiscard]] const check::Hypothesis& hypothesis() const { return program[id]; }
  [[nodiscard]] const check::Node& node(std::size_t index) const {
    return hypothesis().nodes[index];
  }
  /// A mutant in which nothing is changed yet. Groups that the data decides are spelled out, so
  /// that they are looked for once and not for every mutant.
  [[nodiscard]] Mutant start(Kind kind) const;
  /// Whether some node reads it; what nobody reads is the output.
  [[nodiscard]] bool is_read(std::size_t index) const;
};

void drop_units(const Making& making);
void move_units(const Making& making);
void swap_values(const Making& making);
void negate_values(const Making& making);
void shift_bounds(const Making& making);
void widen_rules(const Making& making);
void remove_edges(const Making& making);
void redirect_edges(const Making& making);

/// Sets of these elements, one a part; empty where some unit is claimed at some positions only.
[[nodiscard]] std::optional<std::vector<check::Set>> spelled_out(
    const check::Program& program, const std::vector<check::Part>& parts);

/// An expression of the mutant in the words of the file.
[[nodiscard]] std::string text_of(const check::Program& program, const Mutant& mutant,
                                  check::ExprId id);

}  // namespace hyp::mutate
