// SPDX-License-Identifier: MIT
// Outputs to figures to verdicts: the entries of this floor.
#pragma once

#include <cstdint>
#include <vector>

#include "lang/check/program.hpp"
#include "runtime/model/activations.hpp"
#include "runtime/score/table.hpp"
#include "runtime/stats/results.hpp"

namespace hyp::stats {

/// What one pass over the data gave. `logits` and `clean` are [rows, classes]; null where no
/// network is measured. `labels` is the data's label column where a measure needs it.
struct Pass {
  const check::Program* program = nullptr;
  const std::vector<check::MeasureLine>* lines = nullptr;
  const check::Intervention* intervention = nullptr;  ///< null: none
  SweepPoint sweep;
  const model::Activations* clean = nullptr;
  const model::Activations* logits = nullptr;
  const std::vector<std::int64_t>* labels = nullptr;
  /// Holds every argument measured (by its type: a region, a number, a partition) and every
  /// partition measured by. Null where nothing of it is needed.
  const score::Table* table = nullptr;
};

/// The figures of one pass: for each measure line, all examples first, then the members of each
/// breakdown under their own names (`looks.one` where two of the lines' breakdowns have a `one`).
/// Sums run in blocks of 4096 rows of the data set, combined in row order; counts are integers.
[[nodiscard]] std::vector<Figure> measure(const Pass& pass);

/// One figure, on the rows where `region` holds (all when null); the caller names the region. NaN
/// where the region holds no example. The loss is in nats, to the label where the measure says so,
/// else to the clean argmax; agreement takes true as 1.
[[nodiscard]] Figure measure_one(const Pass& pass, const check::Measure& measure,
                                 const score::Membership* region);

/// What an expectation asks of one figure.
struct Bound {
  check::Expectation::Relation relation;
  double bound = 0;   ///< or the width of `within`
  double target = 0;  ///< of `within`
};
/// By interval where the figure has one (docs/method.md, section 7), by value where it has none; a
/// figure over no example is not tested. Comparisons are exact; the two ends of `within` belong to
/// it and give way by the few units in the last place that computing them may be off.
[[nodiscard]] Verdict decide(const Figure& figure, const Bound& bound);

/// The numbers that the figure is compared with: the bound, or the two ends of `within`.
[[nodiscard]] std::vector<double> limits(const Bound& bound);

}  // namespace hyp::stats
