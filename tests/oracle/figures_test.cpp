// SPDX-License-Identifier: MIT
// Claims about sums whose expected errors are known in closed form: figures by enumeration, and the
// sampler against them.
#include <cmath>

#include "tests/oracle/oracle.hpp"
#include "tests/oracle/setting.hpp"
#include "tests/support/catch.hpp"

using namespace hyp::oracle;

namespace {

double error(const Oracle& oracle, const World& world, const Run& run, std::int64_t r) {
  return std::abs(run.output.parts.at(0) - oracle.clean({world.references, r}).parts.at(0));
}

struct Figure {
  const World world;
  const Oracle oracle;
  explicit Figure(const Setting& setting) : world(setting.world()), oracle(world) {}

  // The mean absolute error over every step-th reference.
  [[nodiscard]] double enumerated(std::int64_t step = 1) const {
    double sum = 0;
    std::int64_t n = 0;
    for (std::int64_t r = 0; r < world.rows(world.references); r += step, ++n) {
      sum += oracle.expected(Mode::scrub, r, [&](const Run& run, std::int64_t at) {
        return error(oracle, world, run, at);
      });
    }
    return sum / static_cast<double>(n);
  }

  // Whether the mean over trials lies within four standard errors of `expected`.
  [[nodiscard]] bool sampled_near(double expected, std::uint32_t trials) const {
    const auto n = world.rows(world.references);
    double sum = 0, variance = 0;
    for (std::int64_t r = 0; r < n; ++r) {
      double own = 0, squares = 0;
      for (std::uint32_t t = 0; t < trials; ++t) {
        const double e = error(oracle, world, oracle.sample(Mode::scrub, 1, t, r), r);
        own += e;
        squares += e * e;
      }
      const double mean = own / trials;
      sum += mean;
      variance += (squares / trials - mean * mean) / (trials - 1);
    }
    const double standard_error = std::sqrt(variance) / static_cast<double>(n);
    INFO(sum / static_cast<double>(n) << " against " << expected << ", SE " << standard_error);
    const bool near = std::abs(sum / static_cast<double>(n) - expected) <= 4 * standard_error;
    CHECK(near);
    return near;
  }
};

const std::vector<Axis> kTwo = {{"x0", 0, 9}, {"x1", 0, 9}};
const std::vector<Axis> kThree = {{"x0", 0, 9}, {"x1", 0, 9}, {"x2", 0, 9}};

// |u - v| for independent uniform digits.
constexpr double kDigits = 3.3;

}  // namespace

TEST_CASE("a claim that says what the network does costs nothing") {
  const Setting setting(R"(language 1
data rows = grid(x0: 0..9, x1: 0..9)
model toy {
  input [2]
  a = 2 * input[0]
  b = 3 * input[1]
  y = a + b
}
hypothesis h about toy {
  a at toy.a is rows.x0
  b at toy.b is rows.x1
  y at toy.y is a + b
  all else is itself
})",
                        {grid("rows", kTwo)});
  CHECK(Figure(setting).enumerated() == 0);
}

TEST_CASE("a claim that forgets what an intermediate carries pays for it") {
  const Setting setting(R"(language 1
data rows = grid(x0: 0..9, x1: 0..9)
model toy {
  input [2]
  a = input[0] + input[1]
  y = a + input[1]
}
hypothesis h about toy {
  a at toy.a is rows.x0
  direct at toy.input[1] is rows.x1
  y at toy.y is a + direct
  all else is itself
})",
                        {grid("rows", kTwo)});
  const Figure figure(setting);
  CHECK(figure.enumerated() == Approx(kDigits).epsilon(1e-12));
  CHECK(figure.sampled_near(kDigits, 10));
}

TEST_CASE("what is not claimed is resampled, unless the claim says otherwise") {
  const auto text = [](const std::string& others) {
    return R"(language 1
data rows = grid(x0: 0..9, x1: 0..9)
model toy {
  input [2]
  a = 2 * input[0]
  b = 3 * input[0]
  s = input[1] * 0
  y = a + b + s
}
hypothesis h about toy {
  a at toy.a is rows.x0
  y at toy.y reads a
  all else is )" +
           others + "\n}";
  };
  const Setting any(text("any"), {grid("rows", kTwo)});
  const Figure figure(any);
  double sum = 0;  // ten rows that hold each digit once are enough
  for (std::int64_t r = 0; r < 100; r += 10) {
    sum += figure.oracle.expected(Mode::scrub, r, [&](const Run& run, std::int64_t at) {
      return error(figure.oracle, figure.world, run, at);
    });
  }
  CHECK(sum / 10 == Approx(9.9).epsilon(1e-12));
  CHECK(figure.sampled_near(9.9, 10));
  const Setting itself(text("itself"), {grid("rows", kTwo)});
  CHECK(Figure(itself).enumerated() == 0);
}

TEST_CASE("what cancels in one donor does not cancel in two") {
  const auto text = [](const std::string& together) {
    return R"(language 1
data rows = grid(x0: 0..9, x1: 0..9, x2: 0..9)
model toy {
  input [3]
  a = input[0] + input[2]
  b = input[1] - input[2]
  y = a + b
}
hypothesis h about toy {
  a at toy.a is rows.x0
  b at toy.b is rows.x1
  y at toy.y is a + b
  all else is itself
)" + together +
           "\n}";
  };
  const Setting apart(text(""), {grid("rows", kThree)});
  // Every reference has this figure: x2 of the one donor less x2 of the other.
  CHECK(Figure(apart).enumerated(999) == Approx(kDigits).epsilon(1e-12));
  CHECK(Figure(apart).sampled_near(kDigits, 2));
  const Setting joined(text("  draw a, b together"), {grid("rows", kThree)});
  CHECK(Figure(joined).enumerated(101) == 0);
}
