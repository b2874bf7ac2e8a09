// SPDX-License-Identifier: MIT
// Where figures came from, below every report.
#pragma once

#include <string>

#include "runtime/report/paint.hpp"
#include "runtime/report/report.hpp"

namespace hyp::report {

/// Tools, threads and seed; each file with the beginning of its hash; the command that repeats it.
[[nodiscard]] std::string provenance_text(const Provenance& from, const Paint& paint);

}  // namespace hyp::report
