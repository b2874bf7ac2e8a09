// SPDX-License-Identifier: MIT
#include <cmath>
#include <limits>

#include "runtime/stats/measure.hpp"
#include "tests/support/catch.hpp"

using namespace hyp;
using stats::Verdict;
using Relation = check::Expectation::Relation;

namespace {

stats::Figure figure(double value) {
  stats::Figure f;
  f.value = value;
  f.n = 100;
  return f;
}

Verdict decide(double value, Relation relation, double bound) {
  return stats::decide(figure(value), {relation, bound, 0});
}

Verdict decide(double low, double high, Relation relation, double bound, double target = 0) {
  auto f = figure((low + high) / 2);
  f.low = low;
  f.high = high;
  return stats::decide(f, {relation, bound, target});
}

double next(double x) {
  return std::nextafter(x, std::numeric_limits<double>::infinity());
}

double before(double x) {
  return std::nextafter(x, -std::numeric_limits<double>::infinity());
}

constexpr auto yes = Verdict::supported, no = Verdict::refuted, open = Verdict::inconclusive,
               untested = Verdict::not_tested;

}  // namespace

TEST_CASE("a verdict has one spelling") {
  CHECK(stats::name_of(yes) == "supported");
  CHECK(stats::name_of(no) == "refuted");
  CHECK(stats::name_of(open) == "inconclusive");
  CHECK(stats::name_of(untested) == "not_tested");
}

TEST_CASE(
    "when several must hold: refuted before not tested before inconclusive before supported") {
  const Verdict order[] = {yes, open, untested, no};
  for (int a = 0; a < 4; ++a) {
    for (int b = 0; b < 4; ++b) {
      CHECK(stats::combine(order[a], order[b]) == order[std::max(a, b)]);
    }
  }
}

TEST_CASE("a figure that nothing was drawn for is supported or refuted, to the last bit") {
  const double x = 0.92;
  CHECK(decide(x, Relation::greater_equal, x) == yes);
  CHECK(decide(before(x), Relation::greater_equal, x) == no);
  CHECK(decide(next(x), Relation::greater, x) == yes);
  CHECK(decide(x, Relation::greater, x) == no);
  CHECK(decide(x, Relation::less_equal, x) == yes);
  CHECK(decide(next(x), Relation::less_equal, x) == no);
  CHECK(decide(before(x), Relation::less, x) == yes);
  CHECK(decide(x, Relation::less, x) == no);
}

TEST_CASE("a share of whole examples meets the percentage that it is") {
  CHECK(decide(55200.0 / 60000.0, Relation::greater_equal, 92.0 / 100.0) == yes);
  CHECK(decide(55199.0 / 60000.0, Relation::greater_equal, 92.0 / 100.0) == no);
}

TEST_CASE("an interval decides only when all of it lies on one side") {
  const double x = 0.5;
  CHECK(decide(x, 0.6, Relation::greater_equal, x) == yes);
  CHECK(decide(before(x), 0.6, Relation::greater_equal, x) == open);
  CHECK(decide(0.4, x, Relation::greater_equal, x) == open);
  CHECK(decide(0.4, before(x), Relation::greater_equal, x) == no);

  CHECK(decide(next(x), 0.6, Relation::greater, x) == yes);
  CHECK(decide(x, 0.6, Relation::greater, x) == open);
  CHECK(decide(0.4, x, Relation::greater, x) == no);
  CHECK(decide(0.4, next(x), Relation::greater, x) == open);

  CHECK(decide(0.4, x, Relation::less_equal, x) == yes);
  CHECK(decide(0.4, next(x), Relation::less_equal, x) == open);
  CHECK(decide(x, 0.6, Relation::less_equal, x) == open);
  CHECK(decide(next(x), 0.6, Relation::less_equal, x) == no);

  CHECK(decide(0.4, before(x), Relation::less, x) == yes);
  CHECK(decide(0.4, x, Relation::less, x) == open);
  CHECK(decide(x, 0.6, Relation::less, x) == no);
  CHECK(decide(before(x), 0.6, Relation::less, x) == open);
}

TEST_CASE("within is inclusion of the interval, refuted only when nothing of it lies inside") {
  const auto within = [](double low, double high) {
    return decide(low, high, Relation::within, 0.25, 1.0);  // [0.75, 1.25], exact in binary
  };
  CHECK(within(0.75, 1.25) == yes);
  CHECK(within(0.80, 1.20) == yes);
  CHECK(within(0.74, 1.00) == open);
  CHECK(within(1.00, 1.26) == open);
  CHECK(within(0.50, 1.50) == open);
  CHECK(within(0.50, 0.75) == open);
  CHECK(within(1.25, 1.50) == open);
  CHECK(within(0.50, 0.74) == no);
  CHECK(within(1.26, 1.50) == no);
}

TEST_CASE("the ends of within belong to it, whatever binary64 makes of their difference") {
  int unequal = 0;
  for (int target = 2; target <= 60000; target += 7) {
    // `within 2 % of clean`, the clean share target / 60000, the figure 1200 examples lower
    const double clean = (target + 1200) / 60000.0;
    if (clean - 0.02 != target / 60000.0) ++unequal;
    const auto at = [&](int count) {
      return stats::decide(figure(count / 60000.0), {Relation::within, 0.02, clean});
    };
    REQUIRE(at(target) == yes);
    REQUIRE(at(target + 2400) == yes);
    REQUIRE(at(target - 1) == no);
    REQUIRE(at(target + 2401) == no);
  }
  CHECK(unequal > 1000);  // else this shows nothing
}

TEST_CASE("within nothing of a target is equality") {
  CHECK(stats::decide(figure(0.3), {Relation::within, 0, 0.3}) == yes);
  CHECK(stats::decide(figure(0.3001), {Relation::within, 0, 0.3}) == no);
}

TEST_CASE("a figure over no example is not tested, whatever its value") {
  for (const auto relation : {Relation::less, Relation::less_equal, Relation::greater,
                              Relation::greater_equal, Relation::within}) {
    auto f = figure(0.5);
    f.n = 0;
    CHECK(stats::decide(f, {relation, 0.5, 0.5}) == untested);
    f.n = 1;
    f.value = std::numeric_limits<double>::quiet_NaN();
    CHECK(stats::decide(f, {relation, 0.5, 0.5}) == untested);
  }
}

TEST_CASE("limits are the numbers compared with") {
  CHECK(stats::limits({Relation::less, 0.5, 9}) == std::vector<double>{0.5});
  CHECK(stats::limits({Relation::within, 0.25, 1}) == std::vector<double>{0.75, 1.25});
}
