// SPDX-License-Identifier: MIT
// What a run is asked, line by line: sweeps, measures and expectations, shared by every statement
// that has such lines. Private to lang/check.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "lang/check/context.hpp"

namespace hyp::check {

class AskedChecker {
 public:
  /// `name` is that of the statement. The names that `bounds` sees can be swept, and stand in
  /// bounds and in conditions on the sweep.
  AskedChecker(Context& context, std::string name, std::uint32_t module, std::uint32_t bounds)
      : context_(context), name_(std::move(name)), scope_{module}, bounds_{bounds} {}

  /// The network that is measured. Where there is none, `reported` says that this is no new error.
  void about(std::optional<ModelId> model, bool reported) {
    model_ = model;
    model_reported_ = reported;
  }

  // Each is empty or false where a line is wrong, which was reported then.

  /// Whether nodes are swapped in the run that the next lines ask about: `obeyed` is of swaps
  /// alone.
  void swapped(bool swapped) { swapped_ = swapped; }

  /// Adds to `sweeps()`; to be called before the lines that may depend on it.
  bool sweep(const syntax::Sweep& source) { return sweeps_fit_ = add(source) && sweeps_fit_; }
  [[nodiscard]] const std::vector<Sweep>& sweeps() const { return sweeps_; }
  /// Adds those measures of a line that fit.
  bool measures(const syntax::Measures& line, std::vector<MeasureLine>& list);
  /// All but its `under`.
  std::optional<Expectation> expectation(const syntax::Expectation& source);

 private:
  // asked.cpp
  bool add(const syntax::Sweep& source);
  std::optional<LetId> swept(const syntax::Name& name);
  bool not_sweepable(const syntax::Name& name, std::string_view seen);
  std::optional<Measure> measure(const syntax::Expr& source);

  // expectations.cpp
  bool relation(const syntax::Expectation& source, Expectation& checked);
  // A share is compared with a percentage, every other measure with a plain number.
  std::optional<ExprId> amount(const Measure& measure, const syntax::Expr& source);
  bool where(const syntax::Expr& source, Expectation& checked);

  Context& context_;
  std::string name_;
  Scope scope_;   // of measures and regions
  Scope bounds_;  // of bounds and conditions
  std::optional<ModelId> model_;
  bool model_reported_ = false;
  bool swapped_ = false;
  std::vector<Sweep> sweeps_;
  bool sweeps_fit_ = true;
};

}  // namespace hyp::check
