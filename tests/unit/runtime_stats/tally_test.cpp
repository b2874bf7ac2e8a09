// SPDX-License-Identifier: MIT
#include "runtime/stats/tally.hpp"

#include <cmath>
#include <random>
#include <thread>

#include "runtime/stats/logits.hpp"
#include "tests/support/catch.hpp"
#include "tests/unit/runtime_stats/runs.hpp"

using namespace hyp;
using check::MeasureKind;
using stats::Tally;
using test::measure;
using test::Trial;

namespace {

// Random logits of `classes` classes around the clean ones.
std::vector<Trial> random_trials(const model::Activations& clean, int trials, int seed) {
  std::mt19937 random(static_cast<unsigned>(seed));
  std::normal_distribution<double> noise(0, 2);
  std::vector<Trial> out(static_cast<std::size_t>(trials));
  for (auto& trial : out) {
    for (const float x : clean.values)
      trial.logits.push_back(static_cast<double>(x) + noise(random));
    for (std::int64_t r = 0; r < clean.rows; ++r) trial.obeyed.push_back(random() % 3 != 0);
  }
  return out;
}

model::Activations random_clean(std::int64_t rows, std::int64_t classes) {
  std::mt19937 random(11);
  std::normal_distribution<float> value(0, 1);
  model::Activations out{rows, classes, {}};
  for (std::int64_t i = 0; i < rows * classes; ++i) out.values.push_back(value(random));
  return out;
}

std::vector<check::Measure> all_of_network() {
  std::vector<check::Measure> out;
  for (const auto& row : check::all_measures()) {
    if (row.needs_model) out.push_back(measure(row.kind));
  }
  out.push_back(measure(MeasureKind::loss));
  out.back().to_label = true;
  out.push_back(measure(MeasureKind::margin));
  out.back().high = 0;
  out.back().low = 1;
  return out;
}

}  // namespace

TEST_CASE("every measure is the mean over rows and trials that a plain loop gives") {
  for (const std::int64_t classes : {2, 3, 5}) {
    const std::int64_t rows = 5000;  // more than a block
    const auto clean = random_clean(rows, classes);
    std::vector<std::int64_t> labels;
    score::Membership region;
    for (std::int64_t r = 0; r < rows; ++r) {
      labels.push_back(r % classes);
      region.push_back(r % 7 < 4);
    }
    const auto trials = random_trials(clean, 4, 5);
    Tally tally(all_of_network(), {&clean, &labels});
    test::add(tally, trials, rows);
    for (const auto& m : all_of_network()) {
      double sum = 0, variances = 0;
      std::int64_t n = 0;
      for (std::int64_t r = 0; r < rows; ++r) {
        if (!region[static_cast<std::size_t>(r)]) continue;
        ++n;
        const auto width = static_cast<std::size_t>(classes);
        const std::span<const float> before(clean.row(r), width);
        std::vector<double> of_trial;
        for (const auto& trial : trials) {
          const std::span<const double> now(trial.logits.data() + r * classes, width);
          const auto label = labels[static_cast<std::size_t>(r)];
          switch (m.kind) {
            case MeasureKind::preserved:
              of_trial.push_back(stats::argmax(now) == stats::argmax(before));
              break;
            case MeasureKind::accuracy:
              of_trial.push_back(stats::argmax(now) == label);
              break;
            case MeasureKind::margin:
              of_trial.push_back(stats::margin(now, m.high, m.low));
              break;
            case MeasureKind::loss:
              of_trial.push_back(
                  stats::cross_entropy(now, m.to_label ? label : stats::argmax(before)));
              break;
            case MeasureKind::kl:
              of_trial.push_back(stats::divergence(before, now));
              break;
            case MeasureKind::change:
              of_trial.push_back(stats::mean_absolute_change(before, now));
              break;
            default:
              of_trial.push_back(trial.obeyed[static_cast<std::size_t>(r)]);
          }
        }
        double mean = 0;
        for (const double x : of_trial) mean += x / 4;
        for (const double x : of_trial) variances += (x - mean) * (x - mean) / 3;
        sum += mean;
      }
      const auto estimate = tally.estimate(m, &region);
      INFO(m.text << " of " << classes);
      CHECK(estimate.value == Approx(sum / static_cast<double>(n)).epsilon(1e-12));
      CHECK(estimate.n == n);
      CHECK(estimate.trials == 4);
      CHECK_FALSE(estimate.conservative);
      const double half = 1.96 * std::sqrt(variances / 4) / static_cast<double>(n);
      CHECK(*estimate.high - estimate.value == Approx(half).epsilon(1e-3));
      CHECK(estimate.value - *estimate.low == Approx(half).epsilon(1e-3));
    }
  }
}

TEST_CASE("a share is the exact quotient of whole numbers") {
  const auto clean = test::clean_logits({1, 1, 0});
  Tally tally({measure(MeasureKind::preserved)}, {&clean});
  test::add(tally, {{{0, 1, 1, 0, 0, 0}}, {{0, 1, 0, 1, 0, 3}}, {{0, 1, 0, 0, 0, 0}}}, 3);
  CHECK(tally.estimate(measure(MeasureKind::preserved), nullptr).value == 6 / 9.0);
}

TEST_CASE("the same bits for one thread and for many") {
  const std::int64_t rows = 5 * score::kBlockRows + 17;
  const auto clean = random_clean(rows, 3);
  std::vector<std::int64_t> labels(static_cast<std::size_t>(rows), 1);
  const auto trials = random_trials(clean, 6, 9);
  Tally one(all_of_network(), {&clean, &labels}), many(all_of_network(), {&clean, &labels});
  test::add(one, trials, rows);
  std::vector<std::thread> threads;
  for (std::int64_t first = 0; first < rows; first += score::kBlockRows) {
    threads.emplace_back([&, first] {
      for (std::uint32_t t = 0; t < trials.size(); ++t) {
        many.add(test::block_of(trials[t], rows, first, t));
      }
    });
  }
  for (auto& thread : threads) thread.join();
  for (const auto& m : all_of_network()) {
    const auto a = one.estimate(m, nullptr), b = many.estimate(m, nullptr);
    CHECK(a.value == b.value);
    CHECK(a.low == b.low);
    CHECK(a.high == b.high);
  }
}

TEST_CASE("measures are tallied once each, and those of the table not at all") {
  auto named = measure(MeasureKind::margin);
  named.text = "margin(1, 0)";
  auto other = measure(MeasureKind::margin);
  other.high = 0;
  other.low = 1;
  CHECK(stats::same(named, measure(MeasureKind::margin)));
  CHECK_FALSE(stats::same(named, other));
  const auto clean = test::clean_logits({1, 0});
  Tally tally({named, measure(MeasureKind::margin), measure(MeasureKind::share), other}, {&clean});
  test::add(tally, {{{0, 1, 0, 5}}}, 2);
  CHECK(tally.estimate(measure(MeasureKind::margin), nullptr).value == 3);
  CHECK(tally.estimate(other, nullptr).value == -3);
}

TEST_CASE("one trial: the interval is wide, and says so") {
  const std::vector<std::uint8_t> positive(100, 1);
  const auto clean = test::clean_logits(positive);
  Trial trial;
  for (int r = 0; r < 100; ++r) {
    trial.logits.push_back(0);
    trial.logits.push_back(r < 90 ? 1 : -1);
  }
  Tally tally({measure(MeasureKind::preserved), measure(MeasureKind::margin)}, {&clean});
  test::add(tally, {trial}, 100);
  const auto share = tally.estimate(measure(MeasureKind::preserved), nullptr);
  CHECK(share.value == 0.9);
  CHECK(*share.low == Approx(0.8256).epsilon(1e-3));  // Wilson, 90 of 100
  CHECK(*share.high == Approx(0.9448).epsilon(1e-3));
  CHECK(share.conservative);
  const auto margin = tally.estimate(measure(MeasureKind::margin), nullptr);
  CHECK(margin.value == Approx(0.8));
  const double deviation = std::sqrt(100 * 0.36 / 99);  // between rows of +1 and -1
  CHECK(*margin.high - margin.value == Approx(1.9842 * deviation / 10).epsilon(1e-4));
  CHECK(margin.conservative);
  score::Membership first(100);
  first[0] = 1;
  const auto alone = tally.estimate(measure(MeasureKind::margin), &first);
  CHECK(alone.value == 1);
  CHECK(std::isinf(*alone.low));
  CHECK(std::isinf(*alone.high));
}

TEST_CASE("where few rows varied a share is bounded by all draws together") {
  const std::vector<std::uint8_t> positive(100, 1);
  const auto clean = test::clean_logits(positive);
  const auto with_varied = [&](int varied) {
    std::vector<Trial> trials(2);
    for (int t = 0; t < 2; ++t) {
      for (int r = 0; r < 100; ++r) {
        trials[static_cast<std::size_t>(t)].logits.push_back(0);
        trials[static_cast<std::size_t>(t)].logits.push_back(r < varied && t == 0 ? -1 : 1);
      }
    }
    Tally tally({measure(MeasureKind::preserved)}, {&clean});
    test::add(tally, trials, 100);
    return tally.estimate(measure(MeasureKind::preserved), nullptr);
  };
  const auto none = with_varied(0);
  CHECK(none.value == 1);
  CHECK(*none.high == 1);
  CHECK(*none.low == Approx(200 / (200 + 1.96 * 1.96)).epsilon(1e-5));
  CHECK(none.conservative);
  CHECK(with_varied(29).conservative);
  const auto enough = with_varied(30);
  CHECK_FALSE(enough.conservative);
  CHECK(enough.value == 0.85);
  CHECK(*enough.high == Approx(0.85 + 1.96 * std::sqrt(30 * 0.5 / 2) / 100).epsilon(1e-5));
  CHECK(with_varied(29).low < with_varied(29).value);
}

TEST_CASE("the ends of a share stay within 0 and 1") {
  const std::int64_t rows = 30;
  const auto clean = test::clean_logits(std::vector<std::uint8_t>(30, 1));
  std::vector<Trial> trials(40);
  for (std::size_t t = 0; t < trials.size(); ++t) {
    for (std::size_t r = 0; r < 30; ++r) {
      trials[t].logits.push_back(0);
      trials[t].logits.push_back(t == r ? -1 : 1);
    }
  }
  Tally tally({measure(MeasureKind::preserved)}, {&clean});
  test::add(tally, trials, rows);
  const auto most = tally.estimate(measure(MeasureKind::preserved), nullptr);
  CHECK(most.value == Approx(1 - 1 / 40.0));
  CHECK(*most.high <= 1);
  CHECK_FALSE(most.conservative);
}

TEST_CASE("where nothing is drawn there is no interval") {
  const auto clean = test::clean_logits({1, 0});
  Tally tally({measure(MeasureKind::preserved), measure(MeasureKind::margin)}, {&clean}, false);
  test::add(tally, {{{0, 1, 0, 1}}}, 2);
  for (const auto kind : {MeasureKind::preserved, MeasureKind::margin}) {
    const auto exact = tally.estimate(measure(kind), nullptr);
    CHECK_FALSE(exact.low);
    CHECK_FALSE(exact.high);
    CHECK_FALSE(exact.conservative);
    CHECK(exact.trials == 0);
    CHECK(exact.n == 2);
  }
}

TEST_CASE("over no row there is no value") {
  const auto clean = test::clean_logits({1, 0});
  Tally tally({measure(MeasureKind::preserved), measure(MeasureKind::kl)}, {&clean});
  test::add(tally, {{{0, 1, 0, 1}}}, 2);
  const score::Membership nowhere(2);
  for (const auto kind : {MeasureKind::preserved, MeasureKind::kl}) {
    const auto none = tally.estimate(measure(kind), &nowhere);
    CHECK(std::isnan(none.value));
    CHECK(none.n == 0);
    CHECK_FALSE(none.low);
  }
}

TEST_CASE("the best constant prediction is over the trials' own predictions") {
  const auto clean = test::clean_logits({1, 0, 1});
  Tally tally({measure(MeasureKind::obeyed)}, {&clean});
  const std::vector<double> logits(6);
  test::add(tally, {{logits, {1, 1, 0}, {1, 0, 1}}, {logits, {1, 0, 0}, {1, 1, 0}}}, 3);
  CHECK(tally.estimate(measure(MeasureKind::obeyed), nullptr).value == 0.5);
  CHECK(tally.best_constant_prediction(nullptr) == 4 / 6.0);
  const score::Membership last = {0, 0, 1};
  CHECK(tally.best_constant_prediction(&last) == 0.5);
  const score::Membership nowhere(3);
  CHECK_FALSE(tally.best_constant_prediction(&nowhere));

  Tally numbers({measure(MeasureKind::obeyed)}, {&clean});  // a claim about a number, not a class
  test::add(numbers, {{logits, {1, 1, 0}}}, 3);
  CHECK_FALSE(numbers.best_constant_prediction(nullptr));
}

TEST_CASE("95 of 100 intervals hold the truth, and the wide ones more") {
  std::mt19937_64 random(20);
  std::uniform_real_distribution<double> unit(0, 1);
  const std::size_t rows = 60;
  const auto clean = test::clean_logits(std::vector<std::uint8_t>(rows, 1));
  const auto coverage = [&](const std::vector<double>& probability, int trials, MeasureKind kind) {
    int held = 0;
    const int rounds = 2000;
    double truth = 0;
    for (const double p : probability) truth += p / static_cast<double>(rows);
    if (kind == MeasureKind::margin) truth = 2 * truth - 1;
    for (int i = 0; i < rounds; ++i) {
      std::vector<Trial> drawn(static_cast<std::size_t>(trials));
      for (auto& trial : drawn) {
        for (const double p : probability) {
          trial.logits.push_back(0);
          trial.logits.push_back(unit(random) < p ? 1 : -1);
        }
      }
      Tally tally({measure(kind)}, {&clean});
      test::add(tally, drawn, static_cast<std::int64_t>(rows));
      const auto estimate = tally.estimate(measure(kind), nullptr);
      held += *estimate.low <= truth && truth <= *estimate.high;
    }
    return held / static_cast<double>(rounds);
  };
  std::vector<double> mixed(rows), few(rows, 1.0);
  for (auto& p : mixed) p = 0.2 + 0.6 * unit(random);
  for (std::size_t r = 0; r < 6; ++r) few[r] = 0.9;
  CHECK(coverage(mixed, 10, MeasureKind::preserved) == Approx(0.95).margin(0.015));
  CHECK(coverage(mixed, 10, MeasureKind::margin) == Approx(0.95).margin(0.015));
  CHECK(coverage(mixed, 2, MeasureKind::margin) == Approx(0.95).margin(0.015));
  CHECK(coverage(few, 5, MeasureKind::preserved) >= 0.95);
  CHECK(coverage(mixed, 1, MeasureKind::preserved) >= 0.95);
  CHECK(coverage(mixed, 1, MeasureKind::margin) >= 0.95);
}
