// SPDX-License-Identifier: MIT
// "did you mean": the known name nearest to a misspelt one.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace hyp::diag {

/// The candidate with the smallest edit distance (insert, delete, change, swap of neighbours) to
/// `word`; empty when none is within a third of the word's length (at least one edit). Among equals
/// the first wins. Where nothing is that near, the only candidate that begins with `word`, or that
/// `word` begins with, at least four letters of it.
[[nodiscard]] std::string nearest(std::string_view word,
                                  const std::vector<std::string>& candidates);

}  // namespace hyp::diag
