// SPDX-License-Identifier: MIT
// What to type instead, where no single word is meant: for what newcomers write out of habit.
#pragma once

#include <string>
#include <string_view>

namespace hyp::syntax {

/// What a rule wanted, in its words of messages.hpp, and what it met.
struct Met {
  std::string_view expected;
  std::string_view seen;    ///< the piece itself
  std::string_view before;  ///< the text of the statement up to there
  std::string_view after;   ///< what follows the piece
};

/// Advice in the manner of a help text; empty where there is none.
[[nodiscard]] std::string_view advice(const Met& met);

/// The word of the language for one that other languages have; empty where there is none.
[[nodiscard]] std::string_view translated(std::string_view word);

}  // namespace hyp::syntax
