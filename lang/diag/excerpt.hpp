// SPDX-License-Identifier: MIT
// The lines of a source that a diagnostic speaks of, with marks under what is meant.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "lang/source/source_map.hpp"

namespace hyp::diag {

struct Paint {
  bool on;
  [[nodiscard]] std::string operator()(std::string_view code, std::string_view text) const;
};
inline constexpr std::string_view kRed = "1;31", kYellow = "1;33", kBlue = "1;34", kBold = "1",
                                  kGreen = "1;32";

struct Mark {
  source::Span span;
  std::string text;  ///< said under the mark; may be empty
  bool primary;
};

/// Marks of one file, line by line; each line is drawn once, with all its marks beneath:
///
///       |
///     5 | region four = (a or b
///       |               -      ^
///       |               |
///       |               opened here
///
/// A span over several lines is marked on its first and its last; of a line too wide for a
/// terminal the part around the marks is shown.
[[nodiscard]] std::string excerpt(const std::vector<Mark>& marks, const source::SourceMap& sources,
                                  std::size_t gutter, const Paint& paint);

}  // namespace hyp::diag
