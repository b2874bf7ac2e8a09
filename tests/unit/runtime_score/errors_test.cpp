// SPDX-License-Identifier: MIT
#include <limits>

#include "runtime/score/table.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/program_builder.hpp"

using namespace hyp;
using test::Expr;
using test::ExprId;
using test::Function;

namespace {

// Five rows of a vector of 2, and what is said of `wrong`, the source text.
struct Fixture : test::ProgramBuilder {
  explicit Fixture(const std::string& wrong) : test::ProgramBuilder(wrong) {
    inputs.program = &program;
    inputs.datasets[d] = &rows;
    test::add_column<std::int64_t>(rows, "label", {0, 1, 2, 3, 4});
  }
  check::DataId d = data("d");
  model::Dataset rows = test::dataset<float>("d", {2}, {4, 1, 9, 2, 0, 0, -1, 3, 2, 0});
  score::Inputs inputs;

  ExprId first() { return subscript(input(), {0}); }
  ExprId second() { return subscript(input(), {1}); }
  std::string errors(ExprId number) {
    const auto table = score::evaluate(inputs, {d, {number}, {}, {}});
    REQUIRE_FALSE(table);
    return rendered(table.diagnostics);
  }
  std::string errors(check::PartitionId partition) {
    const auto table = score::evaluate(inputs, {d, {}, {}, {partition}});
    REQUIRE_FALSE(table);
    return rendered(table.diagnostics);
  }
};

}  // namespace

TEST_CASE("division by zero names the first row and what was divided") {
  Fixture f("score s = input[0] / input[1]");
  const ExprId quotient = f.arithmetic('/', f.first(), f.second(), "input[0] / input[1]");
  CHECK(f.errors(quotient) ==
        "error[E0701]: 0 is divided by zero in row 2 of `d`\n"
        " --> claim.hyp:1:11\n"
        "  |\n"
        "1 | score s = input[0] / input[1]\n"
        "  |           ^^^^^^^^^^^^^^^^^^^\n");
  const ExprId constant = f.arithmetic('/', f.constant(3), f.constant(0), "input[0] / input[1]");
  CHECK(f.rendered(score::evaluate_constant(f.inputs, constant).diagnostics).substr(0, 58) ==
        "error[E0701]: 3 is divided by zero in a constant\n --> clai");
}

TEST_CASE("functions that are undefined somewhere name the row and the value there") {
  Fixture f("score s = sqrt(input[0])");
  CHECK(f.errors(f.call(Function::sqrt, {f.first()}, "sqrt(input[0])")) ==
        "error[E0702]: `sqrt` of -1 is not a number in row 3 of `d`\n"
        " --> claim.hyp:1:11\n"
        "  |\n"
        "1 | score s = sqrt(input[0])\n"
        "  |           ^^^^^^^^^^^^^^\n"
        "  = help: limit it first: `sqrt(max(..., 0))`\n");
  const std::string log = f.errors(f.call(Function::log, {f.second()}));
  CHECK(log.starts_with("error[E0702]: `log` of 0 is minus infinity in row 2 of `d`\n"));
  CHECK(log.ends_with("help: limit it first: `log(max(..., 1e-9))`\n"));
  const ExprId large = f.arithmetic('*', f.second(), f.constant(400));
  CHECK(f.errors(f.call(Function::exp, {large}))
            .starts_with("error[E0702]: `exp` of 800 is infinity in row 1 of `d`\n"));
  // Of a tensor: the element that it was taken of.
  CHECK(f.errors(f.call(Function::sum, {f.call(Function::log, {f.input()})}))
            .starts_with("error[E0702]: `log` of 0 is minus infinity in row 2 of `d`\n"));
}

TEST_CASE("a result too large for binary64 is an error where it arises") {
  Fixture f("score s = input * 1e308");
  const ExprId product = f.arithmetic('*', f.input(), f.constant(1e308), "input * 1e308");
  CHECK(
      f.errors(f.compare(Expr::CompareOp::less, f.call(Function::max, {product}), f.constant(0))) ==
      "error[E0703]: the result is infinity in row 0 of `d`: the numbers are too large for "
      "binary64\n"
      " --> claim.hyp:1:11\n"
      "  |\n"
      "1 | score s = input * 1e308\n"
      "  |           ^^^^^^^^^^^^^\n");
  f.rows = test::dataset<double>("d", {2}, {1, 2, -1e308, -1e308});
  for (const auto reduction : {Function::sum, Function::mean}) {
    CHECK(f.errors(f.call(reduction, {f.input()}))
              .starts_with("error[E0703]: the result is minus infinity in row 1 of `d`"));
  }
  CHECK(f.errors(f.call(Function::norm, {f.input()}))
            .starts_with("error[E0703]: the result is infinity in row 1 of `d`"));
  CHECK(f.errors(f.call(Function::dot, {f.input(), f.input()}))
            .starts_with("error[E0703]: the result is infinity in row 1 of `d`"));
  // Two huge numbers may be divided: no zero is blamed.
  CHECK(f.errors(f.arithmetic('/', f.first(), f.constant(1e-300)))
            .starts_with("error[E0703]: the result is minus infinity in row 1 of `d`"));
}

TEST_CASE("the first bad row is named, whichever step fails first") {
  // The left side fails in row 3, the right side in row 2.
  Fixture f("?");
  const ExprId left = f.call(Function::sqrt, {f.first()});
  const ExprId right = f.call(Function::log, {f.second()});
  CHECK(f.errors(f.arithmetic('+', left, right))
            .starts_with("error[E0702]: `log` of 0 is minus infinity in row 2 of `d`"));
}

TEST_CASE("an error in a score is told once, however many read it") {
  Fixture f("?");
  const ExprId bad = f.score("bad", f.call(Function::log, {f.second()}));
  const ExprId more = f.arithmetic('+', bad, bad);
  const ExprId above = f.compare(Expr::CompareOp::greater, bad, f.constant(0));
  const ExprId other = f.call(Function::sqrt, {f.first()});
  const auto table = score::evaluate(f.inputs, {f.d, {more, bad, other}, {above}, {}});
  REQUIRE(table.diagnostics.size() == 2);
  CHECK(diag::info(table.diagnostics[0].code).id == "E0702");
  CHECK(f.rendered(table.diagnostics).find("`sqrt` of -1") != std::string::npos);
}

TEST_CASE("tensors of two shapes do not fit; both are shown") {
  Fixture f("score s = sum(input * other[0].input)");
  const auto other = f.data("other");
  model::Dataset three = test::dataset<float>("other", {3}, {1, 2, 3});
  f.inputs.datasets[other] = &three;
  const ExprId wrong = f.expr(Expr::ExampleInput{other, 0}, "other[0].input");
  const ExprId product = f.arithmetic('*', f.input("input"), wrong, "input * other[0].input");
  const ExprId sum = f.call(Function::sum, {product});
  const std::string text =
      "error[E0380]: `*` needs one shape on both sides, but saw [2] and [3]\n"
      " --> claim.hyp:1:23\n"
      "  |\n"
      "1 | score s = sum(input * other[0].input)\n"
      "  |               -----   ^^^^^^^^^^^^^^\n"
      "  |               |\n"
      "  |               this has shape [2]\n";
  CHECK(f.errors(sum) == text);
  // Once, although two experiments ask.
  const auto diagnosed =
      score::diagnose(f.inputs, {{f.d, {sum}, {}, {}}, {f.d, {sum, product}, {}, {}}}, {});
  CHECK(f.rendered(diagnosed) == text);
  CHECK(f.errors(f.call(Function::dot, {f.input(), f.constant(1)}))
            .starts_with("error[E0380]: `dot` needs one shape on both sides, but saw [2] and a "
                         "number\n"));
  CHECK(f.errors(f.call(Function::dot, {f.constant(1), f.input("input")}))
            .find("this is one number") != std::string::npos);
  CHECK(f.errors(f.compare(Expr::CompareOp::less, wrong, f.input()))
            .starts_with("error[E0380]: `<` needs one shape"));
}

TEST_CASE("where one number is needed a tensor is an error") {
  Fixture f("score s = input");
  f.rows.inputs.shape = {5, 2, 1};
  CHECK(f.errors(f.score("s", f.input("input"))) ==
        "error[E0381]: one number per example is needed here, but this has shape [2, 1]\n"
        " --> claim.hyp:1:11\n"
        "  |\n"
        "1 | score s = input\n"
        "  |           ^^^^^\n"
        "  = help: take `sum(...)` or `mean(...)` of it, or one element: `[0, 0]`\n");
  CHECK(f.errors(f.call(Function::max, {f.input(), f.constant(0)}))
            .starts_with("error[E0381]: one number"));
}

TEST_CASE("subscripts must lie inside the shape") {
  Fixture f("score s = input[2]");
  CHECK(f.errors(f.subscript(f.input(), {2}, "input[2]")) ==
        "error[E0382]: index 2 is out of range: axis 0 of [2] has extent 2\n"
        " --> claim.hyp:1:11\n"
        "  |\n"
        "1 | score s = input[2]\n"
        "  |           ^^^^^^^^\n"
        "  = help: indices go from 0 to 1\n");
  CHECK(f.errors(f.subscript(f.input(), {-1})).starts_with("error[E0382]: index -1 is out"));
  CHECK(f.errors(f.subscript(f.input(), {0, 0}, "input[2]")) ==
        "error[E0383]: 2 indices are too many for [2]\n"
        " --> claim.hyp:1:11\n"
        "  |\n"
        "1 | score s = input[2]\n"
        "  |           ^^^^^^^^\n");
}

TEST_CASE("rows and columns that do not exist") {
  Fixture f("let x = d[5].input");
  CHECK(f.errors(f.subscript(f.expr(Expr::ExampleInput{f.d, 5}, "d[5].input"), {0})) ==
        "error[E0384]: `d` has no row 5\n"
        " --> claim.hyp:1:9\n"
        "  |\n"
        "1 | let x = d[5].input\n"
        "  |         ^^^^^^^^^^\n"
        "  = help: its rows go from 0 to 4\n");
  const std::string both = f.errors(f.expr(Expr::ExampleColumn{f.d, -1, "x"}));
  CHECK(both.find("error[E0384]: `d` has no row -1\n") != std::string::npos);
  CHECK(both.find("error[E0385]: `d` has no column `x`\n") != std::string::npos);
  CHECK(f.errors(f.column("lable", "let")) ==
        "error[E0385]: `d` has no column `lable`\n"
        " --> claim.hyp:1:1\n"
        "  |\n"
        "1 | let x = d[5].input\n"
        "  | ^^^\n"
        "  = note: its columns are `label`\n"
        "  = help: did you mean `label`?\n");
  f.rows.columns.clear();
  CHECK(f.errors(f.column("label")).find("note: it has no columns\n") != std::string::npos);
}

TEST_CASE("a column of one data set says nothing about the rows of another") {
  Fixture f("other.x0");
  const auto other = f.data("other");
  CHECK(f.errors(f.expr(Expr::ColumnRef{other, "x0"}, "other.x0")) ==
        "error[E0386]: `x0` is a column of `other`, but here the examples come from `d`\n"
        " --> claim.hyp:1:1\n"
        "  |\n"
        "1 | other.x0\n"
        "  | ^^^^^^^^\n");
}

TEST_CASE("mean, min and max need a number to begin with") {
  Fixture f("max(input)");
  f.rows.inputs = test::array({5, 0}, std::vector<float>{});
  CHECK(f.errors(f.call(Function::max, {f.input()}, "max(input)")) ==
        "error[E0387]: `max` needs at least one number, but this has shape [0]\n"
        " --> claim.hyp:1:1\n"
        "  |\n"
        "1 | max(input)\n"
        "  | ^^^^^^^^^^\n");
}

TEST_CASE("a partition holds every row exactly once, or says which it does not") {
  Fixture f("partition looks { low: a; high: b }");
  using Op = Expr::CompareOp;
  const auto label = [&] { return f.column("label"); };
  const ExprId low = f.compare(Op::less, label(), f.constant(2));
  const ExprId high = f.compare(Op::greater, label(), f.constant(3));
  const ExprId some = f.compare(Op::greater, label(), f.constant(0));
  const auto fine = f.partition("looks", {{"high", high}, {"low", low}, {"rest", std::nullopt}});
  const ExprId which = f.expr(Expr::PartitionRef{fine});
  const ExprId rest = f.expr(Expr::MemberRef{fine, 2});
  const auto table = score::evaluate(f.inputs, {f.d, {which}, {rest}, {fine}});
  REQUIRE(table);
  CHECK(table->partitions.at(fine) == std::vector<std::uint32_t>{1, 1, 2, 2, 0});
  CHECK(table->numbers.at(which) == score::Numbers{1, 1, 2, 2, 0});
  CHECK(table->regions.at(rest) == score::Membership{0, 0, 1, 1, 0});

  CHECK(f.errors(f.partition("looks", {{"low", low}, {"high", high}})) ==
        "error[E0440]: `looks` leaves out 2 of the 5 rows of `d`, the first is row 2\n"
        " --> claim.hyp:1:11\n"
        "  |\n"
        "1 | partition looks { low: a; high: b }\n"
        "  |           ^^^^^\n"
        "  = help: add a last member: `rest: otherwise`\n");
  const auto overlap = f.partition("looks", {{"low", low}, {"high", some}});
  const std::string text =
      "error[E0441]: members of `looks` overlap on 1 of the 5 rows of `d`: row 1, the first, lies "
      "in `low` and `high`\n"
      " --> claim.hyp:1:11\n"
      "  |\n"
      "1 | partition looks { low: a; high: b }\n"
      "  |           ^^^^^   ----    ----- `high` is defined here\n"
      "  |                   |\n"
      "  |                   `low` is defined here\n"
      "  = help: narrow one of them, or let the last member be `otherwise`, which takes what no "
      "other "
      "holds\n";
  CHECK(f.errors(overlap) == text);
  CHECK(f.errors(f.expr(Expr::MemberRef{overlap, 0})) == text);
  // Both at once.
  const std::string both = f.errors(f.partition("looks", {{"low", high}, {"high", high}}));
  CHECK(both.find("leaves out 4 of the 5 rows") != std::string::npos);
  CHECK(both.find("overlap on 1 of the 5 rows of `d`: row 4") != std::string::npos);
}
