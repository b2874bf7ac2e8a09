// SPDX-License-Identifier: MIT
// A scrub as sums: in every trial each reference gathers what its donors contribute.
#pragma once

#include <optional>

#include "runtime/exec/contributions.hpp"
#include "runtime/exec/drawing.hpp"
#include "runtime/exec/scrub.hpp"

namespace hyp::exec {

/// The logits as sums of what donors contribute: in the order of the network's others, then of the
/// replaced parts as they are read. What is the same for every donor is added up beforehand.
class AffineSum {
 public:
  struct Summand {
    const Contribution* contribution;
    std::uint32_t draw;
  };
  AffineSum(const plan::Scrub& scrub, Contributions& contributions);

  /// Those that differ from donor to donor, in the order in which they are added.
  [[nodiscard]] const std::vector<Summand>& summands() const { return summands_; }
  [[nodiscard]] const std::vector<double>& constant() const { return constant_; }
  [[nodiscard]] std::int64_t classes() const { return classes_; }
  /// By draw: whether some donor differs from another in what it brings.
  [[nodiscard]] std::vector<bool> effect(const plan::Scrub& scrub) const;

  /// `donors` by draw, of `rows` passes each; `logits` becomes [rows, classes].
  void add_up(const std::vector<std::vector<RowId>>& donors, std::int64_t rows,
              std::vector<double>& logits) const;

 private:
  void add(const Summand& summand, const std::vector<RowId>& donors,
           std::vector<double>& logits) const;

  std::vector<Summand> summands_;
  std::int64_t classes_ = 0;
  std::vector<double> constant_;
};

/// Runs all trials. Errors: `interrupted`.
[[nodiscard]] diag::Outcome<Ran> run_affine(const plan::Scrub& scrub, Contributions& contributions,
                                            const Sampling& sampling, const BlockConsumer& consumer,
                                            Listener& listener);

}  // namespace hyp::exec
