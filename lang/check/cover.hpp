// SPDX-License-Identifier: MIT
// Whether partitions cover every example once, as far as the file alone can tell. Private to
// lang/check.
#pragma once

#include "lang/check/context.hpp"

namespace hyp::check {

/// Adds an error for each partition over one score that leaves values out, or takes some twice.
void check_covers(const Program& program, diag::Diagnostics& found);

}  // namespace hyp::check
