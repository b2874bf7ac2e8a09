// SPDX-License-Identifier: MIT
// Random expressions against an evaluator that takes one row at a time and keeps nothing.
#include <cmath>
#include <map>
#include <random>

#include "runtime/score/table.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/program_builder.hpp"

using namespace hyp;
using test::Expr;
using test::ExprId;
using test::Function;

namespace {

using Tensor = std::vector<double>;  // one element: a number

// The meaning of an expression on one row, by recursion alone.
class Naive {
 public:
  Naive(const check::Program& program, const model::Dataset& data)
      : program_(program), data_(data) {}

  Tensor value(ExprId id, std::int64_t row) const {
    const auto& node = program_[id].node;
    if (const auto* n = std::get_if<Expr::Constant>(&node)) return {n->value};
    if (const auto* n = std::get_if<Expr::LetRef>(&node)) return value(program_[n->let].value, row);
    if (const auto* n = std::get_if<Expr::ScoreRef>(&node)) {
      return value(program_[n->score].value, row);
    }
    if (const auto* n = std::get_if<Expr::RegionRef>(&node)) {
      return value(program_[n->region].value, row);
    }
    if (std::get_if<Expr::InputRef>(&node)) return example(row);
    if (const auto* n = std::get_if<Expr::ExampleInput>(&node)) return example(n->row);
    if (const auto* n = std::get_if<Expr::Subscript>(&node)) {
      return {value(n->object, row)[static_cast<std::size_t>(n->at[0])]};
    }
    if (const auto* n = std::get_if<Expr::Negate>(&node)) return {negated(value(n->operand, row))};
    if (const auto* n = std::get_if<Expr::Not>(&node)) return {1 - value(n->operand, row)[0]};
    if (const auto* n = std::get_if<Expr::Arithmetic>(&node)) {
      return both(value(n->left, row), value(n->right, row), [&](double a, double b) {
        switch (n->op) {
          case Expr::ArithmeticOp::add:
            return a + b;
          case Expr::ArithmeticOp::subtract:
            return a - b;
          case Expr::ArithmeticOp::multiply:
            return a * b;
          default:
            return a / b;
        }
      });
    }
    if (const auto* n = std::get_if<Expr::Compare>(&node)) {
      const double a = value(n->left, row)[0], b = value(n->right, row)[0];
      return {n->op == Expr::CompareOp::less ? double(a < b) : double(a >= b)};
    }
    if (const auto* n = std::get_if<Expr::Logic>(&node)) {
      const bool a = value(n->left, row)[0] != 0, b = value(n->right, row)[0] != 0;
      return {n->op == Expr::LogicOp::conjunction ? double(a && b) : double(a || b)};
    }
    return call(std::get<Expr::Call>(node), row);
  }

 private:
  Tensor example(std::int64_t row) const {
    Tensor all;
    const std::int64_t n = check::elements(data_.input_shape());
    for (std::int64_t i = 0; i < n; ++i) all.push_back(data_.input(row, i));
    return all;
  }
  static Tensor negated(Tensor a) {
    for (double& x : a) x = -x;
    return a;
  }
  template <typename Op>
  static Tensor both(const Tensor& a, const Tensor& b, Op op) {
    Tensor out;
    for (std::size_t i = 0; i < std::max(a.size(), b.size()); ++i) {
      out.push_back(op(a[a.size() == 1 ? 0 : i], b[b.size() == 1 ? 0 : i]));
    }
    return out;
  }
  Tensor call(const Expr::Call& call, std::int64_t row) const {
    Tensor a = value(call.arguments[0], row);
    if (call.arguments.size() == 2) {
      const Tensor b = value(call.arguments[1], row);
      if (call.function == Function::max) return {a[0] > b[0] ? a[0] : b[0]};
      double sum = 0;  // dot
      for (std::size_t i = 0; i < a.size(); ++i) sum = sum + a[i] * b[i];
      return {sum};
    }
    double sum = 0, squares = 0, least = a[0];
    for (const double x : a) {
      sum = sum + x;
      squares = squares + x * x;
      least = x < least ? x : least;
    }
    switch (call.function) {
      case Function::sum:
        return {sum};
      case Function::mean:
        return {sum / double(a.size())};
      case Function::norm:
        return {std::sqrt(squares)};
      case Function::min:
        return {least};
      default:
        break;
    }
    for (double& x : a) x = call.function == Function::abs ? std::fabs(x) : std::exp(x);
    return a;
  }

  const check::Program& program_;
  const model::Dataset& data_;
};

// Expressions of a given depth, about inputs of shape [kWidth].
constexpr std::int64_t kWidth = 5;
class Generator : public test::ProgramBuilder {
 public:
  explicit Generator(unsigned seed) : random_(seed) {}

  ExprId number(int depth) {
    switch (below(depth == 0 ? 2 : 9)) {
      case 0:
        return constant(below(7) - 3);
      case 1:
        return subscript(tensor(depth == 0 ? 0 : depth - 1), {below(kWidth)});
      case 2: {
        const Function reductions[] = {Function::sum, Function::mean, Function::norm,
                                       Function::min};
        return call(reductions[below(4)], {tensor(depth - 1)});
      }
      case 3:
        return call(Function::dot, {tensor(depth - 1), tensor(depth - 1)});
      case 4:
        return call(Function::max, {number(depth - 1), number(depth - 1)});
      case 5:
        return score("s", number(depth - 1));
      case 6:
        return arithmetic("+-*"[below(3)], number(depth - 1), number(depth - 1));
      case 7: {  // never by zero
        const ExprId size = call(Function::abs, {number(depth - 1)});
        return arithmetic('/', number(depth - 1), arithmetic('+', size, constant(1)));
      }
      default:
        return call(Function::exp, {expr(Expr::Negate{call(Function::abs, {number(depth - 1)})})});
    }
  }
  ExprId tensor(int depth) {
    switch (below(depth == 0 ? 2 : 6)) {
      case 0:
        return input();
      case 1:
        return expr(Expr::LetRef{let("l", expr(Expr::ExampleInput{{0}, below(kRows)}))});
      case 2:
        return arithmetic("+-*"[below(3)], tensor(depth - 1), tensor(depth - 1));
      case 3:
        return arithmetic("+-*"[below(3)], tensor(depth - 1), number(depth - 1));
      case 4:
        return arithmetic("+-*"[below(3)], number(depth - 1), tensor(depth - 1));
      default:
        return call(Function::abs, {tensor(depth - 1)});
    }
  }
  ExprId condition(int depth) {
    switch (below(depth == 0 ? 1 : 4)) {
      case 0:
        return compare(below(2) ? Expr::CompareOp::less : Expr::CompareOp::greater_equal,
                       number(depth), number(depth));
      case 1:
        return expr(Expr::Logic{below(2) ? Expr::LogicOp::conjunction : Expr::LogicOp::disjunction,
                                condition(depth - 1), condition(depth - 1)});
      case 2:
        return expr(Expr::Not{condition(depth - 1)});
      default:
        return region("r", condition(depth - 1));
    }
  }
  int below(int n) { return static_cast<int>(random_() % static_cast<unsigned>(n)); }

  static constexpr int kRows = 7;

 private:
  std::mt19937 random_;
};

// Of every kind of number a file can hold.
model::Dataset examples(Generator& make, std::int64_t rows) {
  const auto count = static_cast<std::size_t>(rows * kWidth);
  if (make.below(2)) {
    std::vector<std::uint8_t> bytes(count);
    for (auto& byte : bytes) byte = static_cast<std::uint8_t>(make.below(256));
    return test::dataset("d", {kWidth}, bytes);
  }
  std::vector<float> numbers(count);
  for (auto& x : numbers) x = static_cast<float>(make.below(4001) - 2000) / 1000;
  return test::dataset("d", {kWidth}, numbers);
}

}  // namespace

TEST_CASE("random expressions have the bits of an evaluation row by row") {
  int varied = 0;
  for (unsigned seed = 0; seed < 400; ++seed) {
    Generator make(seed);
    const auto d = make.data("d");
    const model::Dataset data = examples(make, Generator::kRows);
    const ExprId number = make.number(4), region = make.condition(3);
    score::Inputs inputs;
    inputs.program = &make.program;
    inputs.datasets[d] = &data;
    const auto table = score::evaluate(inputs, {d, {number}, {region}, {}});
    INFO("seed " << seed << "\n" << make.rendered(table.diagnostics));
    const Naive naive(make.program, data);
    if (!table) {  // products of products may overflow; then the row by row value is no number
      bool finite = true;
      for (std::int64_t r = 0; r < data.rows; ++r) {
        finite = finite && std::isfinite(naive.value(number, r)[0]);
        naive.value(region, r);
      }
      CHECK_FALSE(finite);
      continue;
    }
    score::Numbers expected;
    score::Membership holds;
    for (std::int64_t r = 0; r < data.rows; ++r) {
      expected.push_back(naive.value(number, r)[0]);
      holds.push_back(naive.value(region, r)[0] != 0);
    }
    CHECK(table->numbers.at(number) == expected);
    CHECK(table->regions.at(region) == holds);
    varied += expected.front() != expected.back() ? 1 : 0;
  }
  CHECK(varied > 100);
}

TEST_CASE("results do not depend on how many rows stand around a row") {
  for (const std::int64_t rows : {1, 3, 4, 5, 4095, 4096, 4097, 8193}) {
    Generator make(99);
    const auto d = make.data("d");
    std::vector<float> numbers(static_cast<std::size_t>(rows * kWidth));
    for (auto& x : numbers) x = static_cast<float>(make.below(4001) - 2000) / 1000;
    const model::Dataset data = test::dataset("d", {kWidth}, numbers);
    const ExprId sum = make.call(Function::sum, {make.arithmetic('*', make.input(), make.input())});
    const ExprId first = make.subscript(make.input(), {0});
    const ExprId region = make.compare(Expr::CompareOp::less, sum, first);
    score::Inputs inputs;
    inputs.program = &make.program;
    inputs.datasets[d] = &data;
    const auto table = score::evaluate(inputs, {d, {sum, first}, {region}, {}});
    REQUIRE(table);
    REQUIRE(table->rows == rows);
    const Naive naive(make.program, data);
    for (std::int64_t r = 0; r < rows; ++r) {
      const auto i = static_cast<std::size_t>(r);
      REQUIRE(table->numbers.at(sum)[i] == naive.value(sum, r)[0]);
      REQUIRE(table->numbers.at(first)[i] == naive.value(first, r)[0]);
      REQUIRE(table->regions.at(region)[i] == (naive.value(region, r)[0] != 0));
    }
  }
}

TEST_CASE("an error far down is found at its row") {
  for (const std::int64_t bad : {0, 1637, 1638, 4095, 4096, 4999}) {
    test::ProgramBuilder build;
    const auto d = build.data("d");
    std::vector<float> numbers(5000 * kWidth, 1.0F);
    numbers[static_cast<std::size_t>(bad * kWidth + 2)] = 0;
    if (bad < 4999) numbers[4999 * kWidth] = 0;
    const model::Dataset data = test::dataset("d", {kWidth}, numbers);
    score::Inputs inputs;
    inputs.program = &build.program;
    inputs.datasets[d] = &data;
    const ExprId sum = build.call(Function::sum, {build.call(Function::log, {build.input()})});
    const auto table = score::evaluate(inputs, {d, {sum}, {}, {}});
    REQUIRE(table.diagnostics.size() == 1);
    CHECK(build.rendered(table.diagnostics)
              .starts_with("error[E0702]: `log` of 0 is minus infinity in row " +
                           std::to_string(bad) + " of `d`\n"));
  }
}
