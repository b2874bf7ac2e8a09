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

/// A number that may be estimated: a 95 % interval where something was drawn (docs/method.md,
/// "Intervals"). `trials` is 0 where nothing was.
struct Estimate {
  double value = 0;  ///< NaN where undefined
  std::optional<double> low, high;
  bool conservative = false;  ///< the interval is wider than it need be (one trial, or few events)
  std::int64_t trials = 0;
  std::int64_t n = 0;  ///< examples it is over
};

/// What stands beside a figure S of a scrub or swap, unasked (docs/method.md, section 5), on the
/// same examples; those of them for which nothing could stand in there are missing in its `n`.
struct Beside {
  double clean = 0;                    ///< U: nothing replaced
  std::optional<double> constant;      ///< the best constant answer; of shares of answers only
  std::optional<Estimate> baseline;    ///< B: the whole network run on one donor by `any`
  std::optional<double> recovered;     ///< (S - B) / (U - B); empty where U - B may be 0
  std::optional<Estimate> stake;       ///< U - S with every rule `any`; of scrubs
  bool no_stake = false;               ///< the stake may be 0: nothing was tested
  std::optional<Estimate> twin;        ///< the whole network run on one donor the claim allows
  std::optional<Estimate> one_donor;   ///< the ladder: one donor for all nodes,
  std::optional<Estimate> own_donors;  ///< and one for every unit
};

/// What a figure is of.
enum class Mode { direct, scrub, swap };

/// One number. Shares are fractions; `low` and `high` are empty where nothing was drawn.
struct Figure {
  Mode mode = Mode::direct;
  SweepPoint sweep;
  std::optional<std::string> intervention;  ///< "min anti_detectors"; empty for the clean network
  std::string metric;                       ///< "margin(1, 0)"
  std::optional<std::string> region;        ///< "one"; empty for all examples
  bool is_share = false;
  double value = 0;  ///< NaN where undefined (no example in the region)
  std::optional<double> low, high;
  bool conservative = false;      ///< see Estimate
  std::int64_t trials = 0;        ///< see Estimate
  std::optional<Beside> beside;   ///< of a scrub or swap
  std::int64_t n = 0;             ///< examples it is over
  std::int64_t n_not_tested = 0;  ///< examples left out because nothing could stand in
};

/// Why an expectation was not tested.
enum class Untested { none, no_example, no_stake, no_donor };

struct ExpectationResult {
  std::string text;
  source::Span span;
  Verdict verdict = Verdict::not_tested;
  std::vector<Figure> decided_on;  ///< the figures it compared, the deciding one first
  std::vector<double> limits;  ///< what the deciding figure was compared with; see stats::limits
  Mode mode = Mode::direct;
  Untested untested = Untested::none;
  std::optional<std::int64_t> trials_to_settle =
      std::nullopt;  ///< of an inconclusive one, estimated
};

/// Who stands in for one node, or for the others of one, at one point of the sweeps.
struct NodeDonors {
  Mode mode = Mode::scrub;
  SweepPoint sweep;
  std::string stream;  ///< "answer/sees_one", "answer/others"
  std::string rule;    ///< as the file says it, or the default
  std::string place;   ///< "48 units of net.neurons"
  /// Examples to choose from, over the references; empty where the rule has no set.
  std::optional<std::int64_t> smallest, median, largest;
  double itself = 0;         ///< mean probability that the reference is its own donor
  std::int64_t without = 0;  ///< references without a donor
  std::string reads;         ///< what the rule chooses by: "inputs", "activations", "answer"
  /// Whether some donor changes what is replaced; empty before anything ran.
  std::optional<bool> effect;
};

/// What one run of a claim takes.
struct Work {
  Mode mode = Mode::scrub;
  SweepPoint sweep;
  std::string engine;           ///< "affine" or "forward"
  std::int64_t visits = 0;      ///< of the tree; with engine "forward", forward passes a trial
  std::int64_t draws = 0;       ///< donors for each reference and trial
  std::int64_t rows = 0;        ///< references
  std::int64_t tested = 0;      ///< references that every draw has a donor for
  std::int64_t kept_bytes = 0;  ///< activations held for all rows
  std::int64_t contribution_bytes = 0;  ///< with engine "affine"
  std::string obstacle;  ///< with engine "forward": the first step, seen from the logits, that
                         ///< is no sum: "neurons"
};

/// An experiment, or a test of a hypothesis.
struct ExperimentResult {
  std::string name;
  std::optional<std::string> hypothesis;
  std::string prose;
  std::string engine;  ///< "direct": nothing is drawn; "affine": sums of contributions; "forward"
  std::vector<NodeDonors> donors;         ///< of tests
  std::vector<Work> work;                 ///< of tests that were only planned
  std::optional<std::int64_t> near_ties;  ///< references whose clean margin is below 1e-5
  std::optional<std::int64_t> trials;
  std::optional<std::uint64_t> seed;
  std::string data;
  std::vector<Figure> results;
  std::vector<ExpectationResult> expectations;
  std::optional<Verdict> verdict;  ///< empty where nothing was expected
  bool rival = false;              ///< the file expects it to be refuted
  double seconds = 0;              ///< what it took, without what all of a file's share

  /// What it counts for in the verdict of the whole: a rival that is refuted is as it should be.
  [[nodiscard]] std::optional<Verdict> counts_as() const;
};

}  // namespace hyp::stats
