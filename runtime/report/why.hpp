// SPDX-License-Identifier: MIT
// What can be said of one example under a tested claim, as text and JSON: `hyp why`.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "lang/check/model.hpp"
#include "runtime/report/report.hpp"
#include "runtime/stats/chance.hpp"
#include "runtime/stats/results.hpp"

namespace hyp::report {

/// An example of the references, and what the untouched network makes of it.
struct Example {
  std::string data;
  std::int64_t row = 0;
  std::vector<std::pair<std::string, double>> columns;  ///< what else the data says of it
  check::Shape shape;                                   ///< of the input
  std::vector<double> input;                            ///< empty where the data has none
  std::vector<double> logits;
  std::int64_t answer = 0;
  std::int64_t rival = 0;  ///< the class that comes next; the answer itself where there is only one
  double margin = 0;       ///< logit of the answer minus that of the rival
};

/// A value that a node carries: of regions, `yes` or `no`; of partitions a member; else a number.
struct Carried {
  std::string word;  ///< empty for a number
  double number = 0;
};

/// A comparison that a value comes down to.
struct Comparison {
  std::string score;  ///< "likeness"; of two scores "a - b", compared with 0
  std::string relation;
  double value = 0, bound = 0;
  bool holds = false;
};

/// The nearest place of one score, all others as they are, at which a value is another.
struct Turning {
  std::string score;
  double value = 0;
  double to = 0;
  bool beyond = false;  ///< `to` itself does not do
  Carried becomes;
};

/// A node on the example.
struct AskedNode {
  std::string name;
  std::string place;             ///< "48 units of net.neurons"
  std::string text;              ///< its value as the file says it; empty without one
  std::optional<Carried> value;  ///< empty also where it is no single number
  bool of_nodes = false;         ///< the value is said of the values of other nodes
  std::vector<Comparison> comparisons;
  std::vector<Turning> turnings;  ///< one a score, the nearest first
  std::vector<std::string> reads;
  std::string rule;      ///< all arms; empty for the output node
  std::string datum_of;  ///< the node whose donor it is drawn for; empty for the example itself
};

/// One who may stand in.
struct StandIn {
  std::string data;
  std::int64_t row = 0;
  std::optional<double> score;  ///< by which the rule chooses
  double margin = 0;            ///< of the answer, with this one standing in and nobody else
  std::int64_t answer = 0;      ///< what the network then answers
};

/// What is added to the margin by what one draw replaces.
struct Brought {
  double own = 0;                            ///< by the example itself
  double mean = 0, least = 0, greatest = 0;  ///< by its donors
};

/// Who stands in for the example at one draw of the output's visit.
struct AskedDraw {
  std::string stream;
  std::vector<std::string> of;     ///< nodes; "all else"
  std::vector<std::string> rules;  ///< the arms that hold for the example
  std::int64_t count = 0;
  bool has_set = true;  ///< false for `near` and `shuffled`: not drawn uniformly, or not alone
  double itself = 0;    ///< the probability that the example is its own donor
  std::string by;       ///< the score by which `first` is sorted; empty: in the order of the draw
  std::vector<StandIn> first;
  bool effect = true;      ///< whether some donor changes anything
  std::int64_t tried = 0;  ///< donors that were tried alone: all, or some evenly spread
  double keeps = 1;        ///< the share of them, by probability, under which the answer stays
  std::optional<Brought> brought;  ///< where the logits are sums
  std::optional<StandIn> flip;     ///< of those that change the answer, the nearest to none
};

/// What one unit brings to the margin, on the example.
struct UnitShare {
  std::string node, unit;
  double brought = 0;
};

/// The network with one unit at zero, and nothing else changed.
struct Zeroed {
  std::string unit;
  double margin = 0;
  std::int64_t answer = 0;
};

/// Several standing in at once.
struct AllAtOnce {
  std::vector<std::pair<std::vector<std::string>, StandIn>> donors;  ///< whom for, who
  double margin = 0;
  std::int64_t answer = 0;
};

struct AskedSwap {
  double predicted = 0;  ///< by the example's own values
  stats::Chance obeyed;
};

struct Why {
  std::string file, hypothesis, prose;
  stats::SweepPoint point;
  std::int64_t points = 1;  ///< how many the test has, of which `point` is the first
  Example example;
  std::string engine;
  std::vector<AskedNode> nodes;  ///< the output node first
  bool tested = true;            ///< false: some draw has nobody for it
  std::vector<AskedDraw> draws;
  std::vector<UnitShare> units;  ///< the largest, where the logits are sums
  double rest = 0;               ///< what nothing replaces brings to the margin, there
  std::optional<stats::Chance> preserved;
  std::optional<AskedSwap> swap;
  std::optional<AllAtOnce> all_at_once;  ///< sought where no single donor changes the answer
  bool never = false;                    ///< no combination of donors changes the answer
  std::int64_t zeroed = 0;               ///< units that were tried
  std::vector<Zeroed> zero_flips;        ///< those that change the answer
  std::optional<Zeroed> zero_nearest;    ///< else the one that comes nearest
  Provenance provenance;
};

/// The examples whose answers the claim's swaps keep least.
struct Worst {
  struct Row {
    std::int64_t row = 0;
    std::optional<double> label;
    std::int64_t answer = 0;
    double margin = 0;
    std::int64_t kept = 0;
    std::optional<std::int64_t> obeyed;
  };
  std::string file, hypothesis, data;
  stats::SweepPoint point;
  std::int64_t points = 1;
  std::int64_t trials = 0;
  std::int64_t rows = 0, not_tested = 0;
  std::int64_t always = 0;  ///< examples that kept their answer in every trial
  std::vector<Row> worst;
  Provenance provenance;
};

[[nodiscard]] std::string to_text(const Why& why, bool color);
[[nodiscard]] std::string to_text(const Worst& worst, bool color);
/// One JSON object, `format_version` 1.
[[nodiscard]] std::string to_json(const Why& why);
[[nodiscard]] std::string to_json(const Worst& worst);

}  // namespace hyp::report
