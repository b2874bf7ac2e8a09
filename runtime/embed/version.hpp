// SPDX-License-Identifier: MIT
// The version of hyp, said once.
#pragma once

#include <string_view>

namespace hyp::embed {

inline constexpr std::string_view kVersion = "0.1.0";

}  // namespace hyp::embed
