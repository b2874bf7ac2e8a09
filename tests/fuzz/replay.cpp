// SPDX-License-Identifier: MIT
// Runs a fuzz target over the files of the folders named on the command line, and over random
// changes of them: `replay [--changes=N] FOLDER...`. A crash or an abort fails the test.
#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <random>
#include <string>
#include <string_view>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace {

void run(const std::string& input) {
  LLVMFuzzerTestOneInput(reinterpret_cast<const std::uint8_t*>(input.data()), input.size());
}

std::vector<std::string> read(int count, char** folders) {
  std::vector<std::filesystem::path> paths;
  for (int i = 0; i < count; ++i) {
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folders[i])) {
      if (entry.is_regular_file()) paths.push_back(entry.path());
    }
  }
  std::sort(paths.begin(), paths.end());
  std::vector<std::string> inputs;
  for (const auto& path : paths) {
    std::ifstream in(path, std::ios::binary);
    inputs.emplace_back(std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>());
  }
  return inputs;
}

// Cuts, doubles, swaps and overwrites pieces; what is written in comes from another input.
std::string changed(std::string text, const std::string& other, std::mt19937& random) {
  const auto below = [&](std::size_t n) { return n == 0 ? 0 : random() % n; };
  for (std::size_t changes = 1 + below(4); changes > 0; --changes) {
    const std::size_t at = below(text.size() + 1);
    const std::size_t size = std::min(below(12), text.size() - at);
    const std::size_t from = below(other.size() + 1);
    switch (below(5)) {
      case 0:
        text.erase(at, size);
        break;
      case 1:
        text.insert(at, text.substr(at, size));
        break;
      case 2:
        text.insert(at, other.substr(from, below(40)));
        break;
      case 3:
        text.replace(at, size, other.substr(from, below(12)));
        break;
      default:
        if (at < text.size()) text[at] = static_cast<char>(random());
    }
  }
  return text;
}

}  // namespace

int main(int argc, char** argv) {
  std::size_t changes = 0;
  int first = 1;
  if (argc > 1 && std::string_view(argv[1]).starts_with("--changes=")) {
    changes = std::stoul(argv[1] + std::string_view("--changes=").size());
    first = 2;
  }
  const auto inputs = read(argc - first, argv + first);
  if (inputs.empty()) {
    std::cerr << "no inputs\n";
    return 1;
  }
  for (const auto& input : inputs) run(input);
  std::mt19937 random(1);
  for (std::size_t i = 0; i < changes; ++i) {
    const auto& input = inputs[random() % inputs.size()];
    run(changed(input, inputs[random() % inputs.size()], random));
  }
  std::cout << inputs.size() << " inputs, " << changes << " changes of them\n";
  return 0;
}
