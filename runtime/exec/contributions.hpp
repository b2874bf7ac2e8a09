// SPDX-License-Identifier: MIT
// What replaced parts add to the logits where only sums lie between.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
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
  bool constant = true;        ///< the same for every row
  [[nodiscard]] const double* row(plan::RowId id) const {
    return values.data() + static_cast<std::int64_t>(id) * classes;
  }
};

/// A tail with activations of every row of a pool, cut at the sites where a claim stands.
class Contributions {
 public:
  /// Empty where the way from the claimed sites to the logits is not affine.
  [[nodiscard]] static diag::Outcome<std::shared_ptr<Contributions>> open(
      const plan::Scrub& scrub, const Machines& machines, const score::Captured& captured,
      Listener& listener);

  /// Of the elements of these places; computed once.
  const Contribution& of(const std::vector<plan::Place>& places);
  /// Of everything but these places, and the bias.
  const Contribution& of_rest(const std::vector<plan::Place>& places);

  /// Bytes that one contribution takes.
  [[nodiscard]] std::int64_t bytes_each() const;

 private:
  using Elements = std::vector<std::pair<check::SiteId, std::vector<std::int64_t>>>;
  Contribution sum(const Elements& elements, bool with_bias) const;

  score::AffineTail tail_;
  std::shared_ptr<const plan::Pool> pool_;
  /// By source of the tail, then by data set of the pool.
  std::vector<std::vector<const model::Activations*>> activations_;
  std::vector<std::unique_ptr<model::Activations>> own_;
  std::map<std::pair<bool, Elements>, Contribution> known_;
};

}  // namespace hyp::exec
