// SPDX-License-Identifier: MIT
// The donors of all draws of a scrub, for some references in one trial.
#pragma once

#include <map>
#include <vector>

#include "runtime/exec/drawn_donors.hpp"
#include "runtime/plan/scrub.hpp"

namespace hyp::exec {

using plan::RowId;

/// Whether chance decides who stands in at some of these draws, for some reference or datum.
[[nodiscard]] bool any_random(const plan::Scrub& scrub, const std::vector<bool>& draws);

/// The streams of one run, and which of its draws something depends on.
class Drawing {
 public:
  /// `wanted`: by draw. A draw whose donor is the datum of a wanted one is wanted too.
  Drawing(const plan::Scrub& scrub, std::uint64_t seed, std::vector<bool> wanted);

  /// Looks for donors in `drawn`, and puts there what it draws of the first `trials`.
  void keep_in(DrawnDonors& drawn, std::uint32_t trials);

  /// What is shared by all references of a trial.
  using Shared = std::map<std::uint32_t, plan::Permutations>;
  [[nodiscard]] Shared prepare(std::uint32_t trial) const;
  [[nodiscard]] bool shuffles() const { return shuffles_; }
  [[nodiscard]] bool wants(std::uint32_t draw) const { return wanted_[draw]; }

  /// Appends to `donors[draw]` the donors of references [first, first + rows); of draws that are
  /// not wanted, the references themselves.
  void draw(std::uint32_t trial, const Shared& shared, std::int64_t first, std::int64_t rows,
            std::vector<std::vector<RowId>>& donors) const;

 private:
  const plan::Scrub& scrub_;
  std::uint64_t seed_;
  std::vector<plan::Stream> streams_;
  std::vector<DrawnDonors::Kept*> kept_;  // by draw; null where nothing is kept
  std::vector<bool> wanted_;
  bool shuffles_ = false;
};

}  // namespace hyp::exec
