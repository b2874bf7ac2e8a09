// SPDX-License-Identifier: MIT
#include "runtime/stats/measure.hpp"

#include <cmath>
#include <random>

#include "runtime/stats/logits.hpp"
#include "runtime/stats/reduce.hpp"
#include "tests/support/catch.hpp"

using namespace hyp;
using check::ExprId;
using check::MeasureKind;
using stats::Figure;

namespace {

model::Activations rows_of(std::int64_t width, std::vector<float> values) {
  const auto rows = static_cast<std::int64_t>(values.size()) / width;
  return {rows, width, std::move(values)};
}

check::Measure measure(MeasureKind kind, std::vector<ExprId> arguments = {}) {
  check::Measure m;
  m.kind = kind;
  m.arguments = std::move(arguments);
  m.text = std::string(check::info(kind).name);
  return m;
}

// A program, and the data a pass points to.
struct Bench {
  check::Program program;
  std::vector<check::MeasureLine> lines;
  model::Activations clean, logits;
  std::vector<std::int64_t> labels;
  score::Table table;
  stats::Pass pass;

  Bench() {
    pass.program = &program;
    pass.lines = &lines;
    pass.table = &table;
  }
  Bench(const Bench&) = delete;
  Bench& operator=(const Bench&) = delete;

  void network(model::Activations before, model::Activations after) {
    clean = std::move(before);
    logits = std::move(after);
    pass.clean = &clean;
    pass.logits = &logits;
    table.rows = clean.rows;
  }
  ExprId expr(check::Type::Element element, check::PartitionId partition = {}) {
    check::Type type;
    type.element = element;
    type.per_example = true;
    type.partition = partition;
    program.exprs.push_back({type, {}, check::Expr::Constant{0}});
    return {static_cast<std::uint32_t>(program.exprs.size() - 1)};
  }
  ExprId region(score::Membership rows) {
    const ExprId id = expr(check::Type::Element::boolean);
    table.rows = static_cast<std::int64_t>(rows.size());
    table.regions[id] = std::move(rows);
    return id;
  }
  ExprId numbers(score::Numbers rows) {
    const ExprId id = expr(check::Type::Element::number);
    table.rows = static_cast<std::int64_t>(rows.size());
    table.numbers[id] = std::move(rows);
    return id;
  }
  check::PartitionId partition(std::string name, std::vector<std::string> members,
                               std::vector<std::uint32_t> rows) {
    const check::PartitionId id{static_cast<std::uint32_t>(program.partitions.size())};
    check::Partition p;
    p.name = std::move(name);
    for (auto& member : members) p.members.push_back({std::move(member), {}, std::nullopt});
    program.partitions.push_back(std::move(p));
    table.partitions[id] = std::move(rows);
    return id;
  }
  [[nodiscard]] Figure figure(const check::Measure& m,
                              const score::Membership* in = nullptr) const {
    return stats::measure_one(pass, m, in);
  }
  [[nodiscard]] double value(MeasureKind kind, const score::Membership* in = nullptr) const {
    return figure(measure(kind), in).value;
  }
};

}  // namespace

TEST_CASE("measures of two classes, by hand") {
  Bench b;
  // clean answers 1 0 0 1, answers now 1 1 0 0: the third is a tie both times, the fourth now
  b.network(rows_of(2, {0, 2, 3, 1, 4, 4, 0, 1}), rows_of(2, {0, 1, 1, 3, 2, 2, 5, 5}));
  CHECK(b.value(MeasureKind::preserved) == 0.5);
  CHECK(b.value(MeasureKind::margin) == (1 + 2 + 0 + 0) / 4.0);
  CHECK(b.value(MeasureKind::change) == (0.5 + 2 + 2 + 4.5) / 4.0);
  b.labels = {1, 0, 1, 0};
  b.pass.labels = &b.labels;
  CHECK(b.value(MeasureKind::accuracy) == 0.5);

  const score::Membership last_two = {0, 0, 1, 1};
  CHECK(b.value(MeasureKind::preserved, &last_two) == 0.5);
  CHECK(b.value(MeasureKind::margin, &last_two) == 0);
  CHECK(b.value(MeasureKind::change, &last_two) == 3.25);
  CHECK(b.value(MeasureKind::accuracy, &last_two) == 0.5);
  CHECK(b.figure(measure(MeasureKind::margin), &last_two).n == 2);
}

TEST_CASE("measures of three classes, by hand") {
  Bench b;
  b.network(rows_of(3, {1, 5, 5, 0, 0, 9}), rows_of(3, {1, 4, 7, 0, 0, 3}));
  CHECK(b.value(MeasureKind::preserved) == 0.5);  // the first was 1 (lowest of a tie), is 2
  auto m = measure(MeasureKind::margin);
  m.high = 2;
  m.low = 1;
  CHECK(b.figure(m).value == 3);
}

TEST_CASE("loss is to the label where the measure says so, else to the clean answer") {
  Bench b;
  b.network(rows_of(2, {0, 1, 1, 0}), rows_of(2, {0, 50, 0, 50}));
  const double small = std::log1p(std::exp(-50.0));
  CHECK(b.value(MeasureKind::loss) == Approx((small + 50 + small) / 2).epsilon(1e-15));
  b.labels = {1, 1};
  b.pass.labels = &b.labels;
  CHECK(b.value(MeasureKind::loss) == Approx((small + 50 + small) / 2).epsilon(1e-15));
  auto m = measure(MeasureKind::loss);
  m.to_label = true;
  CHECK(b.figure(m).value == Approx(small).epsilon(1e-14));
}

TEST_CASE("kl is of clean against now") {
  Bench b;
  b.network(rows_of(2, {1e4f, 0}), rows_of(2, {0, 0}));
  CHECK(b.value(MeasureKind::kl) == Approx(std::log(2.0)).epsilon(1e-15));
  b.network(rows_of(2, {0, 0}), rows_of(2, {1e4f, 0}));
  CHECK(b.value(MeasureKind::kl) == Approx(5000 - std::log(2.0)).epsilon(1e-15));
}

TEST_CASE("share, agreement and mean read the table alone") {
  Bench b;
  const ExprId one = b.region({1, 0, 1, 1});
  const ExprId label = b.numbers({1, 0, 0, 7});
  const ExprId other = b.region({1, 1, 1, 0});
  CHECK(b.figure(measure(MeasureKind::share, {one})).value == 0.75);
  CHECK(b.figure(measure(MeasureKind::agreement, {one, label})).value == 0.5);  // true is 1, not 7
  CHECK(b.figure(measure(MeasureKind::agreement, {label, one})).value == 0.5);
  CHECK(b.figure(measure(MeasureKind::agreement, {one, other})).value == 0.5);
  CHECK(b.figure(measure(MeasureKind::agreement, {label, label})).value == 1);
  CHECK(b.figure(measure(MeasureKind::mean, {label})).value == 2);

  const score::Membership in = {0, 0, 1, 1};
  const Figure f = b.figure(measure(MeasureKind::share, {other}), &in);
  CHECK(f.value == 0.5);
  CHECK(f.n == 2);
}

TEST_CASE("two partitions agree where their members stand in the same place") {
  Bench b;
  const auto p = b.partition("p", {"a", "b"}, {0, 1, 1});
  const auto q = b.partition("q", {"c", "d"}, {0, 1, 0});
  b.table.rows = 3;
  const ExprId left = b.expr(check::Type::Element::part, p);
  const ExprId right = b.expr(check::Type::Element::part, q);
  CHECK(b.figure(measure(MeasureKind::agreement, {left, right})).value == 2 / 3.0);
}

TEST_CASE("a region without examples gives no number and n = 0") {
  Bench b;
  b.network(rows_of(2, {0, 1}), rows_of(2, {0, 1}));
  b.labels = {1};
  b.pass.labels = &b.labels;
  const ExprId one = b.region({1});
  const ExprId score = b.numbers({1});
  const score::Membership nowhere = {0};
  for (const auto& row : check::all_measures()) {
    if (row.kind == MeasureKind::obeyed) continue;  // of swaps alone
    const ExprId argument = row.kind == MeasureKind::mean ? score : one;
    const Figure f = b.figure(measure(row.kind, {argument, argument}), &nowhere);
    CHECK(std::isnan(f.value));
    CHECK(f.n == 0);
    CHECK(f.is_share == row.is_share);
  }
}

TEST_CASE("a figure says what was done, where, and on how many") {
  Bench b;
  b.network(rows_of(2, {0, 1, 1, 0}), rows_of(2, {0, 1, 1, 0}));
  b.pass.sweep.values = {{"tolerance", 0.01, true}};
  auto margin = measure(MeasureKind::margin);
  margin.text = "margin(1, 0)";
  CHECK_FALSE(b.figure(margin).intervention);
  check::Intervention minimum;
  minimum.actions.emplace_back();
  minimum.text = "min ones";
  b.pass.intervention = &minimum;
  const Figure f = b.figure(margin);
  CHECK(f.intervention == "min ones");
  CHECK(f.metric == "margin(1, 0)");
  CHECK_FALSE(f.is_share);
  CHECK_FALSE(f.region);
  CHECK_FALSE(f.low);
  CHECK_FALSE(f.high);
  CHECK(f.n == 2);
  CHECK(f.n_not_tested == 0);
  REQUIRE(f.sweep.values.size() == 1);
  CHECK(f.sweep.values[0].name == "tolerance");
}

TEST_CASE("each measure line gives all examples, then the members of its breakdowns in order") {
  Bench b;
  b.network(rows_of(2, {0, 1, 0, 1, 1, 0}), rows_of(2, {0, 1, 1, 0, 1, 0}));
  const auto looks = b.partition("looks", {"one", "empty", "rest"}, {0, 2, 2});
  const auto half = b.partition("half", {"left", "right"}, {0, 1, 0});
  b.lines = {{measure(MeasureKind::preserved), {looks, half}}, {measure(MeasureKind::margin), {}}};
  std::string seen;
  for (const auto& f : stats::measure(b.pass)) {
    seen += f.metric + " " + f.region.value_or("all") + " " + std::to_string(f.n) + " " +
            (std::isnan(f.value) ? "nan" : std::to_string(f.value)) + "\n";
  }
  CHECK(seen ==
        "preserved all 3 0.666667\n"
        "preserved one 1 1.000000\n"
        "preserved empty 0 nan\n"
        "preserved rest 2 0.500000\n"
        "preserved left 2 1.000000\n"
        "preserved right 1 0.000000\n"
        "margin all 3 -0.333333\n");
}

TEST_CASE("a member's name is qualified only where two breakdowns share it") {
  Bench b;
  b.network(rows_of(2, {0, 1, 0, 1}), rows_of(2, {0, 1, 1, 0}));
  const auto looks = b.partition("looks", {"one", "rest"}, {0, 1});
  const auto half = b.partition("half", {"near", "rest"}, {1, 0});
  b.lines = {{measure(MeasureKind::preserved), {looks}}, {measure(MeasureKind::margin), {half}}};
  std::vector<std::string> names;
  for (const auto& f : stats::measure(b.pass)) names.push_back(f.region.value_or("all"));
  CHECK(names == std::vector<std::string>{"all", "one", "looks.rest", "all", "near", "half.rest"});
}

TEST_CASE("a sum runs in blocks of 4096 rows, added in row order") {
  // Beside 2^53 a single 1 is lost, and 2 is not: the total tells how the sum was bracketed.
  const double big = 9007199254740992.0;
  const auto total = [&](std::int64_t rows) {
    Bench b;
    score::Numbers numbers(static_cast<std::size_t>(rows), 1.0);
    numbers[0] = big;
    const auto m = measure(MeasureKind::mean, {b.numbers(std::move(numbers))});
    return b.figure(m).value * static_cast<double>(rows);
  };
  const auto sum = [&](std::int64_t rows) {
    return stats::sum_rows(rows, nullptr, [&](std::int64_t row) { return row == 0 ? big : 1.0; })
        .total;
  };
  CHECK(sum(4095) == big);
  CHECK(sum(4096) == big);
  CHECK(sum(4097) == big);      // the second block is 1, lost too
  CHECK(sum(4098) == big + 2);  // the second block is 2
  CHECK(sum(8192) == big + 4096);
  CHECK(sum(8194) == big + 4098);
  CHECK(total(4098) == Approx(big + 2).epsilon(1e-15));
}

TEST_CASE("blocks are cut by the rows of the data set, not by those of the region") {
  const double big = 9007199254740992.0;
  score::Membership odd(8192);
  for (std::size_t i = 0; i < odd.size(); ++i) odd[i] = i % 2;
  const auto sum =
      stats::sum_rows(8192, &odd, [&](std::int64_t row) { return row == 1 ? big : 1.0; });
  CHECK(sum.n == 4096);
  CHECK(sum.total == big + 2048);  // one block of 4096 members would have lost every 1
}

TEST_CASE("around the block boundary every row is counted once") {
  for (const std::int64_t rows : {0, 1, 4095, 4096, 4097, 8191, 8192, 8193}) {
    const auto sum = stats::sum_rows(rows, nullptr, [](std::int64_t row) { return row + 1.0; });
    CHECK(sum.n == rows);
    CHECK(sum.total == static_cast<double>(rows * (rows + 1) / 2));
    const auto count = stats::count_rows(rows, nullptr, [](std::int64_t r) { return r % 2 == 0; });
    CHECK(count.n == rows);
    CHECK(count.total == static_cast<double>((rows + 1) / 2));
  }
}

TEST_CASE("measures agree with plain loops on random small-integer logits") {
  std::mt19937 random(7);
  for (int round = 0; round < 40; ++round) {
    const int classes = 2 + round % 4;
    const int rows = round % 5 == 0 ? 4097 : 1 + round * 13;
    std::uniform_int_distribution<int> logit(-3, 3), label(0, classes - 1), coin(0, 1);
    std::vector<float> before, after;
    std::vector<std::int64_t> labels;
    score::Membership region, other;
    for (int r = 0; r < rows; ++r) {
      for (int c = 0; c < classes; ++c) {
        before.push_back(static_cast<float>(logit(random)));
        after.push_back(static_cast<float>(logit(random)));
      }
      labels.push_back(label(random));
      region.push_back(static_cast<std::uint8_t>(coin(random)));
      other.push_back(static_cast<std::uint8_t>(coin(random)));
    }
    region[0] = 1;

    double n = 0, preserved = 0, accuracy = 0, margin = 0, change = 0, loss = 0, kl = 0, share = 0;
    double agreement = 0;
    for (int r = 0; r < rows; ++r) {
      if (!region[r]) continue;
      n += 1;
      const float* a = &before[static_cast<std::size_t>(r * classes)];
      const float* b = &after[static_cast<std::size_t>(r * classes)];
      int top_a = 0, top_b = 0;
      double sum_a = 0, sum_b = 0, changes = 0;
      for (int c = 0; c < classes; ++c) {
        if (a[c] > a[top_a]) top_a = c;
        if (b[c] > b[top_b]) top_b = c;
        sum_a += std::exp(static_cast<double>(a[c]));
        sum_b += std::exp(static_cast<double>(b[c]));
        changes += std::abs(a[c] - b[c]);
      }
      preserved += top_a == top_b;
      accuracy += top_b == labels[static_cast<std::size_t>(r)];
      margin += b[classes - 1] - b[0];
      change += changes / classes;
      loss += std::log(sum_b) - b[labels[static_cast<std::size_t>(r)]];
      for (int c = 0; c < classes; ++c) {
        const double p = std::exp(static_cast<double>(a[c])) / sum_a;
        const double q = std::exp(static_cast<double>(b[c])) / sum_b;
        kl += p * std::log(p / q);
      }
      share += other[r];
      agreement += other[r] == labels[static_cast<std::size_t>(r)];
    }

    Bench bench;
    bench.network(rows_of(classes, before), rows_of(classes, after));
    bench.labels = labels;
    bench.pass.labels = &bench.labels;
    const ExprId o = bench.region(other);
    const ExprId l = bench.numbers(score::Numbers(labels.begin(), labels.end()));
    auto m = measure(MeasureKind::margin);
    m.high = classes - 1;
    CHECK(bench.value(MeasureKind::preserved, &region) == preserved / n);
    CHECK(bench.value(MeasureKind::accuracy, &region) == accuracy / n);
    CHECK(bench.figure(m, &region).value == margin / n);
    CHECK(bench.value(MeasureKind::change, &region) == Approx(change / n).epsilon(1e-12));
    auto to_label = measure(MeasureKind::loss);
    to_label.to_label = true;
    CHECK(bench.figure(to_label, &region).value == Approx(loss / n).epsilon(1e-12));
    CHECK(bench.value(MeasureKind::kl, &region) == Approx(kl / n).epsilon(1e-12));
    CHECK(bench.figure(measure(MeasureKind::share, {o}), &region).value == share / n);
    CHECK(bench.figure(measure(MeasureKind::agreement, {o, l}), &region).value == agreement / n);
    CHECK(bench.figure(measure(MeasureKind::preserved), &region).n == static_cast<int>(n));
  }
}
