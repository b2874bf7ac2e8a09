// SPDX-License-Identifier: MIT
#include "runtime/score/principal_axes.hpp"

#include "tests/support/catch.hpp"
#include "tests/support/network_builder.hpp"

using namespace hyp;

TEST_CASE("principal axes are eigenvectors of the covariance, over more than one block of rows") {
  constexpr std::int64_t kRows = 9000, kWidth = 7;
  test::Random random(4);
  model::Activations values{kRows, kWidth, {}};
  std::vector<std::uint8_t> in;
  for (std::int64_t r = 0; r < kRows; ++r) {
    const float shared = random.uniform(-3, 3);
    for (int i = 0; i < kWidth; ++i) {
      values.values.push_back(1000.0F + shared * static_cast<float>(i) + random.uniform(-1, 1));
    }
    in.push_back(r % 3 == 0 ? 0 : 1);
  }
  const auto found = score::principal_axes(values, in.data());
  REQUIRE(found.axes.size() == kWidth);
  // The covariance by definition.
  const auto centre = score::mean(values, in.data());
  double total = 0, counted = 0;
  std::vector<std::vector<double>> covariance(kWidth, std::vector<double>(kWidth));
  for (std::int64_t r = 0; r < kRows; ++r) {
    if (!in[static_cast<std::size_t>(r)]) continue;
    ++counted;
    for (std::size_t i = 0; i < kWidth; ++i) {
      for (std::size_t j = 0; j < kWidth; ++j) {
        covariance[i][j] += (values.row(r)[i] - centre[i]) * (values.row(r)[j] - centre[j]);
      }
    }
  }
  CHECK(counted == 6000);
  for (std::size_t i = 0; i < kWidth; ++i) total += covariance[i][i];
  double explained = 0;
  for (std::size_t a = 0; a < kWidth; ++a) {
    const auto& axis = found.axes[a];
    CHECK(score::dot(axis, axis) == Approx(1).epsilon(1e-13));
    for (std::size_t i = 0; i < kWidth; ++i) {
      CHECK(score::dot(covariance[i], axis) ==
            Approx(found.explained[a] * total * axis[i]).margin(1e-10 * total));
    }
    if (a > 0) CHECK(found.explained[a] <= found.explained[a - 1]);
    explained += found.explained[a];
    const auto largest = std::max_element(
        axis.begin(), axis.end(), [](double x, double y) { return std::abs(x) < std::abs(y); });
    CHECK(*largest > 0);
  }
  CHECK(explained == Approx(1));
}
