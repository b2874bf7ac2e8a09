// SPDX-License-Identifier: MIT
// The rows of a measure line: all examples, then the members of each partition it is `by`.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "lang/check/program.hpp"
#include "runtime/score/table.hpp"

namespace hyp::stats {

/// Examples that a figure is over, and what a report calls them.
struct Slice {
  std::optional<std::string> name;        ///< "one"; empty for all examples
  std::optional<score::Membership> rows;  ///< empty for all examples
};

/// A name is qualified (`looks.one`) where two partitions that `lines` break down by have a `one`.
/// `table` holds those of `line`.
[[nodiscard]] std::vector<Slice> slices(const check::Program& program,
                                        const std::vector<check::MeasureLine>& lines,
                                        const check::MeasureLine& line, const score::Table* table);

}  // namespace hyp::stats
