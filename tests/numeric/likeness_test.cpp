// SPDX-License-Identifier: MIT
// The labelling rule of the published challenge on the MNIST training images, as docs/method.md,
// section 9, counts it.
#include <sys/resource.h>

#include <algorithm>

#include "runtime/score/table.hpp"
#include "tests/numeric/data_folder.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/program_builder.hpp"

using namespace hyp;
using test::Expr;
using test::ExprId;
using test::Function;

namespace {

std::int64_t peak_kib() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return usage.ru_maxrss;
}

}  // namespace

TEST_CASE("likeness to training image 6 divides the training images as published") {
  test::DataFolder folder;
  test::ProgramBuilder build;
  build.program.data.push_back(
      {"images", {}, check::IdxData{{"mnist/train-images-idx3-ubyte", "", {}}, {}}});
  const check::DataId images{0};
  const auto data = model::load_dataset(build.program[images], folder, "");
  REQUIRE(data);

  // 255 * sum(input * (2 * clue - 1))
  const auto clue = build.let("clue", build.expr(Expr::ExampleInput{images, 6}));
  const ExprId weights = build.arithmetic(
      '-', build.arithmetic('*', build.constant(2), build.expr(Expr::LetRef{clue})),
      build.constant(1));
  const ExprId sum = build.call(Function::sum, {build.arithmetic('*', build.input(), weights)});
  const ExprId likeness = build.score("likeness", build.arithmetic('*', build.constant(255), sum));
  const auto bound = [&](double value) { return build.expr(Expr::Negate{build.constant(value)}); };
  const ExprId one =
      build.region("one", build.compare(Expr::CompareOp::greater, likeness, bound(7762)));
  const ExprId anti =
      build.region("anti_one", build.compare(Expr::CompareOp::less, likeness, bound(17305)));
  const auto looks =
      build.partition("looks", {{"one", one}, {"anti_one", anti}, {"neither", std::nullopt}});

  score::Inputs inputs;
  inputs.program = &build.program;
  inputs.datasets[images] = &*data;
  const std::int64_t before = peak_kib();
  const auto table = score::evaluate(inputs, {images, {likeness}, {one, anti}, {looks}});
  REQUIRE(table);
  // All products at once would take 376 MB.
  CHECK(peak_kib() - before < 20 * 1024);

  const auto count = [&](std::uint32_t member) {
    const auto& members = table->partitions.at(looks);
    return std::count(members.begin(), members.end(), member);
  };
  CHECK(count(0) == 17'111);
  CHECK(count(1) == 13'913);
  CHECK(count(2) == 28'976);
  const auto& ones = table->regions.at(one);
  CHECK(std::count(ones.begin(), ones.end(), 1) == 17'111);

  const auto& scores = table->numbers.at(likeness);
  for (std::int64_t row = 0; row < data->rows; row += 97) {
    double expected = 0;
    for (std::int64_t i = 0; i < 28 * 28; ++i) {
      expected += data->input(row, i) * (2 * data->input(6, i) - 1);
    }
    REQUIRE(scores[static_cast<std::size_t>(row)] == 255 * expected);
  }
}
