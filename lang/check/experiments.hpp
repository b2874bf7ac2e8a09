// SPDX-License-Identifier: MIT
// Checks one experiment; its pieces lie in three files. Private to lang/check.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "lang/check/context.hpp"

namespace hyp::check {

class ExperimentChecker {
 public:
  ExperimentChecker(Context& context, std::uint32_t module, const syntax::Experiment& source)
      : context_(context), source_(source), scope_{module} {}

  std::optional<Experiment> check();

 private:
  void fail() { fits_ = false; }

  // experiments.cpp: sweeps and interventions
  void check_sweep(const syntax::Sweep& source);
  void report_not_sweepable(const syntax::Sweep& source, std::string_view seen);

  void check_intervention(const syntax::Intervention& source);
  std::optional<Intervention> checked_intervention(const syntax::Intervention& source);
  [[nodiscard]] std::string intervention_text(const syntax::Intervention& source) const;
  std::optional<Action> check_action(const syntax::Action& source);

  // experiment_network.cpp: which network it is about

  // Named by `about`; else the one that interventions act on; else the one that measures mention;
  // else the only one of the file.
  void check_model();
  void report_two(ModelId model);
  // Sites named in measures such as agreement(one, net.label).
  void add_mentioned_models();
  void add_mentioned(const syntax::Expr& expr);
  void add_declared_models();
  void add_if_model(Symbol* symbol);

  [[nodiscard]] bool measures_network() const;

  // expectations.cpp: what is measured and expected
  std::optional<Measure> checked_measure(const syntax::Expr& source);
  void check_measures(const syntax::Measures& line);

  void check_expectation(const syntax::Expectation& source);
  bool check_relation(const syntax::Expectation& source, Expectation& checked);
  static bool is_clean(const syntax::Expr& expr);
  // A share is compared with a percentage, every other measure with a plain number.
  std::optional<ExprId> check_amount(const Measure& measure, const syntax::Expr& source);
  bool check_under(const syntax::Intervention& source, Expectation& checked);
  bool check_where(const syntax::Expr& source, Expectation& checked);

  Context& context_;
  const syntax::Experiment& source_;
  Scope scope_;
  std::vector<ModelId> models_;  ///< of the interventions, then of what else is mentioned
  Experiment checked_;
  bool fits_ = true;
};

}  // namespace hyp::check
