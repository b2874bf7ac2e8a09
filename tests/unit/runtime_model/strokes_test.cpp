// SPDX-License-Identifier: MIT
// Drawn digits: the same bits on every machine, and pictures that a claim can be about.
#include <algorithm>
#include <array>
#include <set>

#include "runtime/model/dataset.hpp"
#include "runtime/model/readers.hpp"
#include "tests/support/catch.hpp"
#include "tests/unit/runtime_model/support.hpp"

using namespace hyp;
using namespace hyp::test;

namespace {

model::Dataset strokes(std::int64_t rows, std::uint64_t seed) {
  MapLoader loader(std::map<std::string, std::string>{});
  auto loaded =
      model::load_dataset({"digits", {}, check::StrokesData{rows, seed}}, loader, "claim.hyp");
  REQUIRE(loaded);
  return std::move(*loaded.value);
}

std::uint8_t pixel(const model::Dataset& data, std::int64_t row, std::int64_t i) {
  return static_cast<std::uint8_t>(data.inputs.bytes.view()[row * 784 + i]);
}

}  // namespace

TEST_CASE("pictures are the same bits everywhere, and need only seed and row") {
  const auto many = strokes(500, 1);
  CHECK(many.inputs.shape == check::Shape{500, 28, 28});
  CHECK(many.inputs.type == model::ElementType::u8);
  CHECK(model::sha256_hex(many.inputs.bytes.view()) ==
        "49fa760c06d7f0f3838ad486ac027680512105a00f8b193527a98b84368ad1de");
  CHECK(model::sha256_hex(many.column("label")->values.bytes.view()) ==
        "1600886bcc9fe558ab8868303f3a05125ab0d7d3991b64a368732afc37431656");
  const auto few = strokes(20, 1);
  for (std::int64_t i = 0; i < 20 * 784; ++i) REQUIRE(pixel(few, 0, i) == pixel(many, 0, i));
  const auto other = strokes(20, 2);
  CHECK_FALSE(std::ranges::equal(few.inputs.bytes.view(), other.inputs.bytes.view()));
  const auto far = strokes(20, std::uint64_t{1} << 32 | 1);
  CHECK_FALSE(std::ranges::equal(few.inputs.bytes.view(), far.inputs.bytes.view()));
}

TEST_CASE("every digit comes about as often, and each picture differs") {
  const auto data = strokes(5000, 0);
  std::array<int, 10> count{};
  std::set<std::string> pictures;
  for (std::int64_t row = 0; row < data.rows; ++row) {
    ++count.at(static_cast<std::size_t>(data.column("label")->values.at(row)));
    pictures.insert(model::sha256_hex(data.inputs.bytes.view().subspan(row * 784, 784)));
  }
  for (const int n : count) CHECK(std::abs(n - 500) < 100);  // 4.7 standard deviations
  CHECK(pictures.size() == 5000);
}

TEST_CASE("ink lies in the middle, is neither missing nor everywhere, and shades at its edges") {
  const auto data = strokes(2000, 3);
  for (std::int64_t row = 0; row < data.rows; ++row) {
    int inked = 0, shaded = 0, darkest = 0;
    for (std::int64_t i = 0; i < 784; ++i) {
      const int ink = pixel(data, row, i);
      inked += ink > 0;
      shaded += ink > 0 && ink < 215;
      darkest = std::max(darkest, ink);
    }
    REQUIRE(inked > 25);
    REQUIRE(inked < 400);
    REQUIRE(shaded > 10);
    REQUIRE(darkest >= 150);
    for (const int corner : {0, 27, 756, 783}) REQUIRE(pixel(data, row, corner) == 0);
  }
}
