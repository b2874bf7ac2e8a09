// SPDX-License-Identifier: MIT
// What came out of an experiment: figures, and what was expected of them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lang/source/span.hpp"

namespace hyp::stats {

/// "Could not be tested" is one of the answers. Ordered: the later outweighs the earlier when
/// several must hold, except that refuted outweighs all.
enum class Verdict { supported, inconclusive, not_tested, refuted };
[[nodiscard]] std::string_view name_of(Verdict verdict);
/// All must hold: refuted before not tested before inconclusive before supported.
[[nodiscard]] Verdict combine(Verdict a, Verdict b);

/// One value per sweep parameter; percentages as fractions.
struct SweepPoint {
  struct Value {
    std::string name;
    double value;
    bool percent;
  };
  std::vector<Value> values;
};

/// One number. Shares are fractions; `low` and `high` are empty where nothing was drawn.
struct Figure {
  SweepPoint sweep;
  std::optional<std::string> intervention;  ///< "min anti_detectors"; empty for the clean network
  std::string metric;                       ///< "margin(1, 0)"
  std::optional<std::string> region;        ///< "one"; empty for all examples
  bool is_share = false;
  double value = 0;  ///< NaN where undefined (no example in the region)
  std::optional<double> low, high;
  std::int64_t n = 0;             ///< examples it is over
  std::int64_t n_not_tested = 0;  ///< examples left out because nothing could stand in
};

struct ExpectationResult {
  std::string text;
  source::Span span;
  Verdict verdict = Verdict::not_tested;
  std::vector<Figure> decided_on;  ///< the figures it compared, the deciding one first
  std::vector<double> limits;  ///< what the deciding figure was compared with; see stats::limits
};

struct ExperimentResult {
  std::string name;
  std::optional<std::string> hypothesis;
  std::string prose;
  std::string engine;  ///< "direct": nothing is drawn
  std::optional<std::int64_t> trials;
  std::optional<std::uint64_t> seed;
  std::string data;
  std::vector<Figure> results;
  std::vector<ExpectationResult> expectations;
  std::optional<Verdict> verdict;  ///< empty where nothing was expected
};

}  // namespace hyp::stats
