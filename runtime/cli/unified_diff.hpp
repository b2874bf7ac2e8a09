// SPDX-License-Identifier: MIT
// The difference of two texts as people and `patch` read it.
#pragma once

#include <string>
#include <string_view>

namespace hyp::cli {

/// From `before` to `after`, in the unified format with three lines around each change; empty where
/// they are equal. `name` is shown for both.
[[nodiscard]] std::string unified_diff(std::string_view name, std::string_view before,
                                       std::string_view after);

}  // namespace hyp::cli
