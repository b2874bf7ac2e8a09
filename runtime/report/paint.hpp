// SPDX-License-Identifier: MIT
// How verdicts and headings look on a terminal.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "runtime/stats/results.hpp"

namespace hyp::report {

constexpr std::size_t kColumns = 100;  ///< of prose and expectations

/// "✓", "supported" and a colour.
struct Look {
  std::string_view mark, words, color;
};
[[nodiscard]] Look look_of(stats::Verdict verdict);

/// Escape codes where colour is wanted, else the text alone.
struct Paint {
  bool on;
  [[nodiscard]] std::string operator()(std::string_view code, std::string_view text) const;
};
constexpr std::string_view kBold = "1", kDim = "2";

/// Lines of at most kColumns, each indented.
void append_wrapped(std::string& out, std::string_view text, std::size_t indent);

}  // namespace hyp::report
