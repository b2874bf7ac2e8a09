// SPDX-License-Identifier: MIT
// Outputs of experiments to figures.
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

}  // namespace hyp::stats
