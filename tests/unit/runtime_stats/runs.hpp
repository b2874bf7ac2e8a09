// SPDX-License-Identifier: MIT
// Trials of a network that is not there: logits drawn from given distributions, handed out in
// blocks as a scrub hands them out.
#pragma once

#include <algorithm>
#include <cstdint>
#include <functional>
#include <utility>
#include <vector>

#include "runtime/score/blocks.hpp"
#include "runtime/stats/tally.hpp"

namespace hyp::test {

inline check::Measure measure(check::MeasureKind kind) {
  check::Measure m;
  m.kind = kind;
  m.text = std::string(check::info(kind).name);
  return m;
}

/// Two classes; clean answer 1 where `positive`.
inline model::Activations clean_logits(const std::vector<std::uint8_t>& positive) {
  model::Activations out{static_cast<std::int64_t>(positive.size()), 2, {}};
  for (const auto p : positive) {
    out.values.push_back(0);
    out.values.push_back(p ? 2.0f : -2.0f);
  }
  return out;
}

/// All outputs of one trial, [rows, classes], and what a swap adds.
struct Trial {
  std::vector<double> logits;
  std::vector<std::uint8_t> obeyed = {};
  std::vector<std::int32_t> predicted = {};
};

inline exec::Block block_of(const Trial& trial, std::int64_t rows, std::int64_t first,
                            std::uint32_t number) {
  const std::int64_t count = std::min(score::kBlockRows, rows - first);
  const auto classes = static_cast<std::int64_t>(trial.logits.size()) / rows;
  exec::Block block;
  block.first = first;
  block.rows = count;
  block.trial = number;
  block.logits = {trial.logits.data() + first * classes, static_cast<std::size_t>(count * classes)};
  if (!trial.obeyed.empty()) {
    block.obeyed = {trial.obeyed.data() + first, static_cast<std::size_t>(count)};
  }
  if (!trial.predicted.empty()) {
    block.predicted = {trial.predicted.data() + first, static_cast<std::size_t>(count)};
  }
  return block;
}

inline void add(stats::Tally& tally, const std::vector<Trial>& trials, std::int64_t rows) {
  for (std::uint32_t t = 0; t < trials.size(); ++t) {
    for (std::int64_t first = 0; first < rows; first += score::kBlockRows) {
      tally.add(block_of(trials[t], rows, first, t));
    }
  }
}

}  // namespace hyp::test
