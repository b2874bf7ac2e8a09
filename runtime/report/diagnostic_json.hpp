// SPDX-License-Identifier: MIT
// A diagnostic as every JSON report shows it. Private to runtime/report.
#pragma once

#include <nlohmann/json.hpp>
#include <optional>

#include "lang/diag/render.hpp"

namespace hyp::report {

/// The same five fields wherever something stands in a source; null where nothing does.
void put_place(nlohmann::ordered_json& object, const std::optional<diag::Rendered::Place>& place);

[[nodiscard]] nlohmann::ordered_json diagnostic_json(const diag::Diagnostic& diagnostic,
                                                     const source::SourceMap& sources);

}  // namespace hyp::report
