// SPDX-License-Identifier: MIT
// Tallies to figures, with what stands beside each of them unasked.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "lang/check/program.hpp"
#include "runtime/model/activations.hpp"
#include "runtime/score/table.hpp"
#include "runtime/stats/results.hpp"
#include "runtime/stats/tally.hpp"

namespace hyp::stats {

/// One run: its tally, and the references for which every draw had a donor (all when null).
struct Run {
  const Tally* tally = nullptr;
  const score::Membership* tested = nullptr;
};

/// One mode of a test at one point of its sweeps. Every run is of the same references; one that is
/// missing leaves its place in Beside empty.
struct TestPass {
  const check::Program* program = nullptr;
  const std::vector<check::MeasureLine>* lines = nullptr;
  Mode mode = Mode::scrub;
  SweepPoint sweep;
  const model::Activations* clean = nullptr;  ///< [references, classes]
  const std::vector<std::int64_t>* labels = nullptr;
  const score::Table* table = nullptr;  ///< as of Pass
  /// Of swaps: whether the reference's own clean answer is what the claim predicts on its own
  /// values.
  const std::vector<std::uint8_t>* obeys_clean = nullptr;

  Run as_written;
  std::optional<Run> any;         ///< the same nodes and others, every rule `any`; of scrubs
  std::optional<Run> baseline;    ///< the whole network on one donor by `any`
  std::optional<Run> twin;        ///< the whole network on one donor that the claim allows
  std::optional<Run> one_donor;   ///< one donor for all nodes
  std::optional<Run> own_donors;  ///< one for every unit
};

/// For each measure line all examples first, then the members of its breakdowns. Every run must
/// have tallied the measures of the network's output; `share`, `agreement` and `mean` come from the
/// table, with nothing beside them.
[[nodiscard]] std::vector<Figure> measure(const TestPass& pass);

/// One figure, on the tested references where `region` holds (all when null); the caller names the
/// region. `n_not_tested` counts the others of the region.
[[nodiscard]] Figure measure_one(const TestPass& pass, const check::Measure& measure,
                                 const score::Membership* region);

}  // namespace hyp::stats
