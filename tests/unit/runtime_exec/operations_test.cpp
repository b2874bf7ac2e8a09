// SPDX-License-Identifier: MIT
// Every operation in LibTorch against plain loops, over random shapes and attributes.
#include <functional>

#include "tests/support/catch.hpp"
#include "tests/support/fake_executor.hpp"
#include "tests/support/network_builder.hpp"
#include "tests/support/quiet.hpp"

using namespace hyp;
using check::Pair;
using check::Shape;
using check::SiteId;
using test::NetworkBuilder;
using test::Random;

namespace {

constexpr std::int64_t kRows = 37;

void compare(const model::Network& network, const model::Dataset& data) {
  exec::Forward forward;
  forward.data = &data;
  for (std::uint32_t i = 0; i < network.equations.sites.size(); ++i) forward.read.push_back({i});
  test::Quiet quiet;
  auto torch = exec::open_executor(network, {.threads = 2});
  REQUIRE(torch);
  const auto seen = (*torch)->forward(forward, quiet);
  REQUIRE(seen);
  const auto wanted = test::FakeExecutor(network).forward(forward, quiet);
  for (std::size_t s = 0; s < forward.read.size(); ++s) {
    INFO("site " << network.equations.sites[s].name);
    const auto &a = (*seen)[s].values, &b = (*wanted)[s].values;
    REQUIRE(a.size() == b.size());
    double worst = 0;
    for (std::size_t i = 0; i < a.size(); ++i) {
      worst =
          std::max(worst, std::abs(double{a[i]} - double{b[i]}) / std::max(1.0F, std::abs(b[i])));
    }
    CHECK(worst <= 1e-5);
  }
}

std::int64_t windows(std::int64_t size, std::int64_t kernel, std::int64_t stride,
                     std::int64_t padding, std::int64_t dilation = 1) {
  return (size + 2 * padding - dilation * (kernel - 1) - 1) / stride + 1;
}

Pair pair(Random& random, std::int64_t first, std::int64_t last) {
  return {random.integer(first, last), random.integer(first, last)};
}

// input -> one operation
void compare_one(const Shape& in, const check::Operation& operation, const Shape& out,
                 Random random, float low = -1, float high = 1) {
  INFO("input " << check::to_string(in) << ", output " << check::to_string(out));
  NetworkBuilder builder(in);
  (void)builder.add("op", operation, {test::kInput}, out);
  compare(builder.finish(random), test::random_dataset(kRows, in, random, low, high));
}

}  // namespace

TEST_CASE("convolutions of any kernel, stride, padding, dilation and groups") {
  for (unsigned seed = 1; seed <= 20; ++seed) {
    Random random(seed);
    check::Conv2d conv;
    conv.groups = random.integer(1, 3);
    conv.out = conv.groups * random.integer(1, 4);
    conv.kernel = pair(random, 1, 4);
    conv.stride = pair(random, 1, 3);
    conv.padding = pair(random, 0, 2);
    conv.dilation = pair(random, 1, 2);
    conv.bias = random.integer(0, 1) == 1;
    const Shape in{conv.groups * random.integer(1, 3), random.integer(7, 12),
                   random.integer(7, 12)};
    Shape out{conv.out};
    for (std::size_t d = 0; d < 2; ++d) {
      out.push_back(
          windows(in[d + 1], conv.kernel[d], conv.stride[d], conv.padding[d], conv.dilation[d]));
    }
    compare_one(in, conv, out, random);
  }
}

TEST_CASE("pools of any kernel, stride and padding") {
  for (unsigned seed = 1; seed <= 12; ++seed) {
    Random random(seed);
    const Pair kernel = seed <= 3 ? Pair{2, 2} : pair(random, 2, 4);
    const Pair stride = seed <= 3 ? Pair{2, 2} : pair(random, 1, 4);
    const Pair padding = seed <= 3 ? Pair{0, 0} : pair(random, 0, 1);
    const Shape in{random.integer(1, 4), random.integer(5, 9), random.integer(5, 9)};
    Shape out{in[0]};
    for (std::size_t d = 0; d < 2; ++d) {
      out.push_back(windows(in[d + 1], kernel[d], stride[d], padding[d]));
    }
    compare_one(in, check::MaxPool2d{kernel, stride, padding}, out, random);
    compare_one(in, check::AveragePool2d{kernel, stride, padding}, out, random);
  }
}

TEST_CASE("linear maps of the last axis") {
  for (const auto& [in, out] :
       {std::pair{Shape{1}, Shape{1}}, std::pair{Shape{37}, Shape{53}},
        std::pair{Shape{400}, Shape{200}}, std::pair{Shape{200}, Shape{2}},
        std::pair{Shape{3, 5}, Shape{3, 4}}, std::pair{Shape{2, 3, 7}, Shape{2, 3, 1}}}) {
    compare_one(in, check::Linear{out.back(), true}, out, Random(3));
    compare_one(in, check::Linear{out.back(), false}, out, Random(4));
  }
}

TEST_CASE("batch norm of vectors and maps, with and without an affine map") {
  for (const Shape& shape : {Shape{5}, Shape{3, 4, 5}, Shape{6, 7}}) {
    compare_one(shape, check::BatchNorm{1e-5, true}, shape, Random(5));
    compare_one(shape, check::BatchNorm{0.1, false}, shape, Random(6));
  }
}

TEST_CASE("functions of one element") {
  using Function = check::Elementwise::Function;
  for (const Shape& shape : {Shape{}, Shape{7}, Shape{3, 5, 2}}) {
    for (const auto f : {Function::relu, Function::sigmoid, Function::tanh, Function::gelu,
                         Function::exp, Function::abs, Function::negate}) {
      compare_one(shape, check::Elementwise{f}, shape, Random(7), -5, 5);
    }
    for (const auto f : {Function::log, Function::sqrt}) {
      compare_one(shape, check::Elementwise{f}, shape, Random(8), 0.001F, 50);
    }
  }
}

TEST_CASE("softmax over every axis, flatten, identity, slices, argmax") {
  const Shape shape{4, 3, 5};
  for (std::int64_t axis = 0; axis < 3; ++axis) {
    compare_one(shape, check::Softmax{axis}, shape, Random(9), -9, 9);
  }
  compare_one({10}, check::Softmax{0}, {10}, Random(9), -60, 60);
  compare_one(shape, check::Flatten{}, {60}, Random(10));
  compare_one({}, check::Flatten{}, {1}, Random(10));
  compare_one(shape, check::Identity{}, shape, Random(11));
  compare_one(shape, check::Index{{2}}, {3, 5}, Random(12));
  compare_one(shape, check::Index{{2, 1}}, {5}, Random(12));
  compare_one(shape, check::Index{{2, 1, 4}}, {}, Random(12));
  compare_one({11}, check::Argmax{}, {}, Random(13));
}

TEST_CASE("arithmetic of equal shapes, and with one number on either side") {
  using Operator = check::Arithmetic::Operator;
  for (const auto op : {Operator::add, Operator::subtract, Operator::multiply, Operator::divide}) {
    for (const Shape& shape : {Shape{}, Shape{6}, Shape{2, 3, 4}}) {
      NetworkBuilder builder(shape);
      const SiteId one = builder.add("exp", check::Elementwise{check::Elementwise::Function::exp},
                                     {test::kInput}, shape);
      const SiteId two = builder.add("constant", check::Constant{2.5}, {}, {});
      const SiteId number =
          shape.empty() ? one
                        : builder.add("number", check::Index{Shape(shape.size(), 1)}, {one}, {});
      (void)builder.add("both", check::Arithmetic{op}, {test::kInput, one}, shape);
      (void)builder.add("left", check::Arithmetic{op}, {two, one}, shape);
      (void)builder.add("right", check::Arithmetic{op}, {one, number}, shape);
      compare(builder.finish(), test::random_dataset(kRows, shape, Random(14)));
    }
  }
}

TEST_CASE("a deep network with a skip, where values are reused and dropped") {
  NetworkBuilder builder({2, 9, 8});
  using Function = check::Elementwise::Function;
  const auto conv = builder.add("conv", check::Conv2d{3, {3, 3}, {1, 1}, {1, 1}, {1, 1}, 1, true},
                                {test::kInput}, {3, 9, 8});
  const auto relu = builder.add("relu", check::Elementwise{Function::relu}, {conv}, {3, 9, 8});
  const auto norm = builder.add("norm", check::BatchNorm{}, {relu}, {3, 9, 8});
  const auto sum = builder.add("sum", check::Arithmetic{}, {norm, conv}, {3, 9, 8});
  const auto pool = builder.add("pool", check::MaxPool2d{}, {sum}, {3, 4, 4});
  const auto flat = builder.add("flat", check::Flatten{}, {pool}, {48});
  const auto same = builder.add("same", check::Elementwise{Function::relu}, {flat}, {48});
  const auto both = builder.add("both", check::Arithmetic{}, {flat, same}, {48});
  const auto fc = builder.add("fc", check::Linear{4, true}, {both}, {4});
  (void)builder.add("label", check::Argmax{}, {fc}, {});
  const model::Network network = builder.finish();
  compare(network, test::random_dataset(700, {2, 9, 8}, Random(15)));
}
