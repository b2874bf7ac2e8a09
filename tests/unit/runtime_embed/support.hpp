// SPDX-License-Identifier: MIT
// A host with its files in memory, and the example that runs everywhere.
#pragma once

#include <fstream>
#include <iterator>
#include <map>
#include <string>

#include "runtime/embed/session.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/quiet.hpp"

namespace hyp::test {

inline std::string content(const std::string& path) {
  std::ifstream in(std::string(HYP_TEST_SOURCE_DIR) + "/../" + path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

// Files in memory, as an embedding host may have them.
struct MemoryLoader : source::Loader {
  std::map<std::string, std::string, std::less<>> files;
  source::Lookup import(std::string_view name, std::string_view) override { return find(name); }
  source::Lookup data(std::string_view name, std::string_view) override { return find(name); }
  source::Lookup find(std::string_view name) const {
    const auto file = files.find(name);
    if (file == files.end()) return source::NotFound{{std::string(name)}, ""};
    return source::Found{std::string(name), source::Bytes::own(file->second)};
  }
};

inline MemoryLoader band_files() {
  MemoryLoader loader;
  loader.files["band.safetensors"] = content("hypotheses/band.safetensors");
  return loader;
}

}  // namespace hyp::test
