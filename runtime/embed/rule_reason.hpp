// SPDX-License-Identifier: MIT
// Why somebody may stand in for an example, or may not, in words. Private to runtime/embed.
#pragma once

#include <string>

#include "runtime/embed/open_test.hpp"

namespace hyp::embed {

/// "same value: one is yes of both" of a draw of a test's scrub. `datum`, `donor`: of its pool.
[[nodiscard]] diag::Outcome<std::string> rule_reason(OpenTest& test, const plan::Donors& donors,
                                                     plan::RowId datum, plan::RowId donor);

}  // namespace hyp::embed
