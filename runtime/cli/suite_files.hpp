// SPDX-License-Identifier: MIT
// The files that a suite is made of.
#pragma once

#include <string>
#include <vector>

namespace hyp::cli {

struct SuiteFiles {
  std::vector<std::string> files;       ///< each once, in the order of the paths
  std::vector<std::string> complaints;  ///< a line each: paths that lead to nothing
};

/// Files as they are named, and of folders every `*.hyp` below them, sorted; hidden folders and
/// files are passed over, links to folders are not followed. No path is the current folder.
[[nodiscard]] SuiteFiles find_suite_files(const std::vector<std::string>& paths);

}  // namespace hyp::cli
