// SPDX-License-Identifier: MIT
#include "runtime/model/safetensors.hpp"

#include "tests/support/catch.hpp"
#include "tests/unit/runtime_model/support.hpp"

using namespace hyp;
using namespace hyp::test;

namespace {

std::string tensor(const std::string& name, const std::string& type, const std::string& shape,
                   int begin, int end) {
  return "\"" + name + "\":{\"dtype\":\"" + type + "\",\"shape\":" + shape + ",\"data_offsets\":[" +
         std::to_string(begin) + "," + std::to_string(end) + "]}";
}

std::string error(const std::string& header, const std::string& numbers = std::string(16, '\0')) {
  return said(model::read_arrays(asked(safetensors(header, numbers))).diagnostics);
}

}  // namespace

TEST_CASE("safetensors are read in the order of the header") {
  const auto arrays = model::read_arrays(asked(safetensors(
      "{\"__metadata__\":{\"format\":\"pt\",\"n\":\"1\"}," + tensor("b", "F32", "[2,1]", 8, 16) +
          "," + tensor("a", "I64", "[]", 0, 8) + "," + tensor("e", "BF16", "[0]", 16, 16) + "}  ",
      little<std::int64_t>(-7) + little(1.5f) + little(-2.5f))));
  REQUIRE(arrays);
  REQUIRE(arrays->items.size() == 3);
  CHECK(arrays->items[0].first == "b");
  CHECK(arrays->items[0].second.shape == check::Shape{2, 1});
  CHECK(arrays->items[0].second.to_f32() == std::vector<float>{1.5f, -2.5f});
  CHECK(arrays->find("a")->at(0) == -7);
  CHECK(arrays->find("e")->to_f32().empty());
}

TEST_CASE("safetensors whose places are wrong are errors") {
  const std::string again = "\n  help: fetch or save it again\n";
  CHECK(error("{" + tensor("a", "F32", "[4]", 0, 12) + "}") ==
        "E0816: `file` is damaged: the place of tensor `a` is not valid" + again);
  CHECK(error("{" + tensor("a", "F32", "[5]", 0, 20) + "}") ==
        "E0823: tensor `a` of `file` reaches past its storage: it takes 20 bytes of 16" + again);
  CHECK(error("{" + tensor("a", "F32", "[4]", 0, 16) + "," + tensor("b", "F32", "[4]", 0, 16) +
              "}") == "E0816: `file` is damaged: the place of tensor `b` is not valid" + again);
  CHECK(error("{" + tensor("a", "F32", "[3]", 4, 16) + "}") ==
        "E0816: `file` is damaged: the place of tensor `a` is not valid" + again);
  CHECK(error("{" + tensor("a", "F32", "[3]", 0, 12) + "}") ==
        "E0818: `file` goes on after the end of the last tensor\n");
  CHECK(error("{" + tensor("a", "F32", "[4611686018427387904,4611686018427387904,4]", 0, 16) + "}")
            .starts_with("E0816: "));
  CHECK(error("{" + tensor("a", "F8_E4M3", "[16]", 0, 16) + "}") ==
        "E0821: tensor `a` of `file` holds elements of type `F8_E4M3`, which hyp does not read\n"
        "  help: convert it first: `tensor.float()`\n");
  CHECK(error("{" + tensor("a", "F32", "[4]", 0, 16) + "," + tensor("a", "F32", "[4]", 0, 16) +
              "}") == "E0819: `file` holds `a` twice\n");
  CHECK(error("{}", "").starts_with("E0831: `file` holds no tensors by name"));
}

TEST_CASE("safetensors headers hold what the format has and nothing else") {
  const std::string start = "E0832: the safetensors header of `file` is malformed: expected ";
  CHECK(error("{\"a\":") == start + "JSON at byte 14\n");
  CHECK(error("{\"a\":3}") == start + "an object for tensor `a`\n");
  CHECK(error("{\"a\":{\"dtype\":\"F32\"}}") ==
        start + "dtype, shape and data_offsets for tensor `a`\n");
  CHECK(error("{\"a\":{\"extra\":1}}") ==
        start + "dtype, shape and data_offsets, each once for tensor `a`\n");
  CHECK(error("{\"a\":{\"dtype\":7}}") == start + "a string for tensor `a`\n");
  CHECK(error("{\"a\":{\"shape\":[-1]}}") == start + "an extent for tensor `a`\n");
  CHECK(error("{\"a\":{\"shape\":[1.5]}}") == start + "an extent for tensor `a`\n");
  CHECK(error("{\"a\":{\"shape\":[99999999999999999999]}}") ==
        start + "an extent for tensor `a`\n");
  CHECK(error("{\"a\":{\"shape\":1}}") == start + "a list for tensor `a`\n");
  CHECK(error("{\"a\":{\"data_offsets\":[0]}}") == start + "two offsets for tensor `a`\n");
  CHECK(error("{\"a\":{\"data_offsets\":[0,1,2]}}") == start + "two offsets for tensor `a`\n");
  CHECK(error("{\"__metadata__\":{\"a\":{}}}") == start + "a string at its start\n");
  CHECK(error("{\"a\":" + std::string(1'000'000, '[')) == start + "an object for tensor `a`\n");
  CHECK(error("{\"\xff\":{}}").starts_with(start + "JSON at byte"));
}

TEST_CASE("safetensors cut anywhere are errors") {
  const std::string good =
      safetensors("{" + tensor("a", "F32", "[4]", 0, 16) + "}", std::string(16, 'x'));
  REQUIRE(model::read_safetensors(asked(good)));
  for (std::size_t size = 0; size < good.size(); ++size) {
    CHECK_FALSE(model::read_safetensors(asked(good.substr(0, size))));
  }
  std::string long_header = good;
  long_header.replace(0, 8, little<std::uint64_t>(0xFFFFFFFFFF));
  CHECK(said(model::read_arrays(asked(long_header)).diagnostics) ==
        "E0817: the header of `file` takes more than 100000000 bytes, the most that hyp reads\n");
  CHECK(said(model::read_safetensors(asked(good.substr(0, 20))).diagnostics) ==
        "E0814: `file` ends inside the header\n  help: fetch or save it again\n");
}
