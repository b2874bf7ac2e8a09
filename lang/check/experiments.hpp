// SPDX-License-Identifier: MIT
// Checks one experiment; its pieces lie in two files. Private to lang/check.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "lang/check/asked.hpp"

namespace hyp::check {

class ExperimentChecker {
 public:
  ExperimentChecker(Context& context, std::uint32_t module, const syntax::Experiment& source)
      : context_(context),
        source_(source),
        scope_{module},
        asked_(context, source.name.text, module, module) {}

  std::optional<Experiment> check();

 private:
  void fail() { fits_ = false; }

  // experiments.cpp: interventions, and what is asked under them
  void check_intervention(const syntax::Intervention& source);
  std::optional<Intervention> checked_intervention(const syntax::Intervention& source);
  [[nodiscard]] std::string intervention_text(const syntax::Intervention& source) const;
  std::optional<Action> check_action(const syntax::Action& source);
  void check_expectation(const syntax::Expectation& source);
  bool check_under(const syntax::Intervention& source, std::optional<std::uint32_t>& found);

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

  Context& context_;
  const syntax::Experiment& source_;
  Scope scope_;
  AskedChecker asked_;
  std::vector<ModelId> models_;  ///< of the interventions, then of what else is mentioned
  Experiment checked_;
  bool fits_ = true;
};

}  // namespace hyp::check
