// SPDX-License-Identifier: MIT
// The published network on the MNIST training images against what PyTorch computed
// (published_network.json, written by make_reference.py).
#include <cmath>
#include <fstream>
#include <nlohmann/json.hpp>

#include "runtime/exec/executor.hpp"
#include "tests/numeric/data_folder.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/network_builder.hpp"
#include "tests/support/quiet.hpp"

using namespace hyp;
using check::SiteId;

namespace {

constexpr std::int64_t kNeurons = 200, kLogits = 2;

struct Published {
  nlohmann::json reference =
      nlohmann::json::parse(std::ifstream(HYP_TEST_SOURCE_DIR "/numeric/published_network.json"));
  test::DataFolder loader;
  SiteId neurons, logits, label;
  model::Network network = load();
  model::Dataset images = load_images();

  model::Network load() {
    using Function = check::Elementwise::Function;
    test::NetworkBuilder net({1, 28, 28});
    const auto relu = [&](SiteId x, const check::Shape& shape) {
      return net.add("", check::Elementwise{Function::relu}, {x}, shape);
    };
    SiteId x = net.add("conv1", check::Conv2d{8, {3, 3}}, {test::kInput}, {8, 26, 26});
    x = net.add("pool1", check::MaxPool2d{}, {relu(x, {8, 26, 26})}, {8, 13, 13});
    x = net.add("conv2", check::Conv2d{16, {3, 3}}, {x}, {16, 11, 11});
    x = net.add("pool2", check::MaxPool2d{}, {relu(x, {16, 11, 11})}, {16, 5, 5});
    x = net.add("fc1", check::Linear{kNeurons, true}, {net.add("", check::Flatten{}, {x}, {400})},
                {kNeurons});
    neurons = net.add("neurons", check::Elementwise{Function::relu}, {x}, {kNeurons});
    logits = net.add("fc2", check::Linear{kLogits, true}, {neurons}, {kLogits});
    label = net.add("label", check::Argmax{}, {logits}, {});
    check::Model equations = net.finish().equations;
    equations.weights_file = "eis-vii/mnist_model.pt";
    equations.weights_sha256 = reference["model_sha256"];
    auto loaded = model::load_network(equations, loader, "");
    REQUIRE(loaded);
    return std::move(*loaded);
  }

  model::Dataset load_images() {
    check::IdxData idx{{"mnist/train-images-idx3-ubyte", reference["images_sha256"], {}}, {}};
    auto loaded = model::load_dataset({"train", {}, idx}, loader, "");
    REQUIRE(loaded);
    return std::move(*loaded);
  }

  std::vector<model::Activations> run(int threads, std::vector<std::uint32_t> rows) {
    auto executor = exec::open_executor(network, {threads});
    REQUIRE(executor);
    exec::Forward forward;
    forward.data = &images;
    forward.rows = std::move(rows);
    forward.read = {neurons, logits, label};
    test::Quiet quiet;
    auto read = (*executor)->forward(forward, quiet);
    REQUIRE(read);
    return std::move(*read);
  }
};

// The largest difference, relative where numbers are larger than one.
double worst(const std::vector<double>& wanted, const float* seen) {
  double result = 0;
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    const double difference = std::abs(wanted[i] - double{seen[i]});
    result = std::max(result, difference / std::max(1.0, std::abs(wanted[i])));
  }
  return result;
}

}  // namespace

TEST_CASE_METHOD(Published, "neurons, logits and labels are those of PyTorch") {
  const std::vector<std::uint32_t> rows = reference["rows"];
  const auto read = run(2, rows);
  const std::vector<double> wanted_neurons = reference["neurons"], sums = reference["neuron_sums"];
  CHECK(worst(reference["logits"], read[1].values.data()) < 1e-5);
  CHECK(worst(wanted_neurons, read[0].values.data()) < 1e-5);
  CHECK(read[2].values == std::vector<float>(reference["labels"]));
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const float* row = read[0].row(static_cast<std::int64_t>(i));
    double sum = 0;
    for (std::int64_t j = 0; j < kNeurons; ++j) sum += row[j];
    CHECK(std::abs(sum - sums[i]) < kNeurons * 1e-5);
  }
}

TEST_CASE_METHOD(Published, "all training images get PyTorch's labels, whatever the threads") {
  const auto one = run(1, {});
  std::vector<std::int64_t> counts(kLogits);
  for (const float value : one[2].values) ++counts.at(static_cast<std::size_t>(value));
  CHECK(counts == std::vector<std::int64_t>(reference["label_counts"]));
  const auto three = run(3, {});
  for (std::size_t s = 0; s < one.size(); ++s) CHECK(one[s].values == three[s].values);
}
