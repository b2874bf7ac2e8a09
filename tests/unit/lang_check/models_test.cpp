// SPDX-License-Identifier: MIT
// Networks that are right.
#include "lang/check/models.hpp"

#include "tests/unit/lang_check/networks.hpp"

using namespace hyp::check;
using hyp::check::test::network;

namespace {

const Site& named(const Model& model, const std::string& name) {
  for (const auto& site : model.sites) {
    if (site.name == name) return site;
  }
  FAIL("no site " << name);
  return model.sites[0];
}

std::string shape(const Model& model, const std::string& name) {
  return to_string(named(model, name).shape);
}

}  // namespace

TEST_CASE("the challenge network has the shapes and weights of its state_dict") {
  const auto built = network(R"(def model challenge_cnn(weights) {
  input    [1, 28, 28]
  conv1    = conv2d(input, out: 8, kernel: 3)
  pool1    = max_pool(relu(conv1), 2)
  conv2    = conv2d(pool1, out: 16, kernel: 3)
  pool2    = max_pool(relu(conv2), 2)
  fc1      = linear(flatten(pool2), out: 200)
  neurons  = relu(fc1)
  logits   = linear(neurons, out: 2, weights: "fc2")
  label    = argmax(logits)
}
)");
  REQUIRE(built.model);
  CHECK(built.said.empty());
  const Model& net = *built.model;
  CHECK(shape(net, "conv1") == "[8, 26, 26]");
  CHECK(shape(net, "pool1") == "[8, 13, 13]");
  CHECK(shape(net, "conv2") == "[16, 11, 11]");
  CHECK(shape(net, "pool2") == "[16, 5, 5]");
  CHECK(shape(net, "neurons") == "[200]");
  CHECK(shape(net, "label") == "[]");
  CHECK(net.site(net.output).name == "label");
  CHECK(net.site(net.logits).name == "logits");
  CHECK(net.classes == 2);
  CHECK(net.weights_file == "w.pt");
  std::string weights;
  for (const auto& spec : weight_specs(net)) weights += spec.name + to_string(spec.shape) + " ";
  CHECK(weights ==
        "conv1.weight[8, 1, 3, 3] conv1.bias[8] conv2.weight[16, 8, 3, 3] conv2.bias[16] "
        "fc1.weight[200, 400] fc1.bias[200] fc2.weight[2, 200] fc2.bias[2] ");
  CHECK(net.sites[0].name == "input");
  for (std::size_t i = 0; i < net.sites.size(); ++i) {
    for (const auto input : net.sites[i].inputs) CHECK(input.index < i);
  }
}

TEST_CASE("equations may stand in any order, and keep the written one where they can") {
  const auto built = network(
      "model toy {\n input [3]\n y = a + b\n b = input[1] - input[2]\n"
      " a = input[0] + input[2]\n}\n",
      false);
  REQUIRE(built.model);
  std::string names;
  for (const auto& site : built.model->sites) names += site.name + ",";
  CHECK(names == "input,,,b,,,a,y,");
  CHECK(shape(*built.model, "y") == "[]");
  CHECK(built.model->logits == built.model->output);
  CHECK(built.model->classes == 0);
  CHECK(built.model->weights_file.empty());
}

TEST_CASE("strides, padding, dilation and groups enter the shapes as in PyTorch") {
  const auto built = network(R"(model net {
  input [6, 11, 9]
  a = conv2d(input, out: 4, kernel: [3, 2], stride: 2, padding: [1, 0], dilation: [2, 1], groups: 2, bias: no)
  b = average_pool(a, [2, 1], stride: 1, padding: [1, 0])
  c = batch_norm(b, epsilon: 1e-3, affine: no)
  y = softmax(linear(flatten(dropout(c, rate: 20%)), out: seven, weights: "head"))
}
)");
  REQUIRE(built.model);
  CHECK(shape(*built.model, "a") == "[4, 5, 4]");
  CHECK(shape(*built.model, "b") == "[4, 6, 4]");
  CHECK(shape(*built.model, "y") == "[7]");
  CHECK(built.model->site(built.model->logits).weights == "head");
  CHECK(built.model->classes == 7);
  const auto& norm = std::get<BatchNorm>(named(*built.model, "c").operation);
  CHECK(norm.epsilon == 1e-3);
  CHECK_FALSE(norm.affine);
  const auto specs = weight_specs(*built.model);
  CHECK(specs[0].name == "a.weight");
  CHECK(to_string(specs[0].shape) == "[4, 3, 3, 2]");
  CHECK(specs[1].name == "c.running_mean");
}

TEST_CASE("max_pool strides by its size") {
  const auto built =
      network("model n {\n input [1, 7, 6]\n y = max_pool(input, [3, 2])\n}\n", false);
  REQUIRE(built.model);
  CHECK(shape(*built.model, "y") == "[1, 2, 3]");
}

TEST_CASE("residual sums, scalars, aliases and constants") {
  const auto built = network(R"(model n {
  input [4, 3]
  h = relu(linear(input, out: 3, weights: "up")) + input
  same = h
  scaled = 2 * seven * same - 1
  row = scaled[1]
  y = -row / row[0] + 3 - 1
}
)");
  REQUIRE(built.model);
  CHECK(shape(*built.model, "h") == "[4, 3]");
  CHECK(shape(*built.model, "row") == "[3]");
  CHECK(shape(*built.model, "y") == "[3]");
  CHECK(std::holds_alternative<Identity>(named(*built.model, "same").operation));
  bool fourteen = false;
  for (const auto& site : built.model->sites) {
    const auto* constant = std::get_if<Constant>(&site.operation);
    fourteen = fourteen || (constant && constant->value == 14);
  }
  CHECK(fourteen);
  CHECK(built.model->classes == 3);
}

TEST_CASE("a definition takes numbers, and its fallbacks where they are left out") {
  const std::string text =
      "def model f(weights, width, depth = 5) {\n input [width]\n"
      " y = linear(input, out: depth + 1, weights: \"l\")\n}\n";
  const auto built = network(text, true, {{"width", 4}});
  REQUIRE(built.model);
  CHECK(shape(*built.model, "input") == "[4]");
  CHECK(shape(*built.model, "y") == "[6]");
  CHECK(network(text, true).said ==
        "E0308 [f] `f` needs `width`\n"
        "  help: write `f(weights: ..., width: ..., depth: ...)`\n");
}

TEST_CASE("weights of a definition can come from its own fallback, with their hash") {
  const std::string hash(64, 'A');
  const auto built = network("def model f(weights = \"own.pt\" sha256 \"" + hash +
                                 "\") {\n input [2]\n y = linear(input, out: 1)\n}\n",
                             false);
  REQUIRE(built.model);
  CHECK(built.model->weights_file == "own.pt");
  CHECK(built.model->weights_sha256 == std::string(64, 'a'));
}

TEST_CASE("a long chain of equations written backwards does not exhaust the stack") {
  std::string text = "model n {\n input [2]\n";
  for (int i = 20000; i > 0; --i) {
    text += " a" + std::to_string(i) + " = relu(a" + std::to_string(i - 1) + ")\n";
  }
  const auto built = network(text + " a0 = relu(input)\n}\n", false);
  REQUIRE(built.model);
  CHECK(built.model->site(built.model->output).name == "a20000");
}
