// SPDX-License-Identifier: MIT
// Compares what each stage makes of each file in its folder with the text beside it.
#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "tests/golden/stages.hpp"
#include "tests/support/catch.hpp"

using namespace hyp;
namespace fs = std::filesystem;

namespace {

std::optional<std::string> read(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) return std::nullopt;
  return std::string(std::istreambuf_iterator<char>(in), {});
}

std::vector<fs::path> files_with(const fs::path& folder, std::string_view extension) {
  std::vector<fs::path> files;
  for (const auto& entry : fs::directory_iterator(folder)) {
    if (entry.path().extension() == extension) files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  return files;
}

fs::path folder_of(const golden::Stage& stage) {
  return fs::path(HYP_TEST_SOURCE_DIR) / "golden" / stage.folder;
}

bool updating() {
  return std::getenv("HYP_UPDATE_GOLDEN") != nullptr;
}

// Each file once: every section runs the loop around it anew.
const golden::Output& run(const golden::Stage& stage, const fs::path& file) {
  static std::map<fs::path, golden::Output> known;
  const auto at = known.find(file);
  if (at != known.end()) return at->second;
  return known[file] = stage.run(file.filename().string(), read(file).value());
}

// Codes that are checked to be reached, by the beginning of their id.
constexpr std::string_view kCovered[] = {"E", "W"};
// Reached by a unit or e2e test that checks the text instead: their files would be too large to
// keep, are made of damaged bytes (tests/unit/runtime_model), come from the command line
// (tests/e2e), come from servers (tests/unit/runtime_fetch), or need another plugin
// (tests/unit/runtime_exec).
constexpr std::string_view kElsewhere[] = {
    "E0110", "E0209", "E0210", "E0305", "E0381", "E0387", "E0514", "E0703",
    "E0743", "E0802", "E0811", "E0815", "E0816", "E0817", "E0818", "E0819",
    "E082",  "E0830", "E0831", "E0832", "E0833", "E0842", "E0843", "E0844",
    "E0846", "W0847", "E0848", "E086",  "E087",  "W0876", "E089", "E091"};

bool listed(std::string_view id, std::span<const std::string_view> beginnings) {
  return std::any_of(beginnings.begin(), beginnings.end(),
                     [&](auto beginning) { return id.starts_with(beginning); });
}

}  // namespace

TEST_CASE("every golden file gives the text beside it") {
  for (const auto& stage : golden::stages()) {
    const auto files = files_with(folder_of(stage), stage.extension);
    CHECK(!files.empty());
    for (const auto& file : files) {
      const auto& output = run(stage, file);
      const auto beside = fs::path(file).replace_extension(".txt");
      if (updating()) std::ofstream(beside, std::ios::binary) << output.text;
      DYNAMIC_SECTION(stage.folder << "/" << file.filename().string()) {
        const auto expected = read(beside);
        INFO("HYP_UPDATE_GOLDEN=1 writes the texts anew");
        REQUIRE(expected.has_value());
        CHECK(output.text == *expected);
      }
    }
  }
}

TEST_CASE("no golden text is left without its file") {
  for (const auto& stage : golden::stages()) {
    for (const auto& text : files_with(folder_of(stage), ".txt")) {
      INFO(text);
      CHECK(fs::exists(fs::path(text).replace_extension(stage.extension)));
    }
  }
}

TEST_CASE("every error code is reached by a golden file") {
  std::set<diag::Code> reached;
  for (const auto& stage : golden::stages()) {
    for (const auto& file : files_with(folder_of(stage), stage.extension)) {
      const auto& codes = run(stage, file).codes;
      reached.insert(codes.begin(), codes.end());
    }
  }
  for (const auto code : diag::all_codes()) {
    const auto id = diag::info(code).id;
    if (!listed(id, kCovered) || listed(id, kElsewhere)) continue;
    INFO(id << " " << diag::info(code).name);
    CHECK(reached.count(code) == 1);
  }
}
