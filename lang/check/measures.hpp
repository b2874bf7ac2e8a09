// SPDX-License-Identifier: MIT
// The open table of what an experiment can measure (docs/method.md, section 5).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lang/check/ids.hpp"
#include "lang/source/span.hpp"

namespace hyp::check {

enum class MeasureKind {
  preserved,
  accuracy,
  margin,
  loss,
  kl,
  change,
  share,
  agreement,
  mean,
  obeyed  ///< of swaps alone
};

/// A row of the table.
struct MeasureInfo {
  MeasureKind kind;
  std::string_view name;
  bool is_share;      ///< a fraction, written as a percentage; else a plain number
  bool needs_model;   ///< about the network's output
  bool needs_labels;  ///< compares with the data's `label` column
};
[[nodiscard]] const std::vector<MeasureInfo>& all_measures();
[[nodiscard]] const MeasureInfo& info(MeasureKind kind);

/// `preserved`, `margin(1, 0)`, `loss`, `loss(label)`, `share(one)`, `agreement(one, net.label)`,
/// `mean(likeness)`
struct Measure {
  MeasureKind kind = MeasureKind::preserved;
  std::int64_t high = 1, low = 0;  ///< margin(high, low)
  bool to_label = false;           ///< compares with the data's labels: accuracy, loss(label)
  std::vector<ExprId> arguments;   ///< share: a region; agreement: two; mean: a score
  std::string text;                ///< as shown in tables and JSON
  source::Span span;
};

}  // namespace hyp::check
