// SPDX-License-Identifier: MIT
#include <cmath>

#include "runtime/score/table.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/program_builder.hpp"

using namespace hyp;
using test::Expr;
using test::ExprId;
using test::Function;

namespace {

// Three rows of a 2 x 2 input.
struct Fixture : test::ProgramBuilder {
  check::DataId images = data("images");
  model::Dataset rows =
      test::dataset<float>("images", {2, 2}, {1, 2, 3, 4, 0, -5, 2, 1, 8, 8, -8, -8});
  score::Inputs inputs;

  Fixture() {
    test::add_column<std::int64_t>(rows, "label", {7, 0, 3});
    inputs.program = &program;
    inputs.datasets[images] = &rows;
  }

  score::Numbers numbers(ExprId expr) {
    auto table = score::evaluate(inputs, {images, {expr}, {}, {}});
    INFO(rendered(table.diagnostics));
    REQUIRE(table);
    return table->numbers.at(expr);
  }
  score::Membership members(ExprId expr) {
    auto table = score::evaluate(inputs, {images, {}, {expr}, {}});
    INFO(rendered(table.diagnostics));
    REQUIRE(table);
    return table->regions.at(expr);
  }
};

}  // namespace

TEST_CASE_METHOD(Fixture, "tensors are reduced to one number a row") {
  CHECK(numbers(call(Function::sum, {input()})) == score::Numbers{10, -2, 0});
  CHECK(numbers(call(Function::mean, {input()})) == score::Numbers{2.5, -0.5, 0});
  CHECK(numbers(call(Function::min, {input()})) == score::Numbers{1, -5, -8});
  CHECK(numbers(call(Function::max, {input()})) == score::Numbers{4, 2, 8});
  CHECK(numbers(call(Function::norm, {input()})) ==
        score::Numbers{std::sqrt(30.0), std::sqrt(30.0), 16});
  const ExprId first = expr(Expr::ExampleInput{images, 0});
  CHECK(numbers(call(Function::dot, {input(), first})) == score::Numbers{30, 0, -32});
  CHECK(numbers(call(Function::dot, {first, input()})) == score::Numbers{30, 0, -32});
}

TEST_CASE_METHOD(Fixture, "a tensor of no number sums to 0 and has norm 0") {
  rows = test::dataset<float>("images", {1}, {1, 2});
  rows.inputs = test::array({2, 0}, std::vector<float>{});
  CHECK(numbers(call(Function::sum, {input()})) == score::Numbers{0, 0});
  CHECK(numbers(call(Function::norm, {input()})) == score::Numbers{0, 0});
  CHECK(numbers(call(Function::sum, {arithmetic('+', input(), constant(1))})) ==
        score::Numbers{0, 0});
}

TEST_CASE_METHOD(Fixture, "subscripts pick elements and slices, row-major") {
  CHECK(numbers(subscript(input(), {0, 1})) == score::Numbers{2, -5, 8});
  CHECK(numbers(call(Function::sum, {subscript(input(), {1})})) == score::Numbers{7, 3, -16});
  const ExprId row = subscript(input(), {1});
  CHECK(numbers(subscript(row, {0})) == score::Numbers{3, 2, -8});
  const ExprId doubled = arithmetic('*', input(), constant(2));
  CHECK(numbers(subscript(doubled, {1, 1})) == score::Numbers{8, 2, -16});
  CHECK(numbers(call(Function::dot, {subscript(input(), {0}), subscript(input(), {1})})) ==
        score::Numbers{11, -5, -128});
}

TEST_CASE_METHOD(Fixture, "arithmetic fits one number to a tensor, on either side") {
  const ExprId x = subscript(input(), {0, 0});
  CHECK(numbers(call(Function::sum, {arithmetic('-', input(), x)})) == score::Numbers{6, -2, -32});
  CHECK(numbers(call(Function::sum, {arithmetic('-', x, input())})) == score::Numbers{-6, 2, 32});
  CHECK(numbers(call(Function::sum, {arithmetic('+', input(), input())})) ==
        score::Numbers{20, -4, 0});
  const ExprId first = expr(Expr::ExampleInput{images, 0});
  CHECK(numbers(call(Function::sum, {arithmetic('*', input(), first)})) ==
        score::Numbers{30, 0, -32});
  CHECK(numbers(call(Function::sum, {arithmetic('/', input(), first)})) ==
        score::Numbers{4, 0.0 - 5.0 / 2 + 2.0 / 3 + 1.0 / 4, 8.0 + 4 - 8.0 / 3 - 2});
  CHECK(numbers(arithmetic('/', x, constant(4))) == score::Numbers{0.25, 0, 2});
  CHECK(numbers(expr(Expr::Negate{x})) == score::Numbers{-1, 0, -8});
}

TEST_CASE_METHOD(Fixture, "leading axes of extent 1 do not count") {
  rows.inputs.shape = {3, 1, 2, 2};
  const auto flat = data("flat");
  model::Dataset other = test::dataset<float>("flat", {2, 2}, {1, 0, 0, 0});
  inputs.datasets[flat] = &other;
  const ExprId mask = expr(Expr::ExampleInput{flat, 0});
  CHECK(numbers(call(Function::sum, {arithmetic('*', input(), mask)})) == score::Numbers{1, 0, 8});
  CHECK(numbers(call(Function::sum, {arithmetic('*', mask, input())})) == score::Numbers{1, 0, 8});
  CHECK(numbers(call(Function::dot, {input(), mask})) == score::Numbers{1, 0, 8});
  // The longer shape stays: three indices reach an element.
  CHECK(numbers(subscript(arithmetic('+', mask, input()), {0, 0, 0})) == score::Numbers{2, 1, 9});

  rows = test::dataset<float>("images", {1, 1}, {5, 6});
  CHECK(numbers(input()) == score::Numbers{5, 6});
}

TEST_CASE_METHOD(Fixture, "functions of each element, and the least and largest of several") {
  const ExprId x = subscript(input(), {0, 0}), y = subscript(input(), {1, 1});
  CHECK(numbers(call(Function::abs, {y})) == score::Numbers{4, 1, 8});
  CHECK(numbers(call(Function::sqrt, {x})) == score::Numbers{1, 0, std::sqrt(8.0)});
  CHECK(numbers(call(Function::exp, {y})) ==
        score::Numbers{std::exp(4.0), std::exp(1.0), std::exp(-8.0)});
  CHECK(numbers(call(Function::log, {call(Function::abs, {y})})) ==
        score::Numbers{std::log(4.0), 0, std::log(8.0)});
  CHECK(numbers(call(Function::sum, {call(Function::abs, {input()})})) ==
        score::Numbers{10, 8, 32});
  CHECK(numbers(call(Function::max, {x, y})) == score::Numbers{4, 1, 8});
  CHECK(numbers(call(Function::min, {x, y, constant(0.5)})) == score::Numbers{0.5, 0, -8});
  CHECK(numbers(call(Function::max, {constant(3), x, y})) == score::Numbers{4, 3, 8});
}

TEST_CASE_METHOD(Fixture, "comparisons and their combinations are regions") {
  using Op = Expr::CompareOp;
  const ExprId x = subscript(input(), {0, 0});  // 1 0 8
  CHECK(members(compare(Op::less, x, constant(1))) == score::Membership{0, 1, 0});
  CHECK(members(compare(Op::less_equal, x, constant(1))) == score::Membership{1, 1, 0});
  CHECK(members(compare(Op::greater, x, constant(1))) == score::Membership{0, 0, 1});
  CHECK(members(compare(Op::greater_equal, x, constant(1))) == score::Membership{1, 0, 1});
  CHECK(members(compare(Op::equal, column("label"), constant(7))) == score::Membership{1, 0, 0});
  CHECK(members(compare(Op::not_equal, column("label"), constant(7))) ==
        score::Membership{0, 1, 1});
  const ExprId small = region("small", compare(Op::less, x, constant(5)));
  const ExprId odd = region("odd", compare(Op::greater, column("label"), constant(2)));
  CHECK(members(small) == score::Membership{1, 1, 0});
  CHECK(members(expr(Expr::Logic{Expr::LogicOp::conjunction, small, odd})) ==
        score::Membership{1, 0, 0});
  CHECK(members(expr(Expr::Logic{Expr::LogicOp::disjunction, small, odd})) ==
        score::Membership{1, 1, 1});
  CHECK(members(expr(Expr::Not{small})) == score::Membership{0, 0, 1});
  // The same on every row.
  CHECK(members(compare(Op::less, constant(1), constant(2))) == score::Membership{1, 1, 1});
}

TEST_CASE_METHOD(Fixture, "bytes are k / 255 in binary64") {
  rows = test::dataset<std::uint8_t>("images", {2}, {0, 1, 2, 255, 128, 77});
  CHECK(numbers(subscript(input(), {0})) == score::Numbers{0, 2.0 / 255, 128.0 / 255});
  CHECK(numbers(subscript(input(), {1})) == score::Numbers{1.0 / 255, 1, 77.0 / 255});
  CHECK(numbers(subscript(expr(Expr::ExampleInput{images, 2}), {1})) ==
        score::Numbers(3, 77.0 / 255));
}

TEST_CASE_METHOD(Fixture, "sums run from the first element to the last") {
  // In any other order the 1 survives.
  rows = test::dataset<double>("images", {4}, {1, 1e16, -1e16, 0, 1e16, -1e16, 1, 0, 0, 0, 0, 3});
  CHECK(numbers(call(Function::sum, {input()})) == score::Numbers{0, 1, 3});
}

TEST_CASE_METHOD(Fixture, "lets are constants, and an environment takes their place") {
  const auto clue = let("clue", expr(Expr::ExampleInput{images, 0}));
  const auto twice = let("twice", arithmetic('*', constant(2), expr(Expr::LetRef{clue})));
  const auto threshold = let("threshold", constant(8));
  const ExprId likeness =
      score("likeness", call(Function::sum, {arithmetic('*', input(), expr(Expr::LetRef{twice}))}));
  CHECK(numbers(likeness) == score::Numbers{60, 0, -64});
  const ExprId above =
      region("above", compare(Expr::CompareOp::greater, likeness, expr(Expr::LetRef{threshold})));
  CHECK(members(above) == score::Membership{1, 0, 0});
  inputs.environment[threshold] = -64.5;
  CHECK(members(above) == score::Membership{1, 1, 1});
  CHECK(*score::evaluate_constant(inputs, expr(Expr::LetRef{threshold})) == -64.5);
  CHECK(*score::evaluate_constant(inputs, call(Function::sum, {expr(Expr::LetRef{twice})})) == 20);
  CHECK(*score::evaluate_constant(inputs, expr(Expr::ExampleColumn{images, 2, "label"})) == 3);
  CHECK(*score::evaluate_constant(inputs,
                                  compare(Expr::CompareOp::less, constant(1), constant(2))) == 1);
}

TEST_CASE_METHOD(Fixture, "sites and groups are what was captured on the rows") {
  const auto net = model("net", {{"input", {2, 2}}, {"map", {2, 2}}, {"logit", {}}});
  score::Captured captured;
  const check::SiteId map{1}, logit{2};
  captured.sites[{net, images, map}] = {3, 4, {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12}};
  captured.sites[{net, images, logit}] = {3, 1, {0.5F, -1, 2}};
  inputs.captured = &captured;
  CHECK(numbers(expr(Expr::SiteRef{net, logit})) == score::Numbers{0.5, -1, 2});
  CHECK(numbers(subscript(expr(Expr::SiteRef{net, map}), {1, 0})) == score::Numbers{3, 7, 11});
  const auto column_one =
      group("column_one", {check::SitePlace{net, map, {}, {{1, {1, 1}}}}, std::nullopt, at("?")});
  const ExprId ones = expr(Expr::GroupRef{column_one});
  CHECK(numbers(call(Function::sum, {ones})) == score::Numbers{6, 14, 22});
  CHECK(numbers(subscript(ones, {1})) == score::Numbers{4, 8, 12});
}

TEST_CASE_METHOD(Fixture, "a node's value is its expression on the same row") {
  check::Hypothesis hypothesis;
  check::Node node;
  node.value = compare(Expr::CompareOp::greater, subscript(input(), {0, 0}), constant(0));
  hypothesis.nodes = {check::Node{}, node};
  inputs.hypothesis = &hypothesis;
  CHECK(members(expr(Expr::Not{expr(Expr::NodeRef{check::NodeId{1}})})) ==
        score::Membership{0, 1, 0});
}

TEST_CASE_METHOD(Fixture, "columns of the named data set are those of the rows at hand") {
  CHECK(numbers(expr(Expr::ColumnRef{images, "label"})) == score::Numbers{7, 0, 3});
  CHECK(numbers(column("label")) == score::Numbers{7, 0, 3});
}
