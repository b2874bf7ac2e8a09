// SPDX-License-Identifier: MIT
// What tests say when engine and oracle differ.
#pragma once

#include <algorithm>
#include <string>

#include "tests/oracle/engine.hpp"
#include "tests/oracle/oracle.hpp"

namespace hyp::oracle {

[[nodiscard]] inline plan::Mode mode_of(Mode mode) {
  return mode == Mode::scrub ? plan::Mode::scrub : plan::Mode::swap;
}

/// Whether two runs of one claim gave the same bits for every tested reference.
[[nodiscard]] inline bool same_numbers(const Answer& a, const Answer& b) {
  for (std::uint32_t t = 0; t < a.logits.size(); ++t) {
    if (a.obeyed[t] != b.obeyed[t]) return false;
    for (std::int64_t r = 0; r < a.rows; ++r) {
      if (a.tested(r) != b.tested(r)) return false;
      if (a.tested(r) && !std::ranges::equal(a.at(t, r), b.at(t, r))) return false;
    }
  }
  return true;
}

/// The first thing in which the engine differs from the oracle, all bits compared; empty where
/// there is none. `obeyed` counts the answers of swaps that were compared.
[[nodiscard]] inline std::string difference(const Oracle& oracle, Mode mode, const Answer& answer,
                                            std::uint64_t seed, int& obeyed) {
  const auto& tested = oracle.tested(mode);
  for (std::int64_t r = 0; r < answer.rows; ++r) {
    if (answer.tested(r) != tested[static_cast<std::size_t>(r)]) {
      return "row " + std::to_string(r) + " is tested by one of them only";
    }
    if (!answer.tested(r)) continue;
    for (std::uint32_t t = 0; t < answer.logits.size(); ++t) {
      const Run run = oracle.sample(mode, seed, t, r);
      const std::string at = " of row " + std::to_string(r) + ", trial " + std::to_string(t);
      if (!std::ranges::equal(answer.at(t, r), run.output.logits)) return "the logits" + at;
      if (run.obeyed.has_value() == answer.obeyed[t].empty()) return "who says what is obeyed";
      if (!run.obeyed) continue;
      if ((answer.obeyed[t][static_cast<std::size_t>(r)] != 0) != *run.obeyed) {
        return "what is obeyed" + at;
      }
      ++obeyed;
    }
  }
  return "";
}

}  // namespace hyp::oracle
