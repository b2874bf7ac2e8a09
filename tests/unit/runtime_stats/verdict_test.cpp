// SPDX-License-Identifier: MIT
#include "runtime/stats/verdict.hpp"

#include <cmath>
#include <limits>

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
  return stats::decide(figure(value), {relation, bound, 0}).verdict;
}

Verdict decide(double low, double high, Relation relation, double bound, double target = 0) {
  auto f = figure((low + high) / 2);
  f.low = low;
  f.high = high;
  return stats::decide(f, {relation, bound, target}).verdict;
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
      return stats::decide(figure(count / 60000.0), {Relation::within, 0.02, clean}).verdict;
    };
    REQUIRE(at(target) == yes);
    REQUIRE(at(target + 2400) == yes);
    REQUIRE(at(target - 1) == no);
    REQUIRE(at(target + 2401) == no);
  }
  CHECK(unequal > 1000);  // else this shows nothing
}

TEST_CASE("within nothing of a target is equality") {
  CHECK(stats::decide(figure(0.3), {Relation::within, 0, 0.3}).verdict == yes);
  CHECK(stats::decide(figure(0.3001), {Relation::within, 0, 0.3}).verdict == no);
}

TEST_CASE("a figure over no example is not tested, whatever its value") {
  for (const auto relation : {Relation::less, Relation::less_equal, Relation::greater,
                              Relation::greater_equal, Relation::within}) {
    auto f = figure(0.5);
    f.n = 0;
    CHECK(stats::decide(f, {relation, 0.5, 0.5}).verdict == untested);
    f.n = 1;
    f.value = std::numeric_limits<double>::quiet_NaN();
    CHECK(stats::decide(f, {relation, 0.5, 0.5}).verdict == untested);
  }
}

TEST_CASE("limits are the numbers compared with") {
  CHECK(stats::limits({Relation::less, 0.5, 9}) == std::vector<double>{0.5});
  CHECK(stats::limits({Relation::within, 0.25, 1}) == std::vector<double>{0.75, 1.25});
}

TEST_CASE("what was not tested says why") {
  const stats::Bound bound{Relation::greater_equal, 0.5, 0};
  auto f = figure(std::numeric_limits<double>::quiet_NaN());
  f.n = 0;
  CHECK(stats::decide(f, bound).untested == stats::Untested::no_example);
  f.n_not_tested = 3;
  CHECK(stats::decide(f, bound).untested == stats::Untested::no_donor);
  CHECK(stats::decide(f, bound).verdict == untested);

  auto scrubbed = figure(0.9);
  scrubbed.mode = stats::Mode::scrub;
  scrubbed.beside.emplace();
  CHECK(stats::decide(scrubbed, bound).verdict == yes);
  CHECK(stats::decide(scrubbed, bound).untested == stats::Untested::none);
  scrubbed.beside->no_stake = true;
  for (const double value : {0.9, 0.1}) {
    scrubbed.value = value;
    CHECK(stats::decide(scrubbed, bound).verdict == untested);
    CHECK(stats::decide(scrubbed, bound).untested == stats::Untested::no_stake);
  }
}

TEST_CASE("an inconclusive figure says how many trials would settle it") {
  const auto settle = [](double value, double half, Relation relation, double bound,
                         double target = 0) {
    auto f = figure(value);
    f.low = value - half;
    f.high = value + half;
    f.trials = 100;
    return stats::decide(f, {relation, bound, target}).trials_to_settle;
  };
  CHECK(settle(0.75, 0.25, Relation::greater_equal, 0.625) == 400);
  CHECK(settle(0.75, 0.25, Relation::less, 0.875) == 400);
  CHECK(settle(0.75, 0.25, Relation::greater_equal, 0.5625) == 178);  // 177.8, rounded up
  CHECK(settle(0.75, 0.25, Relation::greater, 0.5) == 101);  // more than there were, in any case
  CHECK_FALSE(settle(0.75, 0.25, Relation::greater_equal, 0.25));  // supported
  CHECK_FALSE(settle(0.75, 0.25, Relation::greater_equal, 0.75));  // on the bound: never
  CHECK_FALSE(settle(0.75, 1e-3, Relation::greater_equal, std::nextafter(0.75, 1)));
  // of both ends of `within` the one that is harder to tell
  CHECK(settle(0.75, 0.25, Relation::within, 0.1875, 0.625) == 1600);
  CHECK(settle(0.75, 0.25, Relation::within, 0.125, 0.75) == 400);

  auto lopsided = figure(0.5);
  lopsided.low = 0.25;
  lopsided.high = 0.625;
  lopsided.trials = 1;
  CHECK(stats::decide(lopsided, {Relation::less, 0.5625, 0}).trials_to_settle == 4);
  CHECK(stats::decide(lopsided, {Relation::less, 0.4375, 0}).trials_to_settle == 16);
}

TEST_CASE("of several figures the first of the weightiest decides") {
  const auto add = [](stats::ExpectationResult& result, double low, double high,
                      std::int64_t trials = 100) {
    auto f = figure((low + high) / 2);
    f.mode = stats::Mode::swap;
    f.low = low;
    f.high = high;
    f.trials = trials;
    stats::decide_on(f, {Relation::greater_equal, 0.5, 0}, result);
  };
  stats::ExpectationResult result;
  add(result, 0.6, 0.8);
  CHECK(result.verdict == yes);
  CHECK(result.mode == stats::Mode::swap);
  CHECK(result.limits == std::vector<double>{0.5});
  add(result, 0.25, 1.0);  // settled by 900
  CHECK(result.verdict == open);
  CHECK(result.trials_to_settle == 900);
  CHECK(result.decided_on.front().low == 0.25);
  add(result, 0.375, 0.875);  // by 400
  CHECK(result.trials_to_settle == 900);
  add(result, 0.4375, 0.6875, 10000);  // by 40000
  CHECK(result.trials_to_settle == 40000);
  CHECK(result.decided_on.front().low == 0.25);
  add(result, 0.25, 0.75);  // never
  CHECK_FALSE(result.trials_to_settle);
  add(result, 0.6, 0.8);
  CHECK(result.verdict == open);
  add(result, 0.1, 0.2);
  CHECK(result.verdict == no);
  CHECK_FALSE(result.trials_to_settle);
  CHECK(result.decided_on.size() == 7);
  CHECK(result.decided_on.front().low == 0.1);
}

TEST_CASE("a rival counts for the opposite, where something was decided") {
  hyp::stats::ExperimentResult result;
  CHECK_FALSE(result.counts_as());
  for (const auto verdict : {Verdict::supported, Verdict::inconclusive, Verdict::not_tested}) {
    result.verdict = verdict;
    CHECK(result.counts_as() == verdict);
  }
  result.rival = true;
  CHECK(result.counts_as() == Verdict::not_tested);
  result.verdict = Verdict::inconclusive;
  CHECK(result.counts_as() == Verdict::inconclusive);
  result.verdict = Verdict::refuted;
  CHECK(result.counts_as() == Verdict::supported);
  result.verdict = Verdict::supported;
  CHECK(result.counts_as() == Verdict::refuted);
}
