// SPDX-License-Identifier: MIT
#include "runtime/model/summary.hpp"

#include <limits>

#include "tests/support/catch.hpp"
#include "tests/support/program_builder.hpp"

using namespace hyp;
using Classes = std::vector<std::pair<std::int64_t, std::int64_t>>;

TEST_CASE("a summary leaves out what is no number, and counts it") {
  const float nan = std::numeric_limits<float>::quiet_NaN();
  const auto summary = model::summarize(test::array({4}, std::vector<float>{1, nan, -2, 4}));
  CHECK(summary.min == -2);
  CHECK(summary.max == 4);
  CHECK(summary.mean == 1);
  CHECK(summary.not_numbers == 1);
  CHECK(summary.classes.empty());
  const auto none = model::summarize(test::array({1}, std::vector<float>{nan}));
  CHECK(!none.min);
  CHECK(!none.mean);
}

TEST_CASE("a vector of few whole numbers is counted value by value") {
  const auto labels = test::array({5}, std::vector<std::int64_t>{3, -1, 3, 3, 0});
  CHECK(model::summarize(labels).classes == Classes{{-1, 1}, {0, 1}, {3, 3}});
  const auto grid = test::array({2, 2}, std::vector<std::int64_t>{3, 3, 3, 3});
  CHECK(model::summarize(grid).classes.empty());
  std::vector<std::int64_t> many(model::kMostClasses);
  for (std::size_t i = 0; i < many.size(); ++i) many[i] = static_cast<std::int64_t>(i);
  const auto size = static_cast<std::int64_t>(many.size());
  CHECK(model::summarize(test::array({size}, many)).classes.size() == model::kMostClasses);
  const auto large = std::numeric_limits<std::int64_t>::max();
  const auto apart =
      model::summarize(test::array({2}, std::vector<std::int64_t>{large, large - 1}));
  CHECK(apart.classes.empty());
  CHECK(apart.max == 9223372036854775808.0);
  many.push_back(1000);
  CHECK(model::summarize(test::array({size + 1}, many)).classes.empty());
}
