// SPDX-License-Identifier: MIT
// What replaced parts add to the logits where only sums lie between.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <utility>
#include <vector>

#include "lang/diag/outcome.hpp"
#include "runtime/exec/execute.hpp"
#include "runtime/plan/scrub.hpp"
#include "runtime/score/affine_tail.hpp"

namespace hyp::exec {

/// One row of logits for every row of the pool.
struct Contribution {
  std::int64_t classes = 0;
  std::vector<double> values;  ///< [pool rows, classes]
  bool constant = true;        ///< the same for every row, but for rounding
  [[nodiscard]] const double* row(plan::RowId id) const {
    return values.data() + static_cast<std::int64_t>(id) * classes;
  }
};

/// The sites where the output's visit replaces something; empty where some of it is the image of a
/// node that reads others, for then more than the network's tail runs.
[[nodiscard]] std::optional<std::set<check::SiteId>> cut_of(const plan::Scrub& scrub);

/// A tail with activations of every row of a pool, cut at the sites where a claim stands.
class Contributions {
 public:
  /// Empty where the way from the cut to the logits is not affine.
  [[nodiscard]] static diag::Outcome<std::shared_ptr<Contributions>> open(
      const plan::Scrub& scrub, const std::set<check::SiteId>& cut, const Machines& machines,
      const score::Captured& captured, Listener& listener);

  /// Of everything that nothing replaces (and the bias) first, then of each of these in their
  /// order; each computed once, and kept for as long as all that is kept takes no more than
  /// `kKeptBytes`. A later replacement takes from an earlier one what both reach. Valid until the
  /// next call.
  std::vector<const Contribution*> of(const std::vector<plan::Replaced>& replaced);
  /// The same numbers for one row alone, which needs no table: a row of logits each.
  [[nodiscard]] std::vector<std::vector<double>> of_row(const std::vector<plan::Replaced>& replaced,
                                                        plan::RowId row) const;

 private:
  /// Of each source of the tail: how much each logit changes with each element, [classes, width].
  using Weights = std::vector<std::vector<double>>;
  static constexpr std::int64_t kKeptBytes = std::int64_t{256} << 20;
  struct Kept {
    Contribution contribution;
    std::uint64_t used = 0;  ///< the last call that asked for it
  };
  void make_room();
  const Contribution* of(Weights weights, bool with_bias);
  /// By source, and by replacement: what is left for the others first.
  [[nodiscard]] std::vector<Weights> shared_out(const std::vector<plan::Replaced>& replaced) const;
  /// Of each source, the elements that some logit sees.
  using Seen = std::vector<std::vector<std::int64_t>>;
  [[nodiscard]] Seen seen_by(const Weights& weights) const;
  void add_row(const Weights& weights, const Seen& seen, bool with_bias, std::size_t data,
               std::int64_t row, std::vector<double>& to) const;
  [[nodiscard]] Contribution sum(const Weights& weights, bool with_bias) const;
  Weights take(Weights& left, const std::vector<plan::Place>& places) const;

  score::AffineTail tail_;
  std::shared_ptr<const plan::Pool> pool_;
  /// By source of the tail, then by data set of the pool.
  std::vector<std::vector<const model::Activations*>> activations_;
  std::vector<std::unique_ptr<model::Activations>> own_;
  std::map<std::pair<bool, Weights>, Kept> known_;
  std::uint64_t calls_ = 0;
};

}  // namespace hyp::exec
