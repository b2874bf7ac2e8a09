// SPDX-License-Identifier: MIT
// The promises of the formatter over every .hyp text of the repository.
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>

#include "tests/support/catch.hpp"
#include "tests/support/layout.hpp"

using namespace hyp;
namespace fs = std::filesystem;

namespace {

struct Sample {
  std::string name, text;
};

const fs::path kRoot = fs::path(HYP_TEST_SOURCE_DIR) / "..";

std::string read(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

template <typename Wanted>
std::vector<fs::path> files(const fs::path& folder, Wanted wanted) {
  std::vector<fs::path> all;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    if (entry.is_regular_file() && wanted(entry.path())) all.push_back(entry.path());
  }
  std::sort(all.begin(), all.end());
  return all;
}

bool is_hyp(const fs::path& path) {
  return path.extension() == ".hyp";
}

std::vector<Sample> samples_of(const fs::path& page) {
  std::vector<Sample> samples;
  std::istringstream lines(read(page));
  bool inside = false;
  for (std::string line; std::getline(lines, line);) {
    if (line == "```hyp") {
      inside = true;
      samples.push_back({page.filename().string() + " " + std::to_string(samples.size()), ""});
    } else if (line == "```") {
      inside = false;
    } else if (inside) {
      samples.back().text += line + "\n";
    }
  }
  // The pages may show parts of a file.
  for (auto& sample : samples) {
    if (sample.text.find("language 1\n") == std::string::npos) {
      sample.text = "language 1\n" + sample.text;
    }
  }
  return samples;
}

std::vector<Sample> shown() {
  std::vector<Sample> all = samples_of(kRoot / "README.md");
  for (const auto& page :
       files(kRoot / "docs", [](const auto& p) { return p.extension() == ".md"; })) {
    const auto samples = samples_of(page);
    all.insert(all.end(), samples.begin(), samples.end());
  }
  return all;
}

std::vector<Sample> shipped() {
  std::vector<Sample> all;
  for (const auto* folder : {"hypotheses", "stdlib", "tests/arrays"}) {
    for (const auto& path : files(kRoot / folder, is_hyp))
      all.push_back({path.string(), read(path)});
  }
  return all;
}

std::vector<Sample> everything() {
  std::vector<Sample> all = shown();
  const auto own = shipped();
  all.insert(all.end(), own.begin(), own.end());
  for (const auto& path : files(kRoot / "tests", is_hyp))
    all.push_back({path.string(), read(path)});
  for (const auto& path :
       files(kRoot / "tests/fuzz/corpus/parse", [](const auto&) { return true; })) {
    all.push_back({path.string(), read(path)});
  }
  return all;
}

}  // namespace

TEST_CASE("laying out keeps tokens, comments and meaning, and is done after one time") {
  int laid_out = 0;
  for (const auto& sample : everything()) {
    const auto once = test::laid_out(sample.text);
    if (!once) continue;
    ++laid_out;
    INFO(sample.name << "\n" << *once);
    CHECK(test::difference(sample.text, *once) == "");
    CHECK(test::laid_out(*once) == once);
    CHECK(once->find(" \n") == std::string::npos);
    CHECK(once->find("\n\n\n") == std::string::npos);
    CHECK((once->empty() || (once->back() == '\n' && !once->ends_with("\n\n"))));
  }
  CHECK(laid_out > 100);
}

TEST_CASE("the same tokens have the same layout, whatever stood between them") {
  for (const auto& sample : shipped()) {
    std::string other;
    for (std::size_t i = 0; i < sample.text.size(); ++i) {
      const char c = sample.text[i];
      if (c == '\n') other += "  \t\r";
      other += c;
      if (c == '\n' && i + 1 < sample.text.size() && sample.text[i + 1] == '\n') other += "\n \n";
    }
    INFO(sample.name);
    CHECK(test::laid_out(other) == test::laid_out(sample.text));
  }
}

TEST_CASE("what is shipped and shown is laid out") {
  for (const auto& sample : shipped()) {
    INFO(sample.name);
    CHECK(test::laid_out(sample.text) == sample.text);
  }
  for (const auto& sample : shown()) {
    INFO(sample.name);
    const auto once = test::laid_out(sample.text);
    REQUIRE(once.has_value());
    CHECK(*once == sample.text);
  }
}
