// SPDX-License-Identifier: MIT
// Every operation of a network on numbers that can be followed by hand, and groups by statistics.
#include <cmath>

#include "tests/oracle/expressions.hpp"
#include "tests/oracle/setting.hpp"
#include "tests/support/catch.hpp"

using namespace hyp::oracle;
using Weights = std::map<std::string, hyp::model::Weight>;

namespace {

Values of(const std::string& shape, const std::string& equation, const Values& input,
          const Weights& weights = {}) {
  const std::string file = weights.empty() ? "" : "(weights: \"w.npz\")";
  const Setting setting(
      "language 1\nmodel net" + file + " {\n  input " + shape + "\n  y = " + equation + "\n}\n", {},
      weights);
  const auto& network = setting.networks().at(0);
  return Pass(network, {input}).read(network.equations.output);
}

const Values kNine = {1, 2, 3, 4, 5, 6, 7, 8, 9};
const hyp::model::Weight kKernel{{1, 1, 2, 2}, {1, 2, 3, 4}};

}  // namespace

TEST_CASE("convolution: bias, stride, padding, dilation, groups") {
  CHECK(of("[1, 3, 3]", "conv2d(input, out: 1, kernel: 2)", kNine,
           {{"y.weight", kKernel}, {"y.bias", {{1}, {10}}}}) == Values{47, 57, 77, 87});
  CHECK(of("[1, 3, 3]", "conv2d(input, out: 1, kernel: 2, stride: 2, padding: 1, bias: no)", kNine,
           {{"y.weight", kKernel}}) == Values{4, 18, 36, 77});
  CHECK(of("[1, 3, 3]", "conv2d(input, out: 1, kernel: 2, dilation: 2, bias: no)", kNine,
           {{"y.weight", kKernel}}) == Values{64});
  CHECK(of("[2, 1, 1]", "conv2d(input, out: 2, kernel: 1, groups: 2, bias: no)", {5, 7},
           {{"y.weight", {{2, 1, 1, 1}, {2, 3}}}}) == Values{10, 21});
  CHECK(of("[2, 1, 1]", "conv2d(input, out: 2, kernel: 1, bias: no)", {5, 7},
           {{"y.weight", {{2, 2, 1, 1}, {1, 10, 100, 1000}}}}) == Values{75, 7500});
}

TEST_CASE("linear, on a vector and row by row") {
  const Weights weights = {{"y.weight", {{2, 3}, {1, 2, 3, 4, 5, 6}}}, {"y.bias", {{2}, {0, 1}}}};
  CHECK(of("[3]", "linear(input, out: 2)", {1, 10, 100}, weights) == Values{321, 655});
  CHECK(of("[2, 3]", "linear(input, out: 2)", {1, 10, 100, 0, 0, 1}, weights) ==
        Values{321, 655, 3, 7});
}

TEST_CASE("pooling") {
  CHECK(of("[1, 3, 3]", "max_pool(input, 2)", kNine) == Values{5});
  CHECK(of("[1, 2, 2]", "max_pool(input, 2, stride: 1, padding: 1)", {-1, -2, -3, -4}) ==
        Values{-1, -1, -2, -1, -1, -2, -3, -3, -4});
  CHECK(of("[1, 3, 3]", "average_pool(input, 2, stride: 2, padding: 1)", kNine) ==
        Values{0.25, 1.25, 2.75, 7});
}

TEST_CASE("batch norm, softmax, argmax, index, elementwise, arithmetic") {
  const auto norm = of("[2, 1, 2]", "batch_norm(input, epsilon: 0.5)", {1, 3, 5, 7},
                       {{"y.weight", {{2}, {1, 10}}},
                        {"y.bias", {{2}, {0, 1}}},
                        {"y.running_mean", {{2}, {1, 5}}},
                        {"y.running_var", {{2}, {3.5, 0.5}}}});
  CHECK(norm == Values{0, 1, 1, 21});
  const auto soft = of("[2, 2]", "softmax(input, axis: 0)", {0, 5, std::log(3.0), 5});
  const Values expected = {0.25, 0.5, 0.75, 0.5};
  for (std::size_t i = 0; i < 4; ++i) CHECK(soft[i] == Approx(expected[i]));
  CHECK(of("[2, 2]", "softmax(input, axis: 1)", {7, 7, 1, 1}) == Values{0.5, 0.5, 0.5, 0.5});
  CHECK(of("[4]", "argmax(input)", {1, 3, 3, 2}) == Values{1});
  CHECK(of("[2, 2]", "input[1] * 2", {1, 2, 3, 4}) == Values{6, 8});
  CHECK(of("[2, 2]", "input[1][0] - 1", {1, 2, 3, 4}) == Values{2});
  CHECK(of("[2]", "relu(input)", {-1, 2}) == Values{0, 2});
  CHECK(of("[2]", "abs(input) / input", {-2, 2}) == Values{-1, 1});
  CHECK(of("[2]", "1 - dropout(flatten(input), rate: 0.5)", {-2, 2}) == Values{3, -1});
  CHECK(of("[1]", "gelu(input)", {1})[0] == Approx(0.8413447461));
  CHECK(of("[1]", "sigmoid(input)", {0})[0] == 0.5);
  CHECK(of("[1]", "tanh(exp(log(sqrt(input))))", {4})[0] == Approx(std::tanh(2.0)));
}

TEST_CASE("groups: units, positions, set operations, predicates on statistics") {
  hyp::model::Dataset rows = table("rows", {{0, 1, 2, 3, 4, 3, 2, 0}, {1, 1, 1, 1, 5, 1, 1, 4}});
  rows.inputs.shape = {2, 2, 2, 2};
  const Setting setting(R"(language 1
data rows = npy("rows")
model net {
  input [2, 2, 2]
  y = input * 1
}
region late = input[1, 1, 1] > 0
group b = net.y at row 1
group c = net.y[1] at column 0
group d = (net.y except net.y[0]) union b
group e = net.y where max > 4 on rows
group f = net.y where mean(in late) >= 2.5 and active < 100% on rows
group g = b where std > 1 on rows
hypothesis h {
  b at b is late
  c at c is late
  d at d is late
  e at e is late
  f at f is late
  g at g is late
  y at net.y[0], net.y[1] at row 0, column 0 reads b, c, d, e, f, g
})",
                        {rows});
  const World world = setting.world();
  const Expressions expressions(world);
  const auto elements = [&](std::size_t node) {
    const auto parts = expressions.parts(world.claim().nodes[node].places);
    REQUIRE(parts.size() == 1);
    return parts[0].elements;
  };
  using Indices = std::vector<std::int64_t>;
  CHECK(elements(0) == Indices{2, 3, 6, 7});
  CHECK(elements(1) == Indices{4, 6});
  CHECK(elements(2) == Indices{2, 3, 4, 5, 6, 7});
  CHECK(elements(3) == Indices{4, 5, 6, 7});
  CHECK(elements(4) == Indices{4, 5, 6, 7});  // mean 2.75 of the late row; one of eight is 0
  CHECK(elements(5) == Indices{6, 7});        // deviations 0.83 and 1.58
  CHECK(elements(6) == Indices{0, 1, 2, 3, 4});
}

TEST_CASE("scores: what each function computes, and no infinity passes") {
  const Setting setting(
      R"(language 1
data rows = idx("rows", label: "labels")
model net {
  input [3]
  y = input * 2
}
let first = rows[0].input
score a = dot(input, first) + norm(input) + mean(input) + min(input) + max(1, input[0], 2)
score b = sqrt(abs(-input[0])) + sum(2 * net.y) + net.y[2] - rows[1].label
score c = 1 / input[0]
region d = 0 < input[0] <= 1 and not label == 1
partition p { one: input[0] > 0; two: input[1] > 1 }
hypothesis h {
  y at net.y is d
})",
      {table("rows", {{0, 3, 4}, {1, 0, 0}, {0, 1, 0}, {4, 2, 0}}, {{"label", {5, 1, 2, 0}}})});
  const World world = setting.world();
  const Expressions expressions(world);
  const auto score = [&](std::size_t i, std::int64_t r) {
    return expressions.number(setting.program().scores[i].value, {world.references, r});
  };
  CHECK(score(0, 0) == 25 + 5 + 7.0 / 3 + 0 + 2);
  CHECK(score(0, 1) == 0 + 1 + 1.0 / 3 + 0 + 2);
  CHECK(score(1, 1) == 1 + 4 + 0 - 1);
  CHECK(score(2, 3) == 0.25);
  CHECK_THROWS_AS(score(2, 0), Refused);
  CHECK(expressions.range(setting.program().scores[1].value) == 32);
  const auto region = setting.program().regions[0].value;
  CHECK_FALSE(expressions.holds(region, {world.references, 1}));
  const hyp::check::PartitionId p{0};
  CHECK(expressions.member(p, {world.references, 1}) == 0);
  CHECK(expressions.member(p, {world.references, 0}) == 1);
  CHECK_THROWS_AS(expressions.member(p, {world.references, 2}), Refused);  // a gap
  CHECK_THROWS_AS(expressions.member(p, {world.references, 3}), Refused);  // an overlap
}
