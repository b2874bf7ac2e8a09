// SPDX-License-Identifier: MIT
// Networks get their weights and data sets their rows, from hosts that have no disk.
#include <limits>

#include "runtime/model/dataset.hpp"
#include "runtime/model/network.hpp"
#include "tests/support/catch.hpp"
#include "tests/unit/runtime_model/support.hpp"

using namespace hyp;
using namespace hyp::test;

namespace {

constexpr source::Span kSpan{{0}, 3, 5};

// fc = linear(input: [2], out: 1); norm = batch_norm(fc), not affine
check::Model linear_model() {
  check::Model model;
  model.name = "net";
  model.weights_file = "net.safetensors";
  model.weights_span = kSpan;
  model.sites.push_back({"input", {}, check::Input{}, {}, "", {2}});
  model.sites.push_back({"fc", {{0}, 10, 12}, check::Linear{1, true}, {{0}}, "fc", {1}});
  model.sites.push_back({"norm", {{0}, 20, 22}, check::BatchNorm{1e-5, false}, {{1}}, "bn", {1}});
  return model;
}

struct Floats {
  std::string name, shape;
  std::vector<float> values;
};

std::string weights(const std::vector<Floats>& tensors) {
  std::string header, numbers;
  for (const auto& [name, shape, values] : tensors) {
    const auto begin = numbers.size();
    numbers += little_all(values);
    header += (header.empty() ? "{\"" : ",\"") + name + "\":{\"dtype\":\"F32\",\"shape\":" + shape +
              ",\"data_offsets\":[" + std::to_string(begin) + "," + std::to_string(numbers.size()) +
              "]}";
  }
  return safetensors(header + "}", numbers);
}

diag::Outcome<model::Network> load(const std::vector<Floats>& tensors) {
  MapLoader loader(Files{{"net.safetensors", weights(tensors)}});
  return model::load_network(linear_model(), loader, "claim.hyp");
}

diag::Outcome<model::Dataset> load(decltype(check::DataDeclaration::source) from,
                                   std::map<std::string, std::string> files) {
  MapLoader loader(std::move(files));
  return model::load_dataset({"digits", kSpan, std::move(from)}, loader, "claim.hyp");
}

std::string npy_of(const std::string& descr, const std::string& shape, const std::string& numbers) {
  return npy("{'descr': '" + descr + "', 'fortran_order': False, 'shape': " + shape + ", }",
             numbers);
}

check::FileReference file(const std::string& path, const std::string& hash = "") {
  return {path, hash, kSpan};
}

const std::string kImages = idx(0x08, {3, 1, 2}, "\x00\x33\x01\x02\xff\x04"sv);
const std::string kLabels = idx(0x08, {3}, "\x07\x00\x09"sv);

}  // namespace

TEST_CASE("a network gets the weights that its equations name") {
  const auto network = load({{"fc.weight", "[1,2]", {1, 2}},
                             {"fc.bias", "[1]", {3}},
                             {"bn.running_mean", "[1]", {4}},
                             {"bn.running_var", "[1]", {5}},
                             {"bn.num_batches_tracked", "[]", {6}}});
  REQUIRE(network);
  CHECK(network.diagnostics.empty());
  CHECK(network->weights.size() == 4);
  CHECK(network->weights.at("fc.weight").values == std::vector<float>{1, 2});
  CHECK(network->weights.at("fc.weight").shape == check::Shape{1, 2});
  CHECK(network->path == "data/net.safetensors");
  CHECK(network->sha256.size() == 64);
}

TEST_CASE("all tensors that are missing or of another shape are listed at once") {
  const auto network = load({{"fc.wieght", "[1,2]", {1, 2}},
                             {"fc.bias", "[2]", {3, 3}},
                             {"module.bn.running_mean", "[1]", {4}}});
  CHECK_FALSE(network);
  CHECK(said(network.diagnostics) ==
        "E0661: `data/net.safetensors` holds no tensor `fc.weight` [1, 2]\n"
        "  help: did you mean `fc.wieght`?\n"
        "E0662: `fc.bias` of `data/net.safetensors` has shape [2], but this equation needs [1]\n"
        "E0661: `data/net.safetensors` holds no tensor `bn.running_mean` [1]\n"
        "  help: did you mean `module.bn.running_mean`?\n"
        "E0661: `data/net.safetensors` holds no tensor `bn.running_var` [1]\n"
        "W0663: no equation uses 2 of the tensors of `data/net.safetensors`: `fc.wieght`, "
        "`module.bn.running_mean`\n");
  CHECK(network.diagnostics[0].span->begin == 10);  // the equation, and beside it the weights
  CHECK(network.diagnostics[0].labels[0].span == kSpan);
}

TEST_CASE("a tensor that two equations share must suit both") {
  auto shared = linear_model();
  shared.sites[2] = {"wide", {{0}, 20, 22}, check::Linear{3, true}, {{1}}, "fc", {3}};
  MapLoader loader(Files{
      {"net.safetensors", weights({{"fc.weight", "[1,2]", {1, 2}}, {"fc.bias", "[1]", {3}}})}});
  CHECK(said(model::load_network(shared, loader, "claim.hyp").diagnostics) ==
        "E0662: `fc.weight` of `data/net.safetensors` has shape [1, 2], but this equation needs "
        "[3, 1]\n"
        "E0662: `fc.bias` of `data/net.safetensors` has shape [1], but this equation needs [3]\n");
}

TEST_CASE("unused tensors are one warning, with the first eight names") {
  std::vector<Floats> tensors{{"fc.weight", "[1,2]", {1, 2}},
                              {"fc.bias", "[1]", {3}},
                              {"bn.running_mean", "[1]", {4}},
                              {"bn.running_var", "[1]", {5}}};
  for (const char c : "abcdefghi"sv) tensors.push_back({std::string(1, c), "[1]", {0}});
  const auto network = load(tensors);
  REQUIRE(network);
  CHECK(said(network.diagnostics) ==
        "W0663: no equation uses 9 of the tensors of `data/net.safetensors`: `a`, `b`, `c`, `d`, "
        "`e`, `f`, `g`, `h`, ...\n");
}

TEST_CASE("weights that are no finite float32 are errors that name the place") {
  const auto network = load({{"fc.weight", "[1,2]", {1, NAN}},
                             {"fc.bias", "[1]", {INFINITY}},
                             {"bn.running_mean", "[1]", {4}},
                             {"bn.running_var", "[1]", {5}}});
  CHECK(
      said(network.diagnostics) ==
      "E0664: `fc.weight` of `data/net.safetensors` holds nan at [0, 1], which is no finite "
      "float32\n"
      "E0664: `fc.bias` of `data/net.safetensors` holds inf at [0], which is no finite float32\n");
}

TEST_CASE("a weights file that is absent, unreadable or another one is an error of its own") {
  auto wanted = linear_model();
  MapLoader nothing(Files{});
  CHECK(said(model::load_network(wanted, nothing, "claim.hyp").diagnostics) ==
        "E0801: cannot find `net.safetensors`\n"
        "  note: looked for data/net.safetensors\n"
        "  note: looked for data/net.safetensors.gz\n"
        "  help: set `--data DIR` or `HYP_DATA` to the folder that holds it\n");
  MapLoader directory(Files{{"net.safetensors", "!is a directory"}});
  CHECK(said(model::load_network(wanted, directory, "claim.hyp").diagnostics) ==
        "E0802: cannot read `net.safetensors`: is a directory\n");
  MapLoader locked(Files{{"net.safetensors.gz", "!permission denied"}});
  CHECK(said(model::load_network(wanted, locked, "claim.hyp").diagnostics) ==
        "E0802: cannot read `net.safetensors`: permission denied\n");
  wanted.weights_sha256 = std::string(64, '0');
  MapLoader other(Files{{"net.safetensors", "abc"}});
  const std::string abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
  CHECK(said(model::load_network(wanted, other, "claim.hyp").diagnostics) ==
        "E0803: `data/net.safetensors` is not the pinned file: its sha256 is " + abc + ", but " +
            std::string(64, '0') +
            " is pinned\n  help: get the pinned file, or pin this one: "
            "`sha256 \"" +
            abc + "\"`\n");
}

TEST_CASE("an equation without weights needs no file") {
  check::Model sum;
  sum.sites.push_back({"input", {}, check::Input{}, {}, "", {2}});
  MapLoader nothing(Files{});
  CHECK(model::load_network(sum, nothing, "claim.hyp"));
}

TEST_CASE("IDX images and labels become a data set, gzip or not, hashes over the content") {
  const std::string hash = model::sha256_hex(source::Bytes::own(kImages).view());
  const auto data = load(check::IdxData{file("images", hash), {{"label", file("labels")}}},
                         {{"images.gz", gzip(kImages)}, {"labels", kLabels}});
  REQUIRE(data);
  CHECK(data->rows == 3);
  CHECK(data->input_shape() == check::Shape{1, 2});
  CHECK(data->inputs.type == model::ElementType::u8);
  CHECK(data->input(0, 1) == 51 / 255.0);
  CHECK(data->input(2, 0) == 1);
  std::vector<double> row(2);
  data->input(2, row);
  CHECK(row == std::vector<double>{1, 4 / 255.0});
  REQUIRE(data->column("label") != nullptr);
  CHECK(data->column("label")->values.at(2) == 9);
  CHECK(data->column("label")->integer());
  CHECK(data->column("other") == nullptr);
  REQUIRE(data->files.size() == 2);
  CHECK(data->files[0].path == "data/images.gz");
  CHECK(data->files[0].sha256 == hash);
}

TEST_CASE("what is wrong with the files of a data set is told at once") {
  const auto both =
      load(check::IdxData{file("images"), {{"label", file("labels")}}}, {{"labels", "1,2,3"}});
  CHECK(said(both.diagnostics) ==
        "E0801: cannot find `images`\n"
        "  note: looked for data/images\n"
        "  note: looked for data/images.gz\n"
        "  help: set `--data DIR` or `HYP_DATA` to the folder that holds it\n"
        "E0811: `data/labels` is not an IDX file: it begins with \"1,2,3\"\n");
  const auto hash =
      load(check::IdxData{file("images", std::string(64, 'a')), {}}, {{"images", kImages}});
  CHECK(said(hash.diagnostics).starts_with("E0803: `data/images` is not the pinned file: "));
}

TEST_CASE("arrays that do not make one data set are errors") {
  const auto error = [](const std::string& images, const std::string& labels) {
    return said(
        load(check::IdxData{file("x"), {{"label", file("y")}}}, {{"x", images}, {"y", labels}})
            .diagnostics);
  };
  CHECK(error(kImages, idx(0x08, {2}, "12")) ==
        "E0841: column `label` has 2 rows, but the inputs have 3\n");
  CHECK(error(kImages, idx(0x08, {3, 1}, "123")) ==
        "E0842: column `label` has shape [3, 1]; a column has one number per row\n");
  CHECK(error(kImages, idx(0x0D, {3}, std::string(12, '\0'))) ==
        "E0843: column `label` holds float32; an IDX column holds integers\n");
  CHECK(error(idx(0x08, {0, 2}, ""), idx(0x08, {0}, "")) ==
        "E0844: data set `digits` has no rows\n");
  CHECK(
      said(load(check::NpyData{file("x"), {}}, {{"x", npy_of("<f4", "()", "0123")}}).diagnostics) ==
      "E0848: the inputs in `data/x` are a single number; they need an axis of rows\n");
}

TEST_CASE("a NaN or infinity in the data is an error that names the row") {
  const auto nan = std::numeric_limits<float>::quiet_NaN();
  const auto data = load(check::NpyData{file("x"), {{"weight", file("y")}}},
                         {{"x", npy_of("<f4", "(3, 2)", little_all<float>({1, 2, 3, nan, 5, 6}))},
                          {"y", npy_of("<f8", "(3,)", little_all<double>({1, 2, -INFINITY}))}});
  CHECK(said(data.diagnostics) ==
        "E0791: row 1 of the inputs in `data/x` holds nan\n"
        "  help: leave the row out, or replace the number\n"
        "E0791: row 2 of column `weight` in `data/y` holds -inf\n"
        "  help: leave the row out, or replace the number\n");
}

TEST_CASE("npy and npz data sets") {
  const std::string inputs = npy_of("<f4", "(2, 2)", little_all<float>({1, 2, 3, 4}));
  const std::string labels = npy_of("<i8", "(2,)", little_all<std::int64_t>({7, 8}));
  const auto plain = load(check::NpyData{file("x"), {{"label", file("y")}}},
                          {{"x", inputs}, {"y.gz", gzip(labels)}});
  REQUIRE(plain);
  CHECK(plain->input(1, 0) == 3);
  CHECK(plain->columns[0].values.at(1) == 8);

  const std::string archive = zip({{"input.npy", inputs, true},
                                   {"label.npy", labels},
                                   {"other.npy", npy_of("<f4", "(3,)", std::string(12, '\0'))},
                                   {"words.npy", npy_of("<U1", "(2,)", std::string(8, '\0'))}});
  const auto all = load(check::NpzData{file("z"), "input", false, {}}, {{"z", archive}});
  REQUIRE(all);
  REQUIRE(all->columns.size() == 1);
  CHECK(all->columns[0].name == "label");
  CHECK(said(all.diagnostics) ==
        "W0847: array `words` of `data/z` is no column: it holds elements of type `<U1`\n"
        "  help: name the `columns` to use\n");
  const auto named =
      load(check::NpzData{file("z"), "input", false, {{"class", "label"}}}, {{"z", archive}});
  REQUIRE(named);
  CHECK(named->columns[0].name == "class");
  const auto missing =
      load(check::NpzData{file("z"), "inputs", true, {{"class", "x"}}}, {{"z", archive}});
  CHECK(said(missing.diagnostics) ==
        "E0845: `data/z` holds no array `inputs`\n"
        "  note: it holds `input`, `label`, `other`, `words`\n"
        "  help: did you mean `input`?\n"
        "E0845: `data/z` holds no array `x`\n"
        "  note: it holds `input`, `label`, `other`, `words`\n");
  CHECK(said(load(check::NpzData{file("z"), "input", false, {}}, {{"z", inputs}}).diagnostics)
            .starts_with("E0811: `data/z` is not an npz file: it begins with the bytes 93 4e"));
  CHECK(said(load(check::NpzData{file("z"), "input", false, {{"class", "words"}}}, {{"z", archive}})
                 .diagnostics)
            .starts_with("E0821: the array of `data/z:words` holds elements of type `<U1`"));
}

TEST_CASE("weights may lie beside arrays that hold no numbers") {
  const std::string weight = npy_of("<f4", "(1, 2)", little_all<float>({1, 2}));
  const std::string bias = npy_of("<f4", "(1,)", little_all<float>({3}));
  const std::string one = npy_of("<f4", "(1,)", little_all<float>({1}));
  const std::string words = npy_of("<U1", "(2,)", std::string(8, '\0'));
  const auto load_npz = [&](const std::string& bias_file) {
    MapLoader loader(Files{{"net.safetensors", zip({{"fc.weight.npy", weight},
                                                    {"fc.bias.npy", bias_file},
                                                    {"bn.running_mean.npy", one},
                                                    {"bn.running_var.npy", one},
                                                    {"words.npy", words}})}});
    return model::load_network(linear_model(), loader, "claim.hyp");
  };
  const auto network = load_npz(bias);
  REQUIRE(network);
  CHECK(network->weights.at("fc.weight").values == std::vector<float>{1, 2});
  CHECK(said(network.diagnostics).starts_with("W0663"));
  CHECK(said(network.diagnostics).find("`words`") != std::string::npos);
  const auto refused = load_npz(words);
  CHECK_FALSE(refused);
  CHECK(said(refused.diagnostics).starts_with("E0821: the array of"));
}

TEST_CASE("an npz file without inputs holds columns alone") {
  const std::string labels = npy_of("<i8", "(2,)", little_all<std::int64_t>({7, 8}));
  const std::string map = npy_of("<f4", "(2, 2)", little_all<float>({1, 2, 3, 4}));
  const std::string bias = npy_of("<f4", "(3,)", std::string(12, '\0'));
  const auto all =
      load(check::NpzData{file("z"), "input", false, {}},
           {{"z", zip({{"neurons.npy", map}, {"fc2.bias.npy", bias}, {"label.npy", labels}})}});
  REQUIRE(all);
  CHECK_FALSE(all->has_inputs);
  CHECK(all->rows == 2);
  REQUIRE(all->columns.size() == 1);
  CHECK(all->column("label")->values.at(1) == 8);
  const auto none = load(check::NpzData{file("z"), "input", false, {}},
                         {{"z", zip({{"neurons.npy", map}, {"fc2.bias.npy", bias}})}});
  REQUIRE(none);
  CHECK(none->rows == 2);
  CHECK(none->columns.empty());
  const auto named = load(check::NpzData{file("z"), "input", false, {{"kind", "fc2.bias"}}},
                          {{"z", zip({{"neurons.npy", map}, {"fc2.bias.npy", bias}})}});
  REQUIRE(named);
  CHECK(named->rows == 3);
  const auto differ =
      load(check::NpzData{file("z"), "input", false, {{"kind", "fc2.bias"}, {"label", "label"}}},
           {{"z", zip({{"label.npy", labels}, {"fc2.bias.npy", bias}})}});
  CHECK(said(differ.diagnostics) == "E0841: column `label` has 2 rows, but column `kind` has 3\n");
}

TEST_CASE("a grid is every combination, the last axis fastest") {
  const auto grid = load(check::GridData{{{"a", -1, 1}, {"b", 5, 6}}}, {});
  REQUIRE(grid);
  CHECK(grid->rows == 6);
  CHECK(grid->input_shape() == check::Shape{2});
  CHECK(grid->inputs.type == model::ElementType::f32);
  CHECK(grid->inputs.to_f32() == std::vector<float>{-1, 5, -1, 6, 0, 5, 0, 6, 1, 5, 1, 6});
  CHECK(grid->column("a")->values.to_f32() == std::vector<float>{-1, -1, 0, 0, 1, 1});
  CHECK(grid->column("b")->values.to_f32() == std::vector<float>{5, 6, 5, 6, 5, 6});
  CHECK(grid->column("a")->integer());

  const std::int64_t large = std::int64_t{1} << 40;
  const auto wide = load(check::GridData{{{"a", large, large + 1}}}, {});
  REQUIRE(wide);
  CHECK(wide->inputs.type == model::ElementType::f64);
  CHECK(wide->input(1, 0) == static_cast<double>(large + 1));
  CHECK(wide->column("a")->values.at(1) == static_cast<double>(large + 1));
}

TEST_CASE("a grid too large is refused before any of it is made") {
  constexpr auto lowest = std::numeric_limits<std::int64_t>::min();
  constexpr auto highest = std::numeric_limits<std::int64_t>::max();
  const std::string refused = "E0846: the grid `digits` has more than 100000000 rows\n";
  CHECK(said(load(check::GridData{{{"a", lowest, highest}}}, {}).diagnostics) == refused);
  CHECK(said(load(check::GridData{{{"a", 0, 9999}, {"b", 0, 10000}}}, {}).diagnostics) == refused);
  CHECK(said(load(check::GridData{{{"a", 1, 0}}}, {}).diagnostics) ==
        "E0844: data set `digits` has no rows\n");
}
