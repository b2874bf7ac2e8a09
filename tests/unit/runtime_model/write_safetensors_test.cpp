// SPDX-License-Identifier: MIT
#include "runtime/model/write_safetensors.hpp"

#include "tests/support/catch.hpp"
#include "tests/unit/runtime_model/support.hpp"

using namespace hyp;
using namespace hyp::test;

TEST_CASE("what is written as safetensors is read back") {
  const std::map<std::string, model::Weight> tensors = {
      {"fc.weight", {{2, 3}, {1, -2, 0.5F, 1e-40F, 3e38F, -0.0F}}}, {"fc.bias", {{2}, {7, 8}}}};
  const std::string bytes =
      model::write_safetensors(tensors, {{"hyp", "0.1.0"}, {"command", "hyp train \"\xFF\""}});
  const auto arrays = model::read_arrays(asked(bytes));
  REQUIRE(arrays);
  REQUIRE(arrays->items.size() == 2);
  CHECK(arrays->items[0].first == "fc.bias");
  CHECK(arrays->find("fc.weight")->shape == check::Shape{2, 3});
  CHECK(arrays->find("fc.weight")->to_f32() == tensors.at("fc.weight").values);
  CHECK(arrays->find("fc.bias")->to_f32() == tensors.at("fc.bias").values);
}

TEST_CASE("the header of safetensors is the same each time and ends at a multiple of 8") {
  const std::map<std::string, model::Weight> tensors = {{"a", {{1}, {1}}}};
  for (const std::string text : {"", "1", "12", "123", "1234", "12345", "123456", "1234567"}) {
    const std::string bytes = model::write_safetensors(tensors, {{"text", text}});
    CHECK(bytes == model::write_safetensors(tensors, {{"text", text}}));
    CHECK(bytes.size() % 8 == 4);  // but for the one number at the end
    CHECK(bytes[0] % 8 == 0);
  }
  const std::string plain = model::write_safetensors(tensors, {});
  CHECK(plain.find("{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}") == 8);
}
