// SPDX-License-Identifier: MIT
// Which combinations of donors two claims allow. Private to runtime/embed.
#pragma once

#include <array>

#include "runtime/embed/open_test.hpp"
#include "runtime/plan/donor_overlap.hpp"
#include "runtime/report/difference.hpp"

namespace hyp::embed {

/// Two open tests of one network on the same data, with the plans of their scrubs.
struct Compared {
  std::array<OpenTest*, 2> tests;
  std::array<const plan::Scrub*, 2> scrubs;
  std::array<plan::RowMap, 2> maps;  ///< from the first's pool to the second's, and back

  /// Of two draws, the first's and the second's.
  [[nodiscard]] plan::DonorOverlap overlap(std::uint32_t first, std::uint32_t second) const {
    return {*scrubs[0]->donors[first], *scrubs[1]->donors[second], maps[0], maps[1]};
  }
  /// The error of a comparison that was stopped before this example of the first's.
  [[nodiscard]] std::optional<diag::Diagnostic> stopped(std::int64_t row) const;
  /// Someone at one draw of `side` whom the other side does not allow there, and why.
  [[nodiscard]] diag::Outcome<report::TellingSwap> telling(int side,
                                                           std::array<std::uint32_t, 2> draws,
                                                           plan::RowId datum, plan::RowId donor,
                                                           std::vector<std::string> at) const;
};

/// Fills in `order`, `reason`, `combinations` and `allows`.
[[nodiscard]] diag::Outcome<bool> compare_combinations(const Compared& compared,
                                                       report::Difference& out);

}  // namespace hyp::embed
