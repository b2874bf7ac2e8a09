// SPDX-License-Identifier: MIT
// Declarations of data that are right.
#include "tests/unit/lang_check/networks.hpp"

using namespace hyp::check;
using hyp::check::test::data;

TEST_CASE("idx and npy hold the inputs first and columns by name, with pinned hashes") {
  const std::string hash(64, 'b');
  const auto built =
      data("idx(\"train\" sha256 \"" + hash + "\", label: \"labels\", seven: \"sevens\")");
  REQUIRE(built.data);
  CHECK(built.data->name == "d");
  const auto& idx = std::get<IdxData>(built.data->source);
  CHECK(idx.input.path == "train");
  CHECK(idx.input.sha256 == hash);
  REQUIRE(idx.columns.size() == 2);
  CHECK(idx.columns[0].first == "label");
  CHECK(idx.columns[1].second.path == "sevens");
  CHECK(idx.columns[1].second.sha256.empty());
  const auto named = data("npy(label: \"l.npy\", input: \"x.npy\")");
  REQUIRE(named.data);
  CHECK(std::get<NpyData>(named.data->source).input.path == "x.npy");
}

TEST_CASE("npz names arrays of one file") {
  const auto built = data("npz(\"d.npz\", input: \"x\", label: \"y\")");
  REQUIRE(built.data);
  const auto& npz = std::get<NpzData>(built.data->source);
  CHECK(npz.file.path == "d.npz");
  CHECK(npz.input == "x");
  CHECK(npz.columns == std::vector<std::pair<std::string, std::string>>{{"label", "y"}});
  CHECK(std::get<NpzData>(data("npz(\"d.npz\")").data->source).input == "input");
}

TEST_CASE("strokes are a number of pictures and a seed") {
  const auto built = data("strokes(1000, seed: seven)");
  REQUIRE(built.data);
  const auto& strokes = std::get<hyp::check::StrokesData>(built.data->source);
  CHECK(strokes.rows == 1000);
  CHECK(strokes.seed == 7);
  CHECK(std::get<hyp::check::StrokesData>(data("strokes(1)").data->source).seed == 0);
}

TEST_CASE("a grid has its axes in the order written, both ends included") {
  const auto built = data("grid(x1: 0..9, x0: -2..seven)");
  REQUIRE(built.data);
  const auto& axes = std::get<GridData>(built.data->source).axes;
  REQUIRE(axes.size() == 2);
  CHECK(axes[0].name == "x1");
  CHECK(axes[1].first == -2);
  CHECK(axes[1].last == 7);
}
