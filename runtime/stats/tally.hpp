// SPDX-License-Identifier: MIT
// Counts what the trials of one run give, row by row: outputs of all trials are never held at once.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "lang/check/measures.hpp"
#include "runtime/exec/block.hpp"
#include "runtime/model/activations.hpp"
#include "runtime/score/table.hpp"
#include "runtime/stats/results.hpp"

namespace hyp::stats {

/// Whether two measures are the same of every run; their text and place do not count.
[[nodiscard]] bool same(const check::Measure& a, const check::Measure& b);

/// The answers of the rows: the class of the largest logit, the lowest among equals.
[[nodiscard]] std::vector<std::int32_t> answers(const model::Activations& logits);

/// One run: the claim as written, or one of those that stand beside it.
class Tally {
 public:
  /// What the outputs of the run are compared with; must outlive the tally.
  struct Against {
    const model::Activations* clean = nullptr;          ///< [rows, classes], nothing replaced
    const std::vector<std::int64_t>* labels = nullptr;  ///< where a measure compares with them
  };

  /// Of `measures`, those of the network's output count, each once; the others need no run. `drawn`
  /// is false where every trial is the same by construction: figures are then exact.
  Tally(const std::vector<check::Measure>& measures, const Against& against, bool drawn = true);

  /// A BlockConsumer: see there for who may call at once. The first block of a row has trial 0.
  void add(const exec::Block& block);

  /// The mean over the rows where `region` holds (all when null) and over the trials, with its 95 %
  /// interval (docs/method.md, section "Intervals"). NaN over no row. All rows must have had the
  /// same number of trials, at least one.
  [[nodiscard]] Estimate estimate(const check::Measure& measure,
                                  const score::Membership* region) const;

  /// The largest share of one class among what the claim predicted in the trials; empty where the
  /// blocks said no predictions, or nothing asked for `obeyed`.
  [[nodiscard]] std::optional<double> best_constant_prediction(
      const score::Membership* region) const;

 private:
  // What is kept of one measure: of a share how many trials it held in, of a mean its running mean
  // and sum of squared deviations (Welford).
  struct Entry {
    check::Measure measure;
    std::vector<std::uint32_t> hits;
    std::vector<double> means, squares;
  };

  void count(Entry& entry, const exec::Block& block, const std::int32_t* answers) const;
  void average(Entry& entry, const exec::Block& block, double weight) const;
  [[nodiscard]] std::uint32_t trials() const;
  [[nodiscard]] Estimate share(const Entry& entry, const score::Membership* region) const;
  [[nodiscard]] Estimate mean(const Entry& entry, const score::Membership* region) const;

  Against against_;
  bool drawn_;
  std::vector<Entry> entries_;
  std::vector<std::int32_t> clean_answers_;
  std::vector<std::uint32_t> predictions_;  ///< [rows, classes], where `obeyed` is asked for
  std::vector<std::uint32_t> trials_;       ///< of each block
};

}  // namespace hyp::stats
