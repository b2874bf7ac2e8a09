// SPDX-License-Identifier: MIT
// Claims changed as programs, not as text: what laws and companions of a claim speak about.
#pragma once

#include "tests/oracle/world.hpp"

namespace hyp::oracle {

/// A claim of a copy of the program.
class Changed {
 public:
  explicit Changed(const World& world)
      : program_(*world.program), hypothesis_(world.hypothesis), world_(world) {}
  Changed(const Changed&) = delete;
  Changed& operator=(const Changed&) = delete;

  /// Every node that is read takes this rule.
  Changed& every_node(check::Rule::Kind kind);
  /// What is unclaimed takes this rule, at every visit.
  Changed& all_others(check::Rule::Kind kind);
  /// One donor for everything that one reader reads. For claims in which no node is read twice.
  enum class Others { join, stay_apart, as_before };
  Changed& all_together(Others others);
  /// A node that reads nothing becomes one for each of its units, named "node/site[unit]"; nothing
  /// is drawn together.
  Changed& own_donors();
  /// References without a donor are no error.
  Changed& allow_everything();

  /// Valid as long as this is.
  [[nodiscard]] World world() const;

 private:
  [[nodiscard]] check::Hypothesis& claim() { return program_.hypotheses[hypothesis_.index]; }

  check::Program program_;
  check::HypothesisId hypothesis_;
  World world_;
};

}  // namespace hyp::oracle
