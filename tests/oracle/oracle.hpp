// SPDX-License-Identifier: MIT
// The judge of the engine: causal scrubbing and swapping as docs/method.md says, as directly as can
// be written. Recursion and loops in double precision; no plan, no sharing. What method.md leaves
// open is decided in DECISIONS.md beside this file.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "tests/oracle/choose.hpp"
#include "tests/oracle/rules.hpp"

namespace hyp::oracle {

/// Scrubbing, or swapping: what the output reads takes donors by `any`, each its own.
enum class Mode { scrub, swap };

/// What a pass gave.
struct Output {
  Values parts;   ///< of the output node, sites and elements in rising order
  Values logits;  ///< of the model, where they are the output node's site or feed it directly
};

struct Run {
  Output output;
  /// Swap, where the output node has a value: what the claim predicts, and whether it came so.
  std::optional<double> predicted;
  std::optional<bool> obeyed;
  /// Who stood in, by the stream name that each node or others has of its own.
  std::map<std::string, Datum> drawn;
};

/// A number made of one run for reference r; for a share, 0 or 1.
using Metric = std::function<double(const Run& run, std::int64_t r)>;

class Oracle {
 public:
  /// Resolves the claim's places. Refused where it cannot be tested (see `Refused`).
  explicit Oracle(World world);
  ~Oracle();

  /// The output of the network with nothing replaced.
  [[nodiscard]] Output clean(Datum datum) const;

  /// For each reference whether every visit it can lead to has a donor. Refused where more
  /// references fail by one rule than it allows.
  [[nodiscard]] const std::vector<bool>& tested(Mode mode = Mode::scrub) const;

  /// One trial for one reference. Refused where it meets an empty donor set; references that are
  /// not `tested` may.
  [[nodiscard]] Run sample(Mode mode, std::uint64_t seed, std::uint32_t trial,
                           std::int64_t r) const;

  /// Every combination of donors that has a probability, with it. Refused beyond `limit` runs.
  /// Returns how many there were.
  std::int64_t enumerate(Mode mode, std::int64_t r,
                         const std::function<void(const Run&, double probability)>& visit,
                         std::int64_t limit = 10'000'000) const;
  /// The expected value of a metric for one reference.
  [[nodiscard]] double expected(Mode mode, std::int64_t r, const Metric& metric) const;

  /// The donors of a node (read by `reader`) or of the reader's others, in the order of draws: the
  /// set of its rule, or of all that are drawn together with it. For set rules and `fixed`.
  [[nodiscard]] std::vector<Datum> donors(const std::string& reader, const std::string& node,
                                          Datum datum) const;

  /// The outputs of an intervention that draws nothing, for every reference.
  [[nodiscard]] std::vector<Output> intervene(const check::Intervention& intervention) const;

 private:
  class Scrubber;
  std::unique_ptr<Scrubber> scrubber_;
};

}  // namespace hyp::oracle
