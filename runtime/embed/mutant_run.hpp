// SPDX-License-Identifier: MIT
// One claim and its mutants against the expectations of its tests: what does not differ between
// them is computed once. Private to runtime/embed.
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "lang/mutate/mutants.hpp"
#include "runtime/embed/run.hpp"
#include "runtime/embed/stages.hpp"
#include "runtime/exec/drawn_donors.hpp"
#include "runtime/plan/scrub.hpp"
#include "runtime/report/mutation.hpp"

namespace hyp::embed {

class MutantRun {
 public:
  /// `tests` are of one hypothesis. All must outlive it.
  MutantRun(Stages& stages, check::HypothesisId hypothesis, std::vector<check::TestId> tests)
      : stages_(stages), id_(hypothesis), tests_(std::move(tests)) {}

  /// Opens the claim at every point of the sweeps, evaluates what its expectations read. False
  /// where that is an error; the stages' report then says which.
  bool prepare(const score::Environment& environment);

  /// Of each test in turn, first of its scrub and then of its swap.
  using Answers = std::vector<report::Held>;
  [[nodiscard]] diag::Outcome<Answers> run_original(Listener& listener);
  /// Errors: why the mutant cannot be run; `interrupted`.
  [[nodiscard]] diag::Outcome<Answers> run(const mutate::Mutant& mutant, Listener& listener);

  /// Whether the mutant changes this claim.
  [[nodiscard]] bool concerns(const mutate::Mutant& mutant) const;
  [[nodiscard]] check::HypothesisId id() const { return id_; }

  /// The expectations of one test among the answers: the first, and one past the last.
  [[nodiscard]] std::pair<std::size_t, std::size_t> answers_of(std::size_t test) const;

  /// Units and ranges, as the mutants need them.
  [[nodiscard]] mutate::Known known() const;

 private:
  // An expectation at one point.
  struct Asked {
    const check::Expectation* expectation;
    std::size_t answer;
    stats::Bound bound;
    bool of_clean;  // its target is the clean figure
  };
  struct Section {
    plan::Mode mode;
    std::vector<Asked> asked;
    std::vector<check::Measure> measures;
    std::vector<std::int64_t> labels;
    score::Table table;
  };
  // One test at one point of its sweeps.
  struct Setting {
    const check::Test* test;
    Point point;
    std::int64_t trials;
    std::unique_ptr<plan::Claim> claim;  // the original
    std::vector<Section> sections;
  };
  struct Changed {
    const check::Program* program;
    const mutate::Mutant* mutant = nullptr;  // null: the original
  };

  bool add_setting(const check::Test& test, const Point& point, const graph::Correspondence& graph,
                   std::size_t first_answer);
  bool add_section(Setting& setting, plan::Mode mode, const check::Test::Section& section,
                   std::size_t first_answer);
  [[nodiscard]] Answers unanswered_all() const;
  [[nodiscard]] diag::Outcome<Answers> run(const Changed& changed, Listener& listener);
  [[nodiscard]] std::optional<diag::Diagnostic> answer(const Setting& setting,
                                                       const Section& section,
                                                       const plan::Claim& claim, bool keep_donors,
                                                       Listener& listener, Answers& answers);

  Stages& stages_;
  check::HypothesisId id_;
  std::vector<check::TestId> tests_;
  std::vector<Setting> settings_;
  std::vector<std::size_t> first_answers_;  // of each test
  exec::DrawnDonors drawn_{std::int64_t{512} << 20};
};

}  // namespace hyp::embed
