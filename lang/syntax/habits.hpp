// SPDX-License-Identifier: MIT
// What the fingers write out of habit from other languages, and what it is called here.
#pragma once

#include <string_view>

namespace hyp::syntax {

struct Habit {
  std::string_view written;
  std::string_view meant;  ///< empty where there is nothing of the kind
};

/// The longest habit written at `offset`, or null. Sound text may look like one: ask only where
/// something is known to be wrong.
[[nodiscard]] const Habit* habit_at(std::string_view text, std::size_t offset);

}  // namespace hyp::syntax
