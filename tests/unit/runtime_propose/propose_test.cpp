// SPDX-License-Identifier: MIT
#include "runtime/propose/propose.hpp"

#include "tests/unit/runtime_propose/networks.hpp"

namespace hyp {
namespace {

using namespace test;
using Catch::Matchers::Contains;
using propose::propose;

const Tensors kLenet = layer("conv1", {6, 1, 5, 5}) + layer("conv2", {16, 6, 5, 5}) +
                       layer("fc1", {120, 400}) + layer("fc2", {84, 120}) + layer("fc3", {10, 84});

TEST_CASE("LeNet-5 on its own 32 x 32 pictures") {
  const auto network = propose(kLenet, Shape{1, 32, 32});
  CHECK(equations(network) ==
        "input [1, 32, 32]\n"
        "conv1 = conv2d(input, out: 6, kernel: 5)\n"
        "pool1 = max_pool(relu(conv1), 2) ?\n"
        "conv2 = conv2d(pool1, out: 16, kernel: 5)\n"
        "pool2 = max_pool(relu(conv2), 2) ?\n"
        "fc1 = linear(flatten(pool2), out: 120)\n"
        "relu3 = relu(fc1) ?\n"
        "fc2 = linear(relu3, out: 84)\n"
        "neurons = relu(fc2) ?\n"
        "logits = linear(neurons, out: 10, weights: \"fc3\")\n"
        "label = argmax(logits)\n");
  CHECK(network.complete);
  CHECK(network.hidden == "neurons");
  CHECK(network.units == 84);
  CHECK(network.classes == 10);
  CHECK(network.unknown.empty());
  // Strides instead of pools give the same numbers, and that is said.
  CHECK_THAT(
      lines(network.guesses),
      Contains("max_pool 2 after every convolution, padding 0: it gives the 400 numbers that "
               "`fc1` takes, and so would"));
  CHECK_THAT(lines(network.guesses), Contains("stride 2 after every convolution, padding 0"));
}

TEST_CASE("LeNet-5 on 28 x 28 pictures is padded in its first convolution") {
  const auto network = propose(kLenet, Shape{28, 28});
  CHECK(network.complete);
  CHECK(network.input == Shape{1, 28, 28});
  CHECK(network.equations[0].value == "conv2d(input, out: 6, kernel: 5, padding: 2)");
  CHECK(network.equations[0].guessed);
  CHECK(network.equations[2].value == "conv2d(pool1, out: 16, kernel: 5)");
}

TEST_CASE("without an example, the extent is guessed and the others are named") {
  const auto network = propose(kLenet, std::nullopt);
  CHECK(network.complete);
  CHECK(network.input == Shape{1, 28, 28});
  CHECK_THAT(
      lines(network.guesses),
      Contains("the input is taken to be [1, 28, 28], but 32 rows and columns would fit too"));
}

TEST_CASE("the published network follows from its shapes") {
  const auto network = propose(layer("conv1", {8, 1, 3, 3}) + layer("conv2", {16, 8, 3, 3}) +
                                   layer("fc1", {200, 400}) + layer("fc2", {2, 200}),
                               Shape{28, 28});
  CHECK(equations(network) ==
        "input [1, 28, 28]\n"
        "conv1 = conv2d(input, out: 8, kernel: 3)\n"
        "pool1 = max_pool(relu(conv1), 2) ?\n"
        "conv2 = conv2d(pool1, out: 16, kernel: 3)\n"
        "pool2 = max_pool(relu(conv2), 2) ?\n"
        "fc1 = linear(flatten(pool2), out: 200)\n"
        "neurons = relu(fc1) ?\n"
        "logits = linear(neurons, out: 2, weights: \"fc2\")\n"
        "label = argmax(logits)\n");
  CHECK_THAT(network.guesses[0],
             Contains("max_pool 2 after every convolution, padding 0: it gives"));
}

// torchvision's vgg11: the numbers of a Sequential leave room for its relus and pools.
Tensors vgg11(bool norms) {
  const std::vector<std::int64_t> out{64, 128, 256, 256, 512, 512, 512, 512};
  const std::vector<bool> pools{true, true, false, true, false, true, false, true};
  Tensors all;
  std::int64_t in = 3;
  int place = 0;
  for (std::size_t i = 0; i < out.size(); ++i) {
    all = std::move(all) + layer("features." + std::to_string(place), {out[i], in, 3, 3});
    if (norms) all = std::move(all) + norm("features." + std::to_string(place + 1), out[i]);
    place += 2 + (norms ? 1 : 0) + (pools[i] ? 1 : 0);
    in = out[i];
  }
  return all + layer("classifier.0", {4096, 512 * 7 * 7}) + layer("classifier.3", {4096, 4096}) +
         layer("classifier.6", {1000, 4096});
}

TEST_CASE("a VGG pools where the numbers of its names leave room") {
  for (const bool norms : {false, true}) {
    const auto network = propose(vgg11(norms), Shape{3, 224, 224});
    INFO(lines(network.unknown));
    CHECK(network.complete);
    std::string pooled;
    for (const auto& equation : network.equations) {
      if (equation.value.starts_with("max_pool")) pooled += equation.name + " ";
    }
    CHECK(pooled == "pool1 pool2 pool4 pool6 pool8 ");
    CHECK(network.equations[0].name == "features_0");
    CHECK(network.equations[0].value ==
          "conv2d(input, out: 64, kernel: 3, padding: 1, weights: \"features.0\")");
    CHECK(network.classes == 1000);
    if (norms)
      CHECK(network.equations[1].value == "batch_norm(features_0, weights: \"features.1\")");
  }
}

TEST_CASE("a file sorted by its names is read in the order of their numbers") {
  auto tensors = vgg11(true);
  const auto wanted = equations(propose(tensors, Shape{3, 224, 224}));
  std::sort(tensors.begin(), tensors.end(),
            [](const Tensor& a, const Tensor& b) { return a.name < b.name; });
  const auto network = propose(tensors, Shape{3, 224, 224});
  CHECK(equations(network) == wanted);
  CHECK_THAT(lines(network.guesses), Contains("in the order of the numbers in their names"));
}

TEST_CASE("shapes alone may tell the order") {
  const auto network =
      propose(layer("last", {3, 7}) + layer("first", {5, 4}) + layer("mid", {7, 5}), Shape{4});
  CHECK(equations(network) ==
        "input [4]\n"
        "first = linear(input, out: 5)\n"
        "relu1 = relu(first) ?\n"
        "mid = linear(relu1, out: 7)\n"
        "neurons = relu(mid) ?\n"
        "logits = linear(neurons, out: 3, weights: \"last\")\n"
        "label = argmax(logits)\n");
  CHECK_THAT(lines(network.guesses), Contains("the only order that their shapes allow"));
}

TEST_CASE("a picture goes flat into a perceptron") {
  const auto network =
      propose(layer("fc1", {20, 784}) + layer("fc2", {2, 20}, false), Shape{28, 28});
  CHECK(equations(network) ==
        "input [28, 28]\n"
        "fc1 = linear(flatten(input), out: 20)\n"
        "neurons = relu(fc1) ?\n"
        "logits = linear(neurons, out: 2, bias: no, weights: \"fc2\")\n"
        "label = argmax(logits)\n");
}

TEST_CASE("numbers of a Sequential that leave no room leave out relu") {
  const auto network =
      propose(layer("0", {5, 4}) + layer("1", {7, 5}) + layer("3", {2, 7}), Shape{4});
  CHECK(equations(network) ==
        "input [4]\n"
        "layer0 = linear(input, out: 5, weights: \"0\")\n"
        "layer1 = linear(layer0, out: 7, weights: \"1\")\n"
        "neurons = relu(layer1) ?\n"
        "logits = linear(neurons, out: 2, weights: \"3\")\n"
        "label = argmax(logits)\n");
}

TEST_CASE("batch_norms follow their layer, by number or by place") {
  const auto numbered =
      propose(layer("conv1", {8, 1, 3, 3}, false) + layer("conv2", {8, 8, 3, 3}, false) +
                  norm("bn1", 8) + norm("bn2", 8) + layer("fc", {2, 200}),
              Shape{1, 28, 28});
  CHECK(equations(numbered) ==
        "input [1, 28, 28]\n"
        "conv1 = conv2d(input, out: 8, kernel: 3, bias: no)\n"
        "bn1 = batch_norm(conv1)\n"
        "pool1 = max_pool(relu(bn1), 2) ?\n"
        "conv2 = conv2d(pool1, out: 8, kernel: 3, bias: no)\n"
        "bn2 = batch_norm(conv2)\n"
        "pool2 = max_pool(relu(bn2), 2) ?\n"
        "logits = linear(flatten(pool2), out: 2, weights: \"fc\")\n"
        "label = argmax(logits)\n");
  CHECK(numbered.hidden == "pool2");
  CHECK(numbered.units == 8);
  const auto first =
      propose(norm("norm", 4) + layer("fc1", {3, 4}) + layer("fc2", {2, 3}), Shape{4});
  CHECK(first.equations[0].value == "batch_norm(input)");
  CHECK(first.complete);
  CHECK_THAT(lines(first.guesses), Contains("1e-5"));
  const auto plain = propose(Tensors{{"n.running_mean", {4}}, {"n.running_var", {4}}} +
                                 layer("fc1", {3, 4}) + layer("fc2", {2, 3}),
                             Shape{4});
  CHECK(plain.equations[0].value == "batch_norm(input, affine: no)");
}

TEST_CASE("depthwise convolutions run in groups") {
  const auto network = propose(
      layer("conv1", {8, 1, 3, 3}) + layer("depth", {8, 1, 3, 3}) + layer("fc", {2, 8 * 24 * 24}),
      Shape{1, 28, 28});
  CHECK(network.complete);
  CHECK(network.equations[2].value == "conv2d(relu1, out: 8, kernel: 3, groups: 8)");
  CHECK(network.equations[2].guessed);
}

TEST_CASE("the average of each channel may stand before the last layer") {
  const auto network =
      propose(layer("conv1", {8, 3, 3, 3}) + layer("conv2", {12, 8, 3, 3}) + layer("fc", {5, 12}),
              Shape{3, 32, 32});
  CHECK(network.complete);
  CHECK_THAT(equations(network), Contains("linear(flatten(average_pool("));
  CHECK_THAT(network.guesses[0], Contains("the average of each channel"));
}

TEST_CASE("a wrapper's prefix stands in weights, not in names") {
  const auto network =
      propose(layer("module.fc1", {3, 4}) + layer("module.fc2", {2, 3}), std::nullopt);
  CHECK(network.equations[0].name == "fc1");
  CHECK(network.equations[0].value == "linear(input, out: 3, weights: \"module.fc1\")");
  CHECK(network.input == Shape{4});
}

TEST_CASE("one layer, one number, no classes") {
  const auto one = propose(layer("fc", {2, 4}), Shape{4});
  CHECK(one.complete);
  CHECK(one.hidden.empty());
  CHECK(one.classes == 2);
  const auto regression = propose(layer("fc1", {3, 4}) + layer("fc2", {1, 3}), Shape{4});
  CHECK(regression.complete);
  CHECK(regression.classes == 0);
  CHECK(regression.equations.back().name == "logits");
  const auto map =
      propose(layer("conv1", {8, 1, 3, 3}) + layer("conv2", {1, 8, 3, 3}), Shape{9, 9});
  CHECK(map.complete);
  CHECK(map.classes == 0);
  CHECK(map.equations.back().name == "conv2");
}

}  // namespace
}  // namespace hyp
