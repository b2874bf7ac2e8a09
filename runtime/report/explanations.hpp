// SPDX-License-Identifier: MIT
// What `hyp explain` says of codes, for programs.
#pragma once

#include <string>
#include <vector>

#include "lang/diag/diagnostic.hpp"

namespace hyp::report {

/// One JSON object, `format_version` 1: of each code its row of the table, and its explanation as
/// blocks of prose and samples.
[[nodiscard]] std::string to_json(const std::vector<diag::Code>& codes);

}  // namespace hyp::report
