// SPDX-License-Identifier: MIT
// The donors of each draw of a scrub, those of one kind together. Private to runtime/stats.
#pragma once

#include <cstdint>
#include <vector>

#include "runtime/exec/affine_scrub.hpp"

namespace hyp::stats {

using plan::RowId;

/// Donors of one draw that bring the same numbers and carry the same values.
struct DonorClass {
  RowId donor;  ///< one of them
  double weight = 0;
};

class DrawClasses {
 public:
  /// Both must outlive it. `reference`: of the pool.
  DrawClasses(const plan::Scrub& scrub, exec::Combinations& combinations, RowId reference);

  /// By draw: whether something depends on it; those of others keep the reference itself.
  [[nodiscard]] const std::vector<bool>& wanted() const { return wanted_; }
  /// The wanted draws; those that give a datum come first.
  [[nodiscard]] const std::vector<std::uint32_t>& order() const { return order_; }
  /// Whether all of them are drawn for the reference.
  [[nodiscard]] bool flat() const;

  /// Weights are counts where every donor is as likely as any other: their sums are exact. Where
  /// the logits are no sums each donor is a class of its own.
  [[nodiscard]] std::vector<DonorClass> of(std::uint32_t draw, RowId datum) const;
  /// Of each wanted draw, in their order, for the reference; only of flat ones.
  [[nodiscard]] const std::vector<std::vector<DonorClass>>& all();
  /// How many combinations they make.
  [[nodiscard]] double combinations();
  [[nodiscard]] static double total(const std::vector<DonorClass>& classes);

  /// What the nodes that are drawn for at a draw of a swap carry on a donor.
  [[nodiscard]] std::vector<double> values_of(std::uint32_t draw, RowId donor) const;

 private:
  [[nodiscard]] std::vector<double> signature(std::uint32_t draw, RowId donor) const;

  const plan::Scrub& scrub_;
  const exec::AffineSum* sum_;
  RowId reference_;
  std::vector<bool> wanted_;
  std::vector<std::uint32_t> order_;
  std::vector<std::vector<DonorClass>> all_;
};

}  // namespace hyp::stats
