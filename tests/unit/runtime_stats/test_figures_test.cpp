// SPDX-License-Identifier: MIT
#include "runtime/stats/test_figures.hpp"

#include <cmath>

#include "tests/support/catch.hpp"
#include "tests/unit/runtime_stats/runs.hpp"

using namespace hyp;
using check::MeasureKind;
using stats::Figure;
using stats::Tally;
using test::measure;

namespace {

constexpr std::int64_t kRows = 100;

// 100 references, the first 60 of class 1; runs in which the first `kept` keep their answer.
struct Bench {
  check::Program program;
  std::vector<check::MeasureLine> lines;
  std::vector<std::uint8_t> positive;
  model::Activations clean;
  std::vector<std::int64_t> labels;
  score::Table table;
  std::vector<std::unique_ptr<Tally>> tallies;
  std::vector<std::unique_ptr<score::Membership>> memberships;
  stats::TestPass pass;

  Bench() {
    for (int r = 0; r < kRows; ++r) positive.push_back(r < 60);
    clean = test::clean_logits(positive);
    for (int r = 0; r < kRows; ++r) labels.push_back(r < 70);
    table.rows = kRows;
    pass.program = &program;
    pass.lines = &lines;
    pass.clean = &clean;
    pass.labels = &labels;
    pass.table = &table;
  }
  Bench(const Bench&) = delete;
  Bench& operator=(const Bench&) = delete;

  const score::Membership* first(int rows) {
    memberships.push_back(std::make_unique<score::Membership>(kRows));
    for (int r = 0; r < rows; ++r) (*memberships.back())[static_cast<std::size_t>(r)] = 1;
    return memberships.back().get();
  }
  // Answers kept by the first `kept` rows; the margins `size` in size.
  stats::Run run(int kept, double size = 2, bool drawn = true) {
    test::Trial trial;
    for (int r = 0; r < kRows; ++r) {
      const bool one = (r < 60) == (r < kept);
      trial.logits.push_back(0);
      trial.logits.push_back(one ? size : -size);
      trial.obeyed.push_back(r < kept);
      trial.predicted.push_back(r < 80 ? 1 : 0);
    }
    std::vector<check::Measure> all;
    for (const auto& row : check::all_measures()) all.push_back(measure(row.kind));
    tallies.push_back(std::make_unique<Tally>(all, Tally::Against{&clean, &labels}, drawn));
    test::add(*tallies.back(), std::vector<test::Trial>(10, trial), kRows);
    return {tallies.back().get(), nullptr};
  }
  [[nodiscard]] Figure figure(MeasureKind kind, const score::Membership* in = nullptr) const {
    return stats::measure_one(pass, measure(kind), in);
  }
};

}  // namespace

TEST_CASE("what stands beside a figure of a scrub") {
  Bench b;
  b.pass.as_written = b.run(90);
  b.pass.any = b.run(45);
  b.pass.baseline = b.run(50);
  b.pass.twin = b.run(70);
  b.pass.one_donor = b.run(92);
  b.pass.own_donors = b.run(95);
  b.pass.sweep.values = {{"t", 0.01, true}};
  const Figure f = b.figure(MeasureKind::preserved);
  CHECK(f.mode == stats::Mode::scrub);
  CHECK(f.sweep.values.size() == 1);
  CHECK(f.metric == "preserved");
  CHECK(f.is_share);
  CHECK(f.value == 0.9);
  CHECK(f.low < f.value);
  CHECK(f.trials == 10);
  CHECK(f.conservative);  // no row ever varied
  CHECK(f.n == 100);
  CHECK(f.n_not_tested == 0);
  REQUIRE(f.beside);
  CHECK(f.beside->clean == 1);
  CHECK(f.beside->constant == 0.6);
  CHECK(f.beside->baseline->value == 0.5);
  CHECK(f.beside->recovered == Approx(0.8));
  CHECK(f.beside->stake->value == Approx(0.55));
  CHECK(*f.beside->stake->low < 0.55);
  CHECK(*f.beside->stake->high > 0.55);
  CHECK_FALSE(f.beside->no_stake);
  CHECK(f.beside->twin->value == 0.7);
  CHECK(f.beside->one_donor->value == 0.92);
  CHECK(f.beside->own_donors->value == 0.95);

  const Figure margin = b.figure(MeasureKind::margin);
  CHECK(margin.beside->clean == Approx(0.4));
  CHECK_FALSE(margin.beside->constant);
  const Figure accuracy = b.figure(MeasureKind::accuracy);
  CHECK(accuracy.beside->clean == 0.9);
  CHECK(accuracy.beside->constant == 0.7);
}

TEST_CASE("in a region everything is of that region") {
  Bench b;
  b.pass.as_written = b.run(60);
  b.pass.baseline = b.run(30);
  const Figure f = b.figure(MeasureKind::preserved, b.first(60));
  CHECK(f.value == 1);
  CHECK(f.n == 60);
  CHECK(f.beside->constant == 1);
  CHECK(f.beside->baseline->value == 0.5);
  CHECK(f.beside->recovered == 1);
  CHECK_FALSE(f.beside->stake);
  CHECK_FALSE(f.beside->twin);
  CHECK_FALSE(f.beside->no_stake);  // not known to have none
}

TEST_CASE("recovered is never clamped, and empty where clean and baseline may be the same") {
  Bench b;
  b.pass.as_written = b.run(40);
  b.pass.baseline = b.run(50);
  CHECK(b.figure(MeasureKind::preserved).beside->recovered == Approx(-0.2));
  b.pass.baseline = b.run(100);
  CHECK_FALSE(b.figure(MeasureKind::preserved).beside->recovered);
  b.pass.baseline = b.run(100, 2, false);  // and exactly so
  CHECK_FALSE(b.figure(MeasureKind::preserved).beside->recovered);
  b.pass.baseline.reset();
  CHECK_FALSE(b.figure(MeasureKind::preserved).beside->recovered);
  b.pass.as_written = b.run(100, 3);
  b.pass.baseline = b.run(0, 1);
  CHECK(b.figure(MeasureKind::margin, b.first(60)).beside->recovered == Approx(4 / 3.0));
}

TEST_CASE("references without a donor are left out of everything and counted") {
  Bench b;
  b.pass.as_written = b.run(90);
  b.pass.as_written.tested = b.first(80);
  b.pass.twin = b.run(30);
  b.pass.twin->tested = b.first(40);
  const Figure f = b.figure(MeasureKind::preserved);
  CHECK(f.value == 1);
  CHECK(f.n == 80);
  CHECK(f.n_not_tested == 20);
  CHECK(f.beside->constant == 0.75);
  CHECK(f.beside->twin->value == 0.75);
  CHECK(f.beside->twin->n == 40);
  b.pass.twin->tested = b.first(0);
  CHECK_FALSE(b.figure(MeasureKind::preserved).beside->twin);

  b.pass.as_written.tested = b.first(0);
  const Figure none = b.figure(MeasureKind::preserved, b.first(60));
  CHECK(std::isnan(none.value));
  CHECK(none.n == 0);
  CHECK(none.n_not_tested == 60);
  CHECK_FALSE(none.beside);
}

TEST_CASE("no stake where every rule `any` gives the clean figure") {
  Bench b;
  b.pass.as_written = b.run(100);
  b.pass.any = b.run(100, 2, false);
  CHECK(b.figure(MeasureKind::preserved).beside->no_stake);
  CHECK(b.figure(MeasureKind::margin).beside->no_stake);
  CHECK(b.figure(MeasureKind::kl).beside->no_stake);
  // float32 and binary64 sums differ, and that is no stake either
  b.pass.any = b.run(100, 2 + 1e-6, false);
  CHECK(b.figure(MeasureKind::margin).beside->no_stake);
  b.pass.any = b.run(100, 2.001, false);
  CHECK_FALSE(b.figure(MeasureKind::margin).beside->no_stake);
  CHECK_FALSE(b.figure(MeasureKind::change).beside->no_stake);
  CHECK(b.figure(MeasureKind::preserved).beside->no_stake);
  // one answer of a hundred, known exactly; and too few draws to tell from none
  b.pass.any = b.run(99, 2, false);
  CHECK_FALSE(b.figure(MeasureKind::preserved).beside->no_stake);
  b.pass.any = b.run(99);
  CHECK_FALSE(b.figure(MeasureKind::preserved).beside->no_stake);
}

TEST_CASE("an answer that rounding alone may tip is no stake") {
  Bench b;
  b.clean.values[199] = 1e-6f;  // the last reference: all but a tie
  b.pass.as_written = b.run(100);
  b.pass.any = b.run(99, 2, false);
  CHECK(b.figure(MeasureKind::preserved).beside->no_stake);
  b.pass.any = b.run(98, 2, false);
  CHECK_FALSE(b.figure(MeasureKind::preserved).beside->no_stake);
}

TEST_CASE("more right answers than the clean network gives are no stake, a larger margin is one") {
  Bench b;
  for (std::size_t r = 0; r < kRows; ++r) b.labels[r] = (r < 60) == (r < 50);
  b.pass.as_written = b.run(100);
  b.pass.any = b.run(50, 5, false);
  CHECK(b.figure(MeasureKind::accuracy).beside->stake->value == Approx(-0.5));
  CHECK(b.figure(MeasureKind::accuracy).beside->no_stake);
  CHECK_FALSE(b.figure(MeasureKind::margin).beside->no_stake);
}

TEST_CASE(
    "of a swap: obeyed on its own values, the best constant prediction, no stake to ask for") {
  Bench b;
  b.pass.mode = stats::Mode::swap;
  b.pass.as_written = b.run(90);
  b.pass.any = b.run(90);
  std::vector<std::uint8_t> own(kRows, 1);
  own[0] = own[1] = own[2] = 0;
  b.pass.obeys_clean = &own;
  const Figure f = b.figure(MeasureKind::obeyed);
  CHECK(f.mode == stats::Mode::swap);
  CHECK(f.value == 0.9);
  CHECK(f.beside->clean == 0.97);
  CHECK(f.beside->constant == 0.8);
  CHECK_FALSE(f.beside->stake);
  CHECK_FALSE(f.beside->no_stake);
  CHECK_FALSE(f.beside->baseline);
  CHECK_FALSE(f.beside->recovered);
}

TEST_CASE("all examples first, then the members; what the table says has nothing beside it") {
  Bench b;
  b.pass.as_written = b.run(90);
  check::Partition half;
  half.name = "half";
  half.members.push_back({"low", {}, std::nullopt});
  half.members.push_back({"high", {}, std::nullopt});
  b.program.partitions.push_back(half);
  for (int r = 0; r < kRows; ++r) b.table.partitions[{0}].push_back(r < 50 ? 0 : 1);
  check::Type boolean;
  boolean.element = check::Type::Element::boolean;
  b.program.exprs.push_back({boolean, {}, check::Expr::Constant{0}});
  b.table.regions[{0}] = *b.first(25);
  auto share = measure(MeasureKind::share);
  share.arguments = {{0}};
  b.lines = {{measure(MeasureKind::preserved), {{0}}}, {share, {}}};
  const auto figures = stats::measure(b.pass);
  REQUIRE(figures.size() == 4);
  CHECK_FALSE(figures[0].region);
  CHECK(figures[1].region == "low");
  CHECK(figures[2].region == "high");
  CHECK(figures[2].value == 0.8);
  CHECK(figures[3].value == 0.25);
  CHECK(figures[3].mode == stats::Mode::scrub);
  CHECK_FALSE(figures[3].beside);
  CHECK_FALSE(figures[3].low);
}
