// SPDX-License-Identifier: MIT
// How every JSON report is written. Private to runtime/report.
#pragma once

#include <nlohmann/json.hpp>
#include <optional>
#include <string>

namespace hyp::report {

/// Keeps the order in which its fields were put.
using Json = nlohmann::ordered_json;

/// NaN and infinities become null when written: JSON has no word for them.
template <typename T>
[[nodiscard]] Json or_null(const std::optional<T>& value) {
  return value ? Json(*value) : Json(nullptr);
}

/// Null where the text is empty.
[[nodiscard]] inline Json or_null(const std::string& text) {
  return text.empty() ? Json(nullptr) : Json(text);
}

/// Indented, with a line break at the end; bytes that are not UTF-8 are replaced.
[[nodiscard]] inline std::string written(const Json& json) {
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace hyp::report
