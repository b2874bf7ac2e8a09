// SPDX-License-Identifier: MIT
#include "lang/check/measures.hpp"

#include <algorithm>

namespace hyp::check {

const std::vector<MeasureInfo>& all_measures() {
  using enum MeasureKind;
  static const std::vector<MeasureInfo> rows = {
      // kind      name         share  model  labels
      {preserved, "preserved", true, true, false},
      {accuracy, "accuracy", true, true, true},
      {margin, "margin", false, true, false},
      {loss, "loss", false, true, false},
      {kl, "kl", false, true, false},
      {change, "change", false, true, false},
      {share, "share", true, false, false},
      {agreement, "agreement", true, false, false},
      {mean, "mean", false, false, false},
      {obeyed, "obeyed", true, true, false},
  };
  return rows;
}

const MeasureInfo& info(MeasureKind kind) {
  const auto& rows = all_measures();
  return *std::find_if(rows.begin(), rows.end(),
                       [kind](const MeasureInfo& row) { return row.kind == kind; });
}

}  // namespace hyp::check
