// SPDX-License-Identifier: MIT
// Outputs to figures to verdicts: the entries of this floor.
#pragma once

#include <vector>

#include "lang/check/program.hpp"
#include "lang/diag/outcome.hpp"
#include "runtime/model/activations.hpp"
#include "runtime/score/table.hpp"
#include "runtime/stats/results.hpp"

namespace hyp::stats {

/// What one pass over the data gave. `logits` and `clean` are [rows, classes]; null where the
/// experiment measures no network. `labels` is the data's label column where a measure needs it.
struct Pass {
  const check::Program* program = nullptr;
  const check::Experiment* experiment = nullptr;
  std::uint32_t intervention = 0;
  SweepPoint sweep;
  const model::Activations* clean = nullptr;
  const model::Activations* logits = nullptr;
  const std::vector<std::int64_t>* labels = nullptr;
  const score::Table* table = nullptr;  ///< holds every region, partition and argument measured
};

/// The figures of one pass: for each measure line, all examples first, then the members of each
/// breakdown. Sums run in blocks of 4096 rows combined in row order; counts are integers.
[[nodiscard]] std::vector<Figure> measure(const Pass& pass);

/// One figure, on the rows where `region` holds (all when null).
[[nodiscard]] Figure measure_one(const Pass& pass, const check::Measure& measure,
                                 const score::Membership* region);

/// An expectation met by one value, without interval.
struct Bound {
  check::Expectation::Relation relation;
  double bound = 0;   ///< or the width of `within`
  double target = 0;  ///< of `within`
};
/// By interval where the figure has one (docs/method.md, section 7), by value where it has none; a
/// figure over no example is not tested.
[[nodiscard]] Verdict decide(const Figure& figure, const Bound& bound);

}  // namespace hyp::stats
