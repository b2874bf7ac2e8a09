// SPDX-License-Identifier: MIT
// What files of weights do not tell must be said, and hostile files must not hurt.
#include <algorithm>

#include "runtime/propose/names.hpp"
#include "tests/unit/runtime_propose/networks.hpp"

namespace hyp {
namespace {

using namespace test;
using Catch::Matchers::Contains;
using propose::propose;

TEST_CASE("a residual network is told up to its first block") {
  auto tensors = layer("conv1", {64, 3, 7, 7}, false) + norm("bn1", 64);
  for (const std::string block : {"layer1.0.", "layer1.1."}) {
    tensors = tensors + layer(block + "conv1", {64, 64, 3, 3}, false) + norm(block + "bn1", 64) +
              layer(block + "conv2", {64, 64, 3, 3}, false) + norm(block + "bn2", 64);
  }
  tensors = tensors + layer("fc", {1000, 64});
  const auto network = propose(tensors, Shape{3, 224, 224});
  CHECK_FALSE(network.complete);
  CHECK(network.classes == 0);
  CHECK(equations(network) ==
        "input [3, 224, 224]\n"
        "conv1 = conv2d(input, out: 64, kernel: 7, bias: no) ?\n"
        "bn1 = batch_norm(conv1)\n"
        "relu1 = relu(bn1) ?\n");
  REQUIRE(network.unknown.size() == 2);
  CHECK_THAT(network.unknown[0], Contains("`layer1.0.conv1` is part of a block"));
  CHECK(network.unknown[1].starts_with("5 layers are not used: `layer1.0.conv1`"));
}

TEST_CASE("a shortcut makes every block doubtful") {
  const auto network = propose(layer("stem", {8, 3, 3, 3}) + layer("a.conv1", {8, 8, 3, 3}) +
                                   layer("a.conv2", {8, 8, 3, 3}) +
                                   layer("a.shortcut", {8, 8, 1, 1}) + layer("fc", {10, 8}),
                               Shape{3, 32, 32});
  CHECK(network.equations.size() == 2);
  CHECK_THAT(lines(network.unknown), Contains("`a.conv1` is part of a block"));
}

TEST_CASE("transformers are listed, not guessed") {
  const auto network =
      propose(Tensors{{"wte.weight", {50257, 768}}, {"wpe.weight", {1024, 768}}} +
                  layer("h.0.ln_1", {768}) + layer("h.0.attn.c_attn", {768, 2304}, false) +
                  layer("h.0.mlp.c_fc", {768, 3072}, false),
              std::nullopt);
  CHECK(network.equations.empty());
  CHECK(network.input.empty());
  CHECK_THAT(lines(network.unknown), Contains("`wte` looks like an embedding"));
  CHECK_THAT(lines(network.unknown), Contains("5 layers are not used"));
  const auto encoder = propose(Tensors{{"self_attn.in_proj_weight", {96, 32}}}, Shape{32});
  CHECK_THAT(lines(encoder.unknown), Contains("looks like part of attention"));
}

TEST_CASE("every kind of layer that the language lacks has its sentence") {
  const auto why = [](const Tensors& tensors) { return lines(propose(tensors, Shape{4}).unknown); };
  CHECK_THAT(why({{"c.weight", {4, 2, 3}}}), Contains("one-dimensional convolution"));
  CHECK_THAT(why({{"c.weight", {4, 2, 3, 3, 3}}}), Contains("three-dimensional convolution"));
  CHECK_THAT(why({{"up.weight", {8, 4, 2, 2}}, {"up.bias", {4}}}),
             Contains("transposed convolution"));
  CHECK_THAT(why(layer("ln", {4})), Contains("without running statistics"));
  CHECK_THAT(why({{"r.weight_ih_l0", {4, 4}}}), Contains("a recurrent layer"));
  CHECK_THAT(why({{"fc.weight_g", {4, 1}}, {"fc.weight_v", {4, 4}}}),
             Contains("has a tensor `weight_g`, which no operation"));
  CHECK_THAT(why({{"fc.bias", {4}}}), Contains("`fc` has no `weight`"));
  CHECK_THAT(why({{"fc.weight", {4, 4}}, {"fc.bias", {3}}}), Contains("do not belong together"));
  CHECK_THAT(why({{"fc.weight", {0, 4}}}), Contains("without elements, [0, 4]"));
  CHECK_THAT(why({{"fc.weight", {4, 4}, true}}), Contains("whole numbers"));
  CHECK_THAT(why({{"W1", {4, 4}}}), Contains("`W1` belongs to no layer"));
  CHECK_THAT(why({{"fc.weight", {4, 4}}, {"fc.weight", {4, 4}}}), Contains("two tensors `weight`"));
  CHECK_THAT(why({{"bn.running_mean", {4}}, {"bn.running_var", {5}}}),
             Contains("is no batch_norm"));
  CHECK_THAT(why({}), Contains("no tensors"));
  CHECK_THAT(why(norm("bn", 4)), Contains("what goes in"));
}

TEST_CASE("what does not follow is left where it does not fit") {
  const auto heads = propose(
      layer("fc1", {20, 8}) + layer("mean", {3, 20}) + layer("deviation", {3, 20}), Shape{8});
  CHECK_FALSE(heads.complete);
  CHECK(heads.hidden.empty());
  CHECK_THAT(lines(heads.unknown),
             Contains("`deviation` takes 20 numbers, but 3 come before it: it stands elsewhere"));
  const auto data = propose(layer("fc1", {20, 8}), Shape{7});
  CHECK(data.equations.empty());
  CHECK_THAT(lines(data.unknown), Contains("`fc1` takes 8 numbers, but one example is [7]"));
  const auto last = propose(layer("conv1", {20, 3, 3, 3}), Shape{32, 32, 3});
  CHECK_THAT(lines(last.unknown), Contains("its channels stand last"));
  const auto pools =
      propose(layer("conv1", {8, 1, 3, 3}) + layer("fc1", {10, 8 * 17}), Shape{28, 28});
  CHECK(pools.equations.size() == 2);
  CHECK_THAT(lines(pools.unknown), Contains("`fc1` takes 136 numbers, and no usual padding"));
  const auto large =
      propose(layer("conv1", {8, 1, 9, 9}) + layer("conv2", {8, 8, 9, 9}), Shape{12, 12});
  CHECK_THAT(lines(large.unknown), Contains("the kernel of `conv2` does not fit"));
}

TEST_CASE("names of files become names that can be written") {
  propose::Names names;
  CHECK(names.take("features.0") == "features_0");
  CHECK(names.take("features_0") == "features_0_2");
  CHECK(names.take("features 0") == "features_0_3");
  CHECK(names.take("in") == "in_");
  CHECK(names.take("or") == "or_");
  CHECK(names.take("input") == "input_2");
  CHECK(names.take("relu") == "relu_2");
  CHECK(names.take("data") == "data_2");
  CHECK(names.take("0") == "layer0");
  CHECK(names.take("") == "layer");
  CHECK(names.take("\xC3\xA9t\xC3\xA9") == "__t__");
  CHECK(names.take(std::string(1000, 'x')).size() == 40);
  CHECK(propose::quoted("a\"b\\c\nd\te") == "\"a\\\"b\\\\c\\nd\\te\"");
  CHECK_FALSE(propose::quoted("a\rb"));
  CHECK_FALSE(propose::quoted("a\xFF"));
  CHECK_FALSE(
      propose::quoted("a\xE2\x80\xAE"
                      "b"));  // turns the direction of what follows
}

TEST_CASE("hostile names of layers are shown as text") {
  const auto network =
      propose(layer("a\"; b\n", {3, 4}) + layer("in", {3, 3}) + layer("or", {2, 3}), Shape{4});
  CHECK(network.complete);
  CHECK(network.equations[0].name == "a___b_");
  CHECK(network.equations[0].value == "linear(input, out: 3, weights: \"a\\\"; b\\n\")");
  CHECK(network.equations[2].name == "in_");
  const auto control = propose(layer("a\x1B[31m", {3, 4}), Shape{4});
  CHECK_THAT(lines(control.unknown), Contains("cannot be written"));
  CHECK(lines(control.unknown).find('\x1B') == std::string::npos);
}

TEST_CASE("ten thousand tensors") {
  Tensors chain, same;
  for (int i = 0; i < 5000; ++i) {
    chain = std::move(chain) + layer("fc" + std::to_string(i), {4, 4});
    same = std::move(same) + layer("fc." + std::string(static_cast<std::size_t>(i % 7), ' ') + "x" +
                                       std::to_string(i),
                                   {8, 8, 3, 3});
  }
  const auto network = propose(chain, Shape{4});
  CHECK(network.complete);
  CHECK(network.equations.size() == 2 * 5000);
  CHECK_FALSE(propose(same, Shape{8, 32, 32}).complete);
  std::reverse(chain.begin(), chain.end());
  CHECK(propose(chain, Shape{4}).complete);
}

}  // namespace
}  // namespace hyp
