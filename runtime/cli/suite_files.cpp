// SPDX-License-Identifier: MIT
#include "runtime/cli/suite_files.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <set>

namespace hyp::cli {
namespace {

namespace fs = std::filesystem;

bool hidden(const fs::path& path) {
  const auto name = path.filename().string();
  return name.size() > 1 && name[0] == '.';
}

// Sorted; what cannot be read is complained about, and the rest found all the same.
std::vector<std::string> below(const fs::path& folder, SuiteFiles& out) {
  std::vector<std::string> files;
  std::error_code error;
  fs::recursive_directory_iterator at(folder, fs::directory_options::skip_permission_denied, error);
  for (; !error && at != fs::end(at); at.increment(error)) {
    std::error_code ignored;
    if (hidden(at->path())) {
      if (at->is_directory(ignored)) at.disable_recursion_pending();
      continue;
    }
    if (at->path().extension() == ".hyp" && at->is_regular_file(ignored)) {
      files.push_back(at->path().lexically_normal().string());
    }
  }
  if (error) {
    out.complaints.push_back(
        fmt::format("hyp: cannot search `{}`: {}\n", folder.string(), error.message()));
  }
  std::sort(files.begin(), files.end());
  return files;
}

}  // namespace

SuiteFiles find_suite_files(const std::vector<std::string>& paths) {
  SuiteFiles out;
  std::set<fs::path> seen;
  const auto add = [&](const std::string& file) {
    std::error_code error;
    auto real = fs::weakly_canonical(file, error);
    if (seen.insert(error ? fs::path(file) : real).second) out.files.push_back(file);
  };
  for (const auto& path : paths.empty() ? std::vector<std::string>{"."} : paths) {
    std::error_code error;
    if (path != "-" && fs::is_directory(path, error)) {
      const auto complaints = out.complaints.size();
      const auto files = below(path, out);
      for (const auto& file : files) add(file);
      if (files.empty() && out.complaints.size() == complaints) {
        out.complaints.push_back(fmt::format("hyp: there is no .hyp file in `{}`\n", path));
      }
    } else {
      add(path);
    }
  }
  return out;
}

}  // namespace hyp::cli
