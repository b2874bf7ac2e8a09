// SPDX-License-Identifier: MIT
// What `hyp doctor` says of the machine it runs on.
#pragma once

#include <string>
#include <vector>

namespace hyp::report {

/// One thing that hyp stands on: what it is like, and where it is not as it should be, what is
/// wrong and what to type.
struct Finding {
  std::string name;                ///< "LibTorch"
  std::vector<std::string> lines;  ///< "1.13.1, loaded in 0.4 s"
  std::string problem;             ///< empty where all is well
  std::string help;
  bool needed = true;  ///< a problem of this one keeps hyp from running networks
};

struct Examination {
  std::string hyp_version;
  std::vector<Finding> findings;
  /// Whether networks can be run.
  [[nodiscard]] bool works() const;
};

[[nodiscard]] std::string to_text(const Examination& examination, bool color);
/// One JSON object, `format_version` 1: `works`, and `findings` with their fields.
[[nodiscard]] std::string to_json(const Examination& examination);

}  // namespace hyp::report
