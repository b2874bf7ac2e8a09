// SPDX-License-Identifier: MIT
// What there is of the catalogue's data, as text and JSON.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace hyp::report {

struct DataFileState {
  std::string path;  ///< below a data folder
  std::uint64_t bytes = 0;
  std::string sha256;
  std::string found;                 ///< where; empty where it is missing
  std::optional<std::string> state;  ///< "right", "wrong", "damaged", "missing", "unreadable";
                                     ///< empty where it was not checked
  std::string seen;                  ///< the hash of a wrong one
  std::string reason;                ///< why it is unreadable
};

struct DataSetState {
  std::string name, about, licence;
  std::vector<std::string> mirrors;
  std::vector<DataFileState> files;
};

/// `command` is "data list" or "data verify".
struct DataReport {
  std::string command;
  std::vector<std::string> searched;  ///< folders, in order
  std::vector<DataSetState> sets;
};

[[nodiscard]] std::string to_text(const DataReport& report);
/// One JSON object, `format_version` 1, ending in a line break.
[[nodiscard]] std::string to_json(const DataReport& report);

/// "47.0 MB"
[[nodiscard]] std::string write_bytes(std::uint64_t bytes);

}  // namespace hyp::report
