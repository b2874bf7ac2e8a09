// SPDX-License-Identifier: MIT
#include "stdlib/catalogue.hpp"

#include <sstream>
#include <string>

#include "runtime/fetch/transfer.hpp"
#include "stdlib/embedded.hpp"
#include "tests/support/catch.hpp"

using namespace hyp;

TEST_CASE("the catalogue has the files that std/mnist pins, with the same hashes") {
  // However it is laid out: white space as one space.
  std::istringstream words{std::string(stdlib::find("std/mnist").value())};
  std::string text;
  for (std::string word; words >> word;) text += word + " ";
  const auto* mnist = stdlib::find_data_set("mnist");
  REQUIRE(mnist != nullptr);
  REQUIRE(mnist->files.size() == 4);
  for (const auto& file : mnist->files) {
    INFO(file.path);
    const auto pinned = "\"" + std::string(file.plain_path()) + "\" sha256 \"" + file.sha256 + "\"";
    CHECK(text.find(pinned) != std::string_view::npos);
  }
}

TEST_CASE("every entry of the catalogue is whole") {
  for (const auto& set : stdlib::catalogue()) {
    CHECK(!set.about.empty());
    CHECK(!set.licence.empty());
    CHECK(set.mirrors.size() >= 2);
    for (const auto& mirror : set.mirrors) {
      CHECK(mirror.ends_with('/'));
      CHECK(fetch::is_address(mirror));
    }
    for (const auto& file : set.files) {
      CHECK(file.sha256.size() == 64);
      CHECK(file.size > 0);
      CHECK(stdlib::data_set_of(file.path) == &set);
      CHECK(stdlib::data_set_of(file.plain_path()) == &set);
    }
  }
  CHECK(stdlib::find_data_set("mnits") == nullptr);
  CHECK(stdlib::data_set_of("band.safetensors") == nullptr);
}

TEST_CASE("addresses are of the web") {
  CHECK(fetch::is_address("http://127.0.0.1:8000/mnist"));
  CHECK(fetch::is_address("https://example.org/"));
  for (const auto* wrong : {"", "mnist", "/folder", "file:///etc", "ftp://example.org/"}) {
    INFO(wrong);
    CHECK(!fetch::is_address(wrong));
  }
}
