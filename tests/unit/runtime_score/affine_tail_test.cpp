// SPDX-License-Identifier: MIT
// The tail of a network as one sum, against the network itself computed operation by operation.
#include "runtime/score/affine_tail.hpp"

#include <algorithm>

#include "tests/support/catch.hpp"
#include "tests/support/fake_executor.hpp"
#include "tests/support/network_builder.hpp"
#include "tests/support/quiet.hpp"

using namespace hyp;
using check::SiteId;
using score::AffineTail;
using test::kInput;
using test::NetworkBuilder;
using Sites = std::vector<SiteId>;

namespace {

constexpr std::int64_t kRows = 7;

Sites sources(const AffineTail& tail) {
  Sites sites;
  for (const auto& source : tail.sources) sites.push_back(source.site);
  return sites;
}

// Overwrites the sources with numbers that nothing upstream makes: the tail must say what `to` then
// is, so its slopes and its bias are looked at apart.
void check_tail(const model::Network& network, const std::set<SiteId>& cut, SiteId to,
                const Sites& expected) {
  const auto tail = score::affine_tail(network, cut, to);
  REQUIRE(tail);
  CHECK(sources(*tail) == expected);
  REQUIRE(tail->outputs == check::elements(network.equations.site(to).shape));
  REQUIRE(tail->bias.size() == static_cast<std::size_t>(tail->outputs));

  const auto data = test::random_dataset(kRows, network.equations.sites[0].shape, test::Random(3));
  test::Random random(5);
  exec::Forward forward;
  forward.data = &data;
  forward.read = {to};
  std::vector<model::Activations> replaced;
  for (const auto& source : tail->sources) {
    CHECK(source.width == check::elements(network.equations.site(source.site).shape));
    REQUIRE(source.weights.size() == static_cast<std::size_t>(tail->outputs * source.width));
    model::Activations values{kRows, source.width, {}};
    std::vector<std::int64_t> elements;
    for (std::int64_t i = 0; i < source.width; ++i) elements.push_back(i);
    for (std::int64_t i = 0; i < kRows * source.width; ++i) {
      values.values.push_back(random.uniform(-2, 2));
    }
    replaced.push_back(values);
    forward.overrides.push_back({source.site, std::move(elements), std::move(values)});
  }
  test::Quiet quiet;
  const auto seen = test::FakeExecutor(network).forward(forward, quiet);
  REQUIRE(seen);
  for (std::int64_t row = 0; row < kRows; ++row) {
    for (std::int64_t k = 0; k < tail->outputs; ++k) {
      double sum = tail->bias[static_cast<std::size_t>(k)];
      for (std::size_t s = 0; s < replaced.size(); ++s) {
        const auto& source = tail->sources[s];
        for (std::int64_t i = 0; i < source.width; ++i) {
          sum += source.weights[static_cast<std::size_t>(k * source.width + i)] *
                 double{replaced[s].row(row)[i]};
        }
      }
      INFO("row " << row << ", output " << k);
      CHECK(seen->front().row(row)[k] == Approx(sum).epsilon(1e-5).margin(1e-5));
    }
  }
}

void check_obstacle(const model::Network& network, const std::set<SiteId>& cut, SiteId to,
                    SiteId expected) {
  SiteId obstacle{99};
  CHECK(!score::affine_tail(network, cut, to, &obstacle));
  CHECK(obstacle == expected);
}

check::Elementwise elementwise(check::Elementwise::Function function) {
  return {function};
}
const auto kRelu = elementwise(check::Elementwise::Function::relu);
using Operator = check::Arithmetic::Operator;

}  // namespace

TEST_CASE("one linear layer, with and without a bias") {
  for (const bool bias : {true, false}) {
    NetworkBuilder b({4});
    const auto hidden = b.add("hidden", kRelu, {kInput}, {4});
    const auto logits = b.add("logits", check::Linear{3, bias}, {hidden}, {3});
    check_tail(b.finish(), {hidden}, logits, {hidden});
  }
}

TEST_CASE("a chain of linear layers is one sum") {
  NetworkBuilder b({4});
  const auto hidden = b.add("hidden", kRelu, {kInput}, {4});
  const auto middle = b.add("middle", check::Linear{5, true}, {hidden}, {5});
  const auto logits = b.add("logits", check::Linear{3, true}, {middle}, {3});
  const auto network = b.finish();
  check_tail(network, {hidden}, logits, {hidden});
  check_tail(network, {middle}, logits, {middle});
  check_tail(network, {logits}, logits, {logits});
}

TEST_CASE("a linear layer over the last axis, then flattened") {
  NetworkBuilder b({2, 3});
  const auto hidden = b.add("hidden", kRelu, {kInput}, {2, 3});
  const auto each = b.add("each", check::Linear{4, true}, {hidden}, {2, 4});
  const auto flat = b.add("flat", check::Flatten{}, {each}, {8});
  const auto logits = b.add("logits", check::Linear{2, true}, {flat}, {2});
  check_tail(b.finish(), {hidden}, logits, {hidden});
}

TEST_CASE("batch norm, with and without weights of its own") {
  for (const bool affine : {true, false}) {
    NetworkBuilder b({3, 2, 2});
    const auto maps = b.add("maps", kRelu, {kInput}, {3, 2, 2});
    const auto normed = b.add("normed", check::BatchNorm{1e-3, affine}, {maps}, {3, 2, 2});
    const auto flat = b.add("flat", check::Flatten{}, {normed}, {12});
    const auto logits = b.add("logits", check::Linear{2, true}, {flat}, {2});
    check_tail(b.finish(), {maps}, logits, {maps});
  }
}

TEST_CASE("average pooling: strides, padding, windows that overlap") {
  const check::AveragePool2d pools[] = {
      {{2, 2}, {2, 2}, {0, 0}}, {{3, 2}, {1, 2}, {1, 0}}, {{2, 2}, {1, 1}, {1, 1}}};
  const check::Shape shapes[] = {{2, 2, 3}, {2, 4, 3}, {2, 5, 7}};
  for (int i = 0; i < 3; ++i) {
    NetworkBuilder b({2, 4, 6});
    const auto maps = b.add("maps", kRelu, {kInput}, {2, 4, 6});
    const auto pooled = b.add("pooled", pools[i], {maps}, shapes[i]);
    const auto flat = b.add("flat", check::Flatten{}, {pooled}, {check::elements(shapes[i])});
    const auto logits = b.add("logits", check::Linear{3, true}, {flat}, {3});
    check_tail(b.finish(), {maps}, logits, {maps});
  }
}

TEST_CASE("an index takes an element, or a slice") {
  NetworkBuilder b({3, 4});
  const auto hidden = b.add("hidden", kRelu, {kInput}, {3, 4});
  const auto row = b.add("row", check::Index{{1}}, {hidden}, {4});
  const auto element = b.add("element", check::Index{{2, 3}}, {hidden}, {});
  const auto logits = b.add("logits", check::Arithmetic{Operator::add}, {row, element}, {4});
  check_tail(b.finish(), {hidden}, logits, {hidden});
}

TEST_CASE("sums, differences and negation of several ways") {
  NetworkBuilder b({4});
  const auto hidden = b.add("hidden", kRelu, {kInput}, {4});
  const auto left = b.add("left", check::Linear{4, true}, {hidden}, {4});
  const auto minus = b.add("minus", elementwise(check::Elementwise::Function::negate), {left}, {4});
  const auto residual = b.add("residual", check::Arithmetic{Operator::add}, {hidden, minus}, {4});
  const auto twice = b.add("twice", check::Arithmetic{Operator::add}, {residual, residual}, {4});
  const auto logits = b.add("logits", check::Arithmetic{Operator::subtract}, {twice, hidden}, {4});
  const auto same = b.add("same", check::Identity{}, {logits}, {4});
  const auto network = b.finish();
  check_tail(network, {hidden}, same, {hidden});
  check_tail(network, {left}, same, {hidden, left});  // what goes around the cut is a source, too
}

TEST_CASE("constants: added, subtracted from, multiplied and divided by") {
  for (const auto op : {Operator::add, Operator::subtract, Operator::multiply, Operator::divide}) {
    for (const bool constant_first : {false, true}) {
      if (op == Operator::divide && constant_first) continue;
      NetworkBuilder b({3});
      const auto hidden = b.add("hidden", kRelu, {kInput}, {3});
      const auto number = b.add("", check::Constant{-2.5}, {}, {});
      const auto left = constant_first ? number : hidden, right = constant_first ? hidden : number;
      const auto scaled = b.add("scaled", check::Arithmetic{op}, {left, right}, {3});
      const auto logits = b.add("logits", check::Linear{2, true}, {scaled}, {2});
      check_tail(b.finish(), {hidden}, logits, {hidden});
    }
  }
}

TEST_CASE("one number beside a tensor stands for a tensor of it") {
  for (const bool first : {false, true}) {
    NetworkBuilder b({3});
    const auto hidden = b.add("hidden", kRelu, {kInput}, {3});
    const auto one = b.add("one", check::Index{{1}}, {hidden}, {});
    const auto left = first ? one : hidden, right = first ? hidden : one;
    const auto logits = b.add("logits", check::Arithmetic{Operator::subtract}, {left, right}, {3});
    check_tail(b.finish(), {hidden}, logits, {hidden});
  }
}

TEST_CASE("what lies around the cut is cut as late as possible") {
  NetworkBuilder b({3});
  const auto cut = b.add("cut", check::Linear{4, true}, {kInput}, {4});
  const auto deep = b.add("deep", kRelu, {kInput}, {3});
  const auto around = b.add("around", check::Linear{4, true}, {deep}, {4});
  const auto sum = b.add("sum", check::Arithmetic{Operator::add}, {cut, around}, {4});
  const auto logits = b.add("logits", check::Linear{2, true}, {sum}, {2});
  check_tail(b.finish(), {cut}, logits, {cut, around});
}

TEST_CASE("several cuts beside each other") {
  NetworkBuilder b({3});
  const auto left = b.add("left", check::Linear{4, true}, {kInput}, {4});
  const auto right = b.add("right", check::Linear{4, true}, {kInput}, {4});
  const auto sum = b.add("sum", check::Arithmetic{Operator::add}, {left, right}, {4});
  const auto logits = b.add("logits", check::Linear{2, true}, {sum}, {2});
  check_tail(b.finish(), {left, right}, logits, {left, right});
}

TEST_CASE("a cut that does not reach the output takes no part") {
  NetworkBuilder b({3});
  const auto dead = b.add("dead", check::Linear{4, true}, {kInput}, {4});
  const auto hidden = b.add("hidden", kRelu, {kInput}, {3});
  const auto logits = b.add("logits", check::Linear{2, true}, {hidden}, {2});
  check_tail(b.finish(), {dead}, logits, {logits});
}

TEST_CASE("what is no sum is in the way, the first seen from the output") {
  using Function = check::Elementwise::Function;
  for (const auto function : {Function::relu, Function::sigmoid, Function::tanh, Function::gelu,
                              Function::exp, Function::log, Function::sqrt, Function::abs}) {
    NetworkBuilder b({3});
    const auto hidden = b.add("hidden", check::Linear{3, true}, {kInput}, {3});
    const auto bent = b.add("bent", elementwise(function), {hidden}, {3});
    const auto middle = b.add("middle", check::Linear{3, true}, {bent}, {3});
    const auto again = b.add("again", elementwise(function), {middle}, {3});
    const auto logits = b.add("logits", check::Linear{2, true}, {again}, {2});
    const auto network = b.finish();
    check_obstacle(network, {hidden}, logits, again);
    check_obstacle(network, {bent}, logits, again);
    check_tail(network, {again}, logits, {again});
  }
}

TEST_CASE("maxima, softmax and products of two values are no sums") {
  NetworkBuilder b({2, 4, 4});
  const auto maps = b.add("maps", kRelu, {kInput}, {2, 4, 4});
  const auto pooled = b.add("pooled", check::MaxPool2d{{2, 2}, {2, 2}, {0, 0}}, {maps}, {2, 2, 2});
  const auto flat = b.add("flat", check::Flatten{}, {pooled}, {8});
  const auto shares = b.add("shares", check::Softmax{0}, {flat}, {8});
  const auto product = b.add("product", check::Arithmetic{Operator::multiply}, {flat, flat}, {8});
  const auto half = b.add("", check::Constant{0.5}, {}, {});
  const auto inverse = b.add("inverse", check::Arithmetic{Operator::divide}, {half, flat}, {8});
  const auto network = b.finish();
  check_obstacle(network, {maps}, flat, pooled);
  check_obstacle(network, {flat}, shares, shares);
  check_obstacle(network, {flat}, product, product);
  check_obstacle(network, {flat}, inverse, inverse);
}

TEST_CASE("a cut that feeds another is in the way") {
  NetworkBuilder b({3});
  const auto first = b.add("first", check::Linear{3, true}, {kInput}, {3});
  const auto second = b.add("second", check::Linear{3, true}, {first}, {3});
  const auto logits = b.add("logits", check::Linear{2, true}, {second}, {2});
  check_obstacle(b.finish(), {first, second}, logits, second);
}
