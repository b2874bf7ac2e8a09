// SPDX-License-Identifier: MIT
#include "runtime/stats/logits.hpp"

#include <cmath>
#include <limits>
#include <vector>

#include "tests/support/catch.hpp"

using namespace hyp;
using V = std::vector<float>;

TEST_CASE("argmax takes the lowest index among equals") {
  CHECK(stats::argmax(V{2, 2}) == 0);
  CHECK(stats::argmax(V{1, 2}) == 1);
  CHECK(stats::argmax(V{0, 3, 3, 1}) == 1);
  CHECK(stats::argmax(V{-1}) == 0);
  CHECK(stats::argmax(V{-0.0f, 0.0f}) == 0);
  CHECK(stats::argmax(V{0.0f, -0.0f}) == 0);
}

TEST_CASE("for two classes argmax is the sign of the margin, to the smallest float") {
  const float tiny = std::numeric_limits<float>::denorm_min();
  for (const V& l : {V{0, tiny}, V{tiny, 0}, V{1, std::nextafter(1.0f, 2.0f)}, V{1e30f, -1e30f},
                     V{3, 3}, V{-tiny, tiny}}) {
    CHECK((stats::margin(l, 1, 0) > 0) == (stats::argmax(l) == 1));
  }
  CHECK(stats::margin(V{0, tiny}, 1, 0) == static_cast<double>(tiny));
}

TEST_CASE("a margin is the difference of the two logits named") {
  CHECK(stats::margin(V{1, 4, 16}, 2, 0) == 15);
  CHECK(stats::margin(V{1, 4, 16}, 0, 1) == -3);
}

TEST_CASE("cross-entropy by hand") {
  CHECK(stats::cross_entropy(V{0, 0}, 0) == Approx(std::log(2.0)).epsilon(1e-15));
  CHECK(stats::cross_entropy(V{0, 0, 0, 0}, 3) == Approx(std::log(4.0)).epsilon(1e-15));
  const float ln3 = std::log(3.0f);  // softmax (1/4, 3/4)
  CHECK(stats::cross_entropy(V{0, ln3}, 0) == Approx(std::log(4.0)).epsilon(1e-7));
  CHECK(stats::cross_entropy(V{0, ln3}, 1) == Approx(std::log(4.0 / 3)).epsilon(1e-7));
  CHECK(stats::cross_entropy(V{5}, 0) == 0);
}

TEST_CASE("cross-entropy neither overflows nor loses a small loss beside 1") {
  CHECK(stats::cross_entropy(V{1e4f, 0}, 1) == 1e4);
  CHECK(stats::cross_entropy(V{-3e38f, 3e38f}, 0) ==
        Approx(static_cast<double>(3e38f) * 2).epsilon(1e-15));
  CHECK(stats::cross_entropy(V{50, 0}, 0) == Approx(std::exp(-50.0)).epsilon(1e-15));
  CHECK(stats::cross_entropy(V{50, 0}, 0) > 0);
  // the target need not be the first, nor a largest logit the only one
  CHECK(stats::cross_entropy(V{0, 50, 50}, 2) == Approx(std::log(2.0)).epsilon(1e-15));
}

TEST_CASE("divergence by hand: clean first") {
  CHECK(stats::divergence(V{1, 2, 3}, V{1, 2, 3}) == 0);
  const float ln3 = std::log(3.0f);
  // (1/4, 3/4) against (1/2, 1/2), and the other way round
  CHECK(stats::divergence(V{0, ln3}, V{0, 0}) ==
        Approx(0.25 * std::log(0.5) + 0.75 * std::log(1.5)).epsilon(1e-6));
  CHECK(stats::divergence(V{0, 0}, V{0, ln3}) ==
        Approx(0.5 * std::log(2.0) + 0.5 * std::log(2.0 / 3)).epsilon(1e-6));
  // a shift of all logits changes no probability
  CHECK(stats::divergence(V{1, 2}, V{101, 102}) == Approx(0).margin(1e-15));
  // a probability of zero adds nothing
  CHECK(stats::divergence(V{1e4f, 0}, V{0, 0}) == Approx(std::log(2.0)).epsilon(1e-15));
}

TEST_CASE("change is the mean over classes of the absolute differences") {
  CHECK(stats::mean_absolute_change(V{0, 0, 0, 0}, V{1, -2, 0, 3}) == 1.5);
  CHECK(stats::mean_absolute_change(V{1, 2}, V{1, 2}) == 0);
}
