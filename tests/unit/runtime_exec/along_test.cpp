// SPDX-License-Identifier: MIT
// Overrides along a basis: by hand, and in LibTorch against plain arithmetic.
#include "runtime/exec/along.hpp"

#include <cmath>

#include "tests/support/catch.hpp"
#include "tests/support/fake_executor.hpp"
#include "tests/support/network_builder.hpp"
#include "tests/support/quiet.hpp"

using namespace hyp;
using check::SiteId;

namespace {

score::Basis basis(std::int64_t width, std::vector<double> rows) {
  score::Basis made;
  made.width = width;
  made.dimension = static_cast<std::int64_t>(rows.size()) / width;
  made.rows = std::move(rows);
  return made;
}

// Orthonormal rows of which no number is special.
score::Basis random_basis(std::int64_t dimension, std::int64_t width, test::Random random) {
  std::vector<double> rows;
  for (std::int64_t k = 0; k < dimension; ++k) {
    std::vector<double> row;
    for (std::int64_t i = 0; i < width; ++i) row.push_back(random.uniform(-1, 1));
    for (std::int64_t j = 0; j < k; ++j) {
      double along = 0;
      for (std::int64_t i = 0; i < width; ++i) along += row[i] * rows[j * width + i];
      for (std::int64_t i = 0; i < width; ++i) row[i] -= along * rows[j * width + i];
    }
    double length = 0;
    for (const double v : row) length += v * v;
    for (const double v : row) rows.push_back(v / std::sqrt(length));
  }
  return basis(width, std::move(rows));
}

std::vector<model::Activations> run(exec::Executor& executor, const exec::Forward& forward) {
  test::Quiet quiet;
  auto read = executor.forward(forward, quiet);
  REQUIRE(read);
  return std::move(*read);
}

struct Net {
  test::NetworkBuilder builder{{6}};
  SiteId hidden = builder.add("hidden", check::Linear{9, true}, {test::kInput}, {9});
  SiteId bent =
      builder.add("bent", check::Elementwise{check::Elementwise::Function::relu}, {hidden}, {9});
  SiteId logits = builder.add("logits", check::Linear{3, true}, {bent}, {3});
  model::Network network = builder.finish();
  model::Dataset data = test::random_dataset(700, {6}, test::Random(2));
  exec::Forward pass;

  Net() {
    pass.data = &data;
    pass.read = {bent, logits};
  }
  std::unique_ptr<exec::Executor> executor(int threads = 2) {
    auto opened = exec::open_executor(network, {.threads = threads});
    REQUIRE(opened);
    return std::move(*opened);
  }
  // In LibTorch and in plain loops.
  void compare() {
    test::FakeExecutor fake(network);
    const auto seen = run(*executor(), pass);
    const auto wanted = run(fake, pass);
    for (std::size_t s = 0; s < pass.read.size(); ++s) {
      for (std::size_t i = 0; i < seen[s].values.size(); ++i) {
        REQUIRE(seen[s].values[i] == Approx(wanted[s].values[i]).epsilon(1e-5).margin(1e-5));
      }
    }
  }
};

}  // namespace

TEST_CASE("the part along a basis is the donor's, what is orthogonal stays") {
  std::vector<float> value = {1, 2, 3};
  const std::vector<float> donor = {10, 20, 30};
  exec::replace_along(basis(3, {0.6, 0.8, 0}), donor, value);
  // Along: 2.2 becomes 22; orthogonal to it [-0.32, 0.24, 3] stays.
  CHECK(value[0] == Approx(1 + 0.6 * 19.8));
  CHECK(value[1] == Approx(2 + 0.8 * 19.8));
  CHECK(value[2] == 3);
  value = {1, 2, 3};
  exec::replace_along(basis(3, {1, 0, 0, 0, 1, 0, 0, 0, 1}), donor, value);
  CHECK(value == donor);
  value = {0.1F, 0.2F, 0.3F};
  const std::vector<float> before = value;
  exec::replace_along(basis(3, {0.6, 0.8, 0}), before, value);
  CHECK(value == before);
}

TEST_CASE_METHOD(Net, "LibTorch replaces along a basis as plain loops do, row by row") {
  const auto along = random_basis(3, 9, test::Random(5));
  model::Activations donors{700, 9, {}};
  test::Random random(6);
  for (int i = 0; i < 700 * 9; ++i) donors.values.push_back(random.uniform(-2, 2));
  for (std::uint32_t i = 0; i < 700; ++i) pass.rows.push_back((i * 13) % 700);
  pass.overrides = {{bent, {}, donors, &along}};
  compare();
  pass.overrides = {{hidden, {}, std::vector<float>(9, 0.5F), &along}};
  compare();
}

TEST_CASE_METHOD(Net,
                 "several overrides of one site happen in the order in which they are written") {
  const auto first = basis(9, {0.6, 0.8, 0, 0, 0, 0, 0, 0, 0});
  const auto second = basis(9, {0, 1, 0, 0, 0, 0, 0, 0, 0});  // oblique to the first
  const std::vector<float> ones(9, 1.0F), zeros(9, 0.0F);
  const exec::Override constant{bent, {0, 1}, std::vector<float>{2, -1}};
  const auto row0 = [&](std::vector<exec::Override> overrides) {
    pass.overrides = std::move(overrides);
    compare();
    const auto read = run(*executor(), pass);
    return std::vector<float>{read[0].row(0)[0], read[0].row(0)[1]};
  };
  // [2, -1]: along 0.4 -> 1.4 gives [2.6, -0.2]; the second component then 0.
  CHECK(row0({constant, {bent, {}, ones, &first}, {bent, {}, zeros, &second}})[0] == Approx(2.6F));
  CHECK(row0({constant, {bent, {}, ones, &first}, {bent, {}, zeros, &second}})[1] == 0);
  // [2, 0]: along 1.2 -> 1.4 gives [2.12, 0.16].
  const auto other = row0({constant, {bent, {}, zeros, &second}, {bent, {}, ones, &first}});
  CHECK(other[0] == Approx(2.12F));
  CHECK(other[1] == Approx(0.16F));
  CHECK(row0({{bent, {}, ones, &first}, constant}) == std::vector<float>{2, -1});
}

TEST_CASE_METHOD(Net, "the bits of a row replaced along a basis do not depend on its neighbours") {
  const auto along = random_basis(2, 9, test::Random(7));
  model::Activations donors{700, 9, {}};
  test::Random random(8);
  for (int i = 0; i < 700 * 9; ++i) donors.values.push_back(random.uniform(-2, 2));
  pass.overrides = {{hidden, {}, donors, &along}};
  const auto whole = run(*executor(1), pass);
  model::Activations last{1, 9, {donors.row(699), donors.row(699) + 9}};
  pass.rows = {699};
  pass.overrides = {{hidden, {}, last, &along}};
  const auto one = run(*executor(3), pass);
  CHECK(std::vector<float>(whole[1].row(699), whole[1].row(699) + 3) == one[1].values);
}
