// SPDX-License-Identifier: MIT
// The loader of tests on real data: names below $HYP_DATA.
#pragma once

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <string>

#include "lang/source/loader.hpp"

namespace hyp::test {

class DataFolder : public source::Loader {
 public:
  source::Lookup import(std::string_view, std::string_view) override { return source::NotFound{}; }
  source::Lookup data(std::string_view name, std::string_view) override {
    const std::string path = std::string(std::getenv("HYP_DATA")) + "/" + std::string(name);
    std::ifstream file(path, std::ios::binary | std::ios::ate);
    if (!file) return source::NotFound{{path}, ""};
    std::string content(static_cast<std::size_t>(file.tellg()), '\0');
    file.seekg(0);
    file.read(content.data(), static_cast<std::streamsize>(content.size()));
    return source::Found{path, source::Bytes::own(std::move(content))};
  }
};

}  // namespace hyp::test
