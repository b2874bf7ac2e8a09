// SPDX-License-Identifier: MIT
// The published files are read to the bit, and hold what their publishers say.
#include <sys/resource.h>

#include "runtime/model/dataset.hpp"
#include "runtime/model/network.hpp"
#include "runtime/model/readers.hpp"
#include "tests/numeric/data_folder.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/sanitizers.hpp"

using namespace hyp;

namespace {

constexpr bool kOwnMemoryOnly = HYP_ADDRESS_SANITIZER == 0;

check::DataDeclaration mnist(const std::string& part, const std::string& images,
                             const std::string& labels) {
  return {"digits",
          {},
          check::IdxData{{"mnist/" + part + "-images-idx3-ubyte", images, {}},
                         {{"label", {"mnist/" + part + "-labels-idx1-ubyte", labels, {}}}}}};
}

check::Model published_network() {
  check::Model model;
  model.weights_file = "eis-vii/mnist_model.pt";
  model.weights_sha256 = "0562d9df55ca7cee1c85dbf1d9346bd8e1873c1e8249aeca0dc2042caa2143e1";
  const auto site = [&](check::Operation operation, const std::string& weights,
                        check::Shape shape) {
    std::vector<check::SiteId> inputs;
    if (!model.sites.empty()) {
      inputs.push_back({static_cast<std::uint32_t>(model.sites.size() - 1)});
    }
    model.sites.push_back({weights, {}, operation, inputs, weights, std::move(shape)});
  };
  site(check::Input{}, "", {1, 28, 28});
  site(check::Conv2d{8, {3, 3}}, "conv1", {8, 26, 26});
  site(check::MaxPool2d{}, "", {8, 13, 13});
  site(check::Conv2d{16, {3, 3}}, "conv2", {16, 11, 11});
  site(check::MaxPool2d{}, "", {16, 5, 5});
  site(check::Flatten{}, "", {400});
  site(check::Linear{200}, "fc1", {200});
  site(check::Linear{2}, "fc2", {2});
  return model;
}

}  // namespace

// First, while nothing else has taken memory.
TEST_CASE("the MNIST training set is held once, as bytes") {
  test::DataFolder folder;
  const auto data = model::load_dataset(
      mnist("train", "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db",
            "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5"),
      folder, "");
  REQUIRE(data);
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  INFO("peak of " << usage.ru_maxrss << " KiB");
  if (kOwnMemoryOnly) CHECK(usage.ru_maxrss < 80 * 1024);

  CHECK(data->rows == 60'000);
  CHECK(data->input_shape() == check::Shape{28, 28});
  CHECK(data->inputs.type == model::ElementType::u8);
  std::vector<double> image(28 * 28);
  data->input(0, image);
  CHECK(image[5 * 28 + 12] == 3 / 255.0);
  CHECK(data->column("label")->values.at(0) == 5);
  double total = 0;
  for (const auto byte : data->inputs.bytes.view()) total += std::to_integer<int>(byte);
  CHECK(total / static_cast<double>(data->inputs.bytes.size()) / 255 ==
        Approx(0.1306605).epsilon(1e-5));
}

TEST_CASE("the MNIST test set is read") {
  test::DataFolder folder;
  const auto data = model::load_dataset(
      mnist("t10k", "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7",
            "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2"),
      folder, "");
  REQUIRE(data);
  CHECK(data->rows == 10'000);
  CHECK(data->column("label")->values.at(0) == 7);
}

TEST_CASE("the published network is read, though its storages were saved from a GPU") {
  test::DataFolder folder;
  const auto network = model::load_network(published_network(), folder, "");
  REQUIRE(network);
  CHECK(network.diagnostics.empty());
  REQUIRE(network->weights.size() == 8);
  std::size_t count = 0;
  double total = 0;
  for (const auto& [name, weight] : network->weights) {
    count += weight.values.size();
    for (const float value : weight.values) total += value;
  }
  CHECK(count == 81'850);
  CHECK(total == Approx(-719.2041804651567).epsilon(1e-9));
  CHECK(network->weights.at("fc2.bias").values == std::vector<float>{0.195922494f, -0.204191685f});
}
