// SPDX-License-Identifier: MIT
#include <cmath>
#include <random>

#include "runtime/score/table.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/program_builder.hpp"

using namespace hyp;
using test::Expr;
using test::ExprId;
using Kind = Expr::Statistic::Kind;

namespace {

// Four rows; a site of three units, and a map of two units at two positions.
struct Fixture : test::ProgramBuilder {
  check::DataId d = data("d");
  check::ModelId net = model("net", {{"input", {1}}, {"units", {3}}, {"map", {2, 2}}});
  check::SiteId units{1}, map{2};
  model::Dataset rows = test::dataset<float>("d", {1}, {0, 1, 2, 3});
  score::Captured captured;
  score::Inputs inputs;

  explicit Fixture(const std::string& text = "?") : test::ProgramBuilder(text) {
    captured.sites[{net, d, units}] = {4, 3, {0, 1, -2, 0, 2, 4, 0, 3, -6, 0, 6, 8}};
    captured.sites[{net, d, map}] = {4, 4, {1, 2, 0, 0, 3, 4, 0, 0, 5, 6, 0, 1, 7, 8, 0, 0}};
    inputs.program = &program;
    inputs.datasets[d] = &rows;
    inputs.captured = &captured;
  }

  ExprId statistic(Kind kind, std::optional<ExprId> in = std::nullopt) {
    return expr(Expr::Statistic{kind, in}, "max in none");
  }
  check::Set where(check::SiteId site, ExprId predicate) {
    const check::PlaceRef place{check::SitePlace{net, site, {}, {}}, check::Where{predicate, d},
                                at("?")};
    return {{{check::Set::Join::start, place}}, at("?")};
  }
  std::vector<std::int64_t> elements(check::SiteId site, ExprId predicate) {
    const check::Set set = where(site, predicate);
    const auto parts = score::resolve(inputs, set);
    INFO(rendered(parts.diagnostics));
    REQUIRE(parts);
    if (parts->empty()) return {};
    REQUIRE(parts->size() == 1);
    CHECK(parts->front().site == site);
    return parts->front().elements;
  }
  // The units whose statistic is exactly `value`.
  std::vector<std::int64_t> equal(check::SiteId site, ExprId statistic, double value) {
    return elements(site, compare(Expr::CompareOp::equal, statistic, constant(value)));
  }
};

using Elements = std::vector<std::int64_t>;

}  // namespace

TEST_CASE_METHOD(Fixture, "`where` keeps the units whose statistics satisfy it") {
  CHECK(equal(units, statistic(Kind::max), 0) == Elements{0});
  CHECK(equal(units, statistic(Kind::max), 6) == Elements{1});
  CHECK(equal(units, statistic(Kind::min), -6) == Elements{2});
  CHECK(equal(units, statistic(Kind::mean), 3) == Elements{1});
  CHECK(equal(units, statistic(Kind::mean), 1) == Elements{2});
  CHECK(equal(units, statistic(Kind::active), 0.5) == Elements{2});
  CHECK(equal(units, statistic(Kind::active), 1) == Elements{1});
  CHECK(equal(units, statistic(Kind::std), std::sqrt(3.5)) == Elements{1});
  CHECK(equal(units, statistic(Kind::max), 77).empty());
}

TEST_CASE_METHOD(Fixture, "statistics of a map's unit are over every position") {
  CHECK(equal(map, statistic(Kind::max), 8) == Elements{0, 1});
  CHECK(equal(map, statistic(Kind::mean), 4.5) == Elements{0, 1});
  CHECK(equal(map, statistic(Kind::active), 0.125) == Elements{2, 3});
  CHECK(equal(map, statistic(Kind::min), 0) == Elements{2, 3});
}

TEST_CASE_METHOD(Fixture, "a statistic may be over a region, and differ by unit") {
  const ExprId late =
      region("late", compare(Expr::CompareOp::greater, subscript(input(), {0}), constant(1.5)));
  CHECK(equal(units, statistic(Kind::min, late), 3) == Elements{1});
  CHECK(equal(units, statistic(Kind::mean, late), 1) == Elements{2});
  CHECK(equal(units, statistic(Kind::std, late), 7) == Elements{2});
  CHECK(elements(units, compare(Expr::CompareOp::greater, statistic(Kind::mean, late),
                                statistic(Kind::mean))) == Elements{1});
  CHECK(elements(units, compare(Expr::CompareOp::less, constant(1), constant(2))) ==
        Elements{0, 1, 2});
}

TEST_CASE_METHOD(Fixture, "a group by statistics can be read as activations") {
  const ExprId active = compare(Expr::CompareOp::greater, statistic(Kind::active), constant(0));
  const auto live = group("live", std::get<check::PlaceRef>(where(units, active).terms[0].operand));
  const ExprId sum = call(test::Function::sum, {expr(Expr::GroupRef{live})});
  const auto table = score::evaluate(inputs, {d, {sum}, {}, {}});
  REQUIRE(table);
  CHECK(table->numbers.at(sum) == score::Numbers{-1, 6, -3, 14});
}

TEST_CASE("a statistic over a region without example is an error") {
  Fixture f("group g = net.units where max in none == 0 on d");
  const ExprId none =
      f.compare(Expr::CompareOp::greater, f.subscript(f.input(), {0}), f.constant(9));
  const ExprId predicate = f.compare(Expr::CompareOp::equal,
                                     f.statistic(Kind::max, f.region("none", none)), f.constant(0));
  const auto parts = score::resolve(f.inputs, f.where(f.units, predicate));
  REQUIRE_FALSE(parts);
  CHECK(f.rendered(parts.diagnostics) ==
        "error[E0704]: `max` is over no example: none of `d` lies in this region\n"
        " --> claim.hyp:1:27\n"
        "  |\n"
        "1 | group g = net.units where max in none == 0 on d\n"
        "  |                           ^^^^^^^^^^^\n");
}

TEST_CASE("errors in a predicate name the unit, and what is wrong in its region the row") {
  Fixture f;
  const ExprId root = f.call(test::Function::sqrt, {f.statistic(Kind::min)});
  const ExprId predicate = f.compare(Expr::CompareOp::equal, root, f.constant(0));
  const auto parts = score::resolve(f.inputs, f.where(f.units, predicate));
  CHECK(f.rendered(parts.diagnostics)
            .starts_with("error[E0702]: `sqrt` of -6 is not a number in unit 2 of `net.units`\n"));

  const ExprId bad = f.region(
      "bad", f.compare(Expr::CompareOp::greater, f.subscript(f.input(), {3}), f.constant(0)));
  const ExprId wrong =
      f.compare(Expr::CompareOp::equal, f.statistic(Kind::max, bad), f.constant(0));
  const check::Set set = f.where(f.units, wrong);
  const auto none = score::resolve(f.inputs, set);
  REQUIRE_FALSE(none);
  const std::string text = f.rendered(none.diagnostics);
  CHECK(text.starts_with("error[E0382]: index 3 is out of range: axis 0 of [1] has extent 1\n"));
  // The same before anything is captured, and through a group.
  f.inputs.captured = nullptr;
  CHECK(f.rendered(score::diagnose(f.inputs, {}, {&set})) == text);
  const auto g = f.group("g", std::get<check::PlaceRef>(set.terms[0].operand));
  const ExprId read = f.call(test::Function::sum, {f.expr(Expr::GroupRef{g})});
  CHECK(f.rendered(score::diagnose(f.inputs, {{f.d, {read, read}, {}, {}}}, {&set})) == text);
}

TEST_CASE("an error at the start of a chain of groups is found once") {
  Fixture f;
  const ExprId bad = f.region(
      "bad", f.compare(Expr::CompareOp::greater, f.subscript(f.input(), {3}), f.constant(0)));
  const ExprId wrong =
      f.compare(Expr::CompareOp::equal, f.statistic(Kind::max, bad), f.constant(0));
  auto last = f.group("g", std::get<check::PlaceRef>(f.where(f.units, wrong).terms[0].operand));
  for (int i = 0; i < 60; ++i) {  // 2^60 ways lead from the last to the first
    const check::PlaceRef before{last, std::nullopt, f.at("?")};
    last = f.group("g", before);
    f.program.groups.back().set.terms.push_back({check::Set::Join::unite, before});
  }
  const auto parts = score::resolve(f.inputs, f.program[last].set);
  REQUIRE_FALSE(parts);
  CHECK(parts.diagnostics.size() == 1);
}

TEST_CASE("what cannot be seen without activations is taken to fit") {
  Fixture f;
  const ExprId any = f.compare(Expr::CompareOp::less, f.constant(1), f.constant(2));
  const auto g = f.group("g", std::get<check::PlaceRef>(f.where(f.units, any).terms[0].operand));
  const ExprId read = f.expr(Expr::GroupRef{g});
  const ExprId seventh = f.subscript(read, {7});
  const ExprId product = f.arithmetic('*', read, f.expr(Expr::ExampleInput{f.d, 0}));
  f.inputs.captured = nullptr;
  CHECK(score::diagnose(f.inputs, {{f.d, {seventh, product}, {}, {}}}, {}).empty());
  f.inputs.datasets.clear();
  CHECK(score::diagnose(f.inputs, {{f.d, {f.subscript(f.input(), {7}), f.column("x")}, {}, {}}}, {})
            .empty());
}

TEST_CASE("statistics run in blocks of 4096 rows, combined in row order") {
  for (const std::int64_t rows : {4095, 4096, 4097, 9000}) {
    model::Activations activations{rows, 3, {}};
    std::mt19937 random(static_cast<unsigned>(rows));
    for (std::int64_t i = 0; i < rows * 3; ++i) {
      activations.values.push_back(static_cast<float>(random() % 2000001) / 1e6F - 1);
    }
    score::Membership odd;
    for (std::int64_t r = 0; r < rows; ++r) odd.push_back(static_cast<std::uint8_t>(r % 2));
    for (const bool restricted : {false, true}) {
      const score::Membership* in = restricted ? &odd : nullptr;
      std::vector<float> mean, least, largest;
      for (const std::int64_t e : {2, 0}) {
        double total = 0;
        std::int64_t n = 0;
        float low = 9, high = -9;
        for (std::int64_t from = 0; from < rows; from += 4096) {
          double block = 0;
          for (std::int64_t r = from; r < rows && r < from + 4096; ++r) {
            if (restricted && r % 2 == 0) continue;
            const float x = activations.values[static_cast<std::size_t>(r * 3 + e)];
            block += x;
            low = std::min(low, x);
            high = std::max(high, x);
            ++n;
          }
          total += block;
        }
        mean.push_back(static_cast<float>(total / static_cast<double>(n)));
        least.push_back(low);
        largest.push_back(high);
      }
      CHECK(score::statistic(activations, {2, 0}, score::Statistic::mean, in) == mean);
      CHECK(score::statistic(activations, {2, 0}, score::Statistic::min, in) == least);
      CHECK(score::statistic(activations, {2, 0}, score::Statistic::max, in) == largest);
    }
  }
}

TEST_CASE("a statistic of no row is not a number") {
  const model::Activations activations{2, 1, {1, 2}};
  const score::Membership none{0, 0};
  for (const auto kind : {score::Statistic::mean, score::Statistic::min, score::Statistic::max}) {
    CHECK(std::isnan(score::statistic(activations, {0}, kind, &none).at(0)));
  }
  CHECK(score::statistic(activations, {}, score::Statistic::mean, nullptr).empty());
}

TEST_CASE("captured sites are found by network, data and site") {
  score::Captured captured;
  captured.sites[{check::ModelId{1}, check::DataId{2}, check::SiteId{3}}] = {1, 1, {7}};
  CHECK(captured.find({1}, {2}, {3})->values[0] == 7);
  CHECK(captured.find({1}, {3}, {2}) == nullptr);
}
