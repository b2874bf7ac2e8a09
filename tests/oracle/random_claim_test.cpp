// SPDX-License-Identifier: MIT
// The generator makes claims that check, and the oracle agrees with itself on them: what it samples
// is what it enumerates, and every draw lies in the set it belongs to.
#include "tests/oracle/random_claim.hpp"

#include <algorithm>
#include <cmath>
#include <set>

#include "lang/graph/correspondence.hpp"
#include "tests/oracle/oracle.hpp"
#include "tests/support/catch.hpp"

using namespace hyp::oracle;

namespace {

// The sum of the logits' part, weighted so that units are told apart.
double summary(const Run& run) {
  double sum = 0;
  for (std::size_t i = 0; i < run.output.parts.size(); ++i) {
    sum += static_cast<double>(i + 1) * run.output.parts[i];
  }
  return sum;
}

}  // namespace

TEST_CASE("the same seed gives the same claim, another seed another") {
  CHECK(random_claim(7, 2).text == random_claim(7, 2).text);
  CHECK(random_claim(7, 2).text != random_claim(8, 2).text);
  CHECK(random_claim(7, 2).text != random_claim(7, 1).text);
}

TEST_CASE("random claims check, few are refused, and they say all there is to say") {
  for (const int depth : {1, 2, 3}) {
    int refused = 0, untested = 0;
    std::string all;
    constexpr int kClaims = 150;
    for (std::uint64_t seed = 0; seed < kClaims; ++seed) {
      const RandomClaim claim = random_claim(seed, depth);
      all += claim.text;
      INFO(claim.text);
      const auto setting = claim.setting();  // throws with the errors where it does not check
      const auto graph = hyp::graph::build(setting->program(), {0});
      REQUIRE(graph.value);  // nothing that is refused before any data is touched
      try {
        const World world = setting->world();
        const Oracle oracle(world);
        const auto& tested = oracle.tested();
        untested += std::count(tested.begin(), tested.end(), false) > 0 ? 1 : 0;
        for (std::int64_t r = 0; r < world.rows(world.references); ++r) {
          if (!tested[static_cast<std::size_t>(r)]) continue;
          const Run run = oracle.sample(Mode::scrub, seed, 0, r);
          REQUIRE(!run.output.parts.empty());
          REQUIRE(run.output.logits.size() == 2);
        }
      } catch (const Refused&) {
        ++refused;
      }
    }
    INFO("depth " << depth << ": " << refused << " refused, " << untested << " partly tested");
    CHECK(refused < kClaims / 3);
    CHECK(untested > kClaims / 20);
    for (const char* said :
         {"itself",  "any",      "shuffled",         "from ",   "same (",   "within ", "nearest ",
          "near ",   "fixed ",   "excluding itself", "of more", "allow",    "when ",   "otherwise:",
          "up to",   "together", "others together",  " via ",   " others ", "group ",  " except ",
          "is not ", "width"}) {
      INFO(said);
      CHECK(all.find(said) != std::string::npos);
    }
  }
}

TEST_CASE("what is sampled is what is enumerated") {
  constexpr std::uint32_t kTrials = 400;
  int compared = 0;
  for (const int depth : {1, 2}) {
    for (std::uint64_t seed = 0; seed < 80; ++seed) {
      const RandomClaim claim = random_claim(seed, depth);
      const auto setting = claim.setting();
      INFO(claim.text);
      try {
        const World world = setting->world();
        const Oracle oracle(world);
        const auto& tested = oracle.tested();
        std::int64_t r = 0;
        while (r < world.rows(world.references) && !tested[static_cast<std::size_t>(r)]) ++r;
        if (r == world.rows(world.references)) continue;
        double total = 0, mean = 0, square = 0;
        std::set<Values> possible;
        oracle.enumerate(
            Mode::scrub, r,
            [&](const Run& run, double probability) {
              total += probability;
              mean += probability * summary(run);
              square += probability * summary(run) * summary(run);
              possible.insert(run.output.parts);
            },
            3'000);
        CHECK(total == Approx(1));
        double sampled = 0;
        for (std::uint32_t trial = 0; trial < kTrials; ++trial) {
          const Run run = oracle.sample(Mode::scrub, 3, trial, r);
          sampled += summary(run);
          REQUIRE(possible.contains(run.output.parts));
        }
        const double variance = std::max(0.0, square - mean * mean);
        const double error = std::sqrt(variance / kTrials) + 1e-9 * (1 + std::abs(mean));
        CHECK(std::abs(sampled / kTrials - mean) <= 4 * error);
        ++compared;
      } catch (const Refused&) {
        continue;  // cannot be tested, or too many combinations
      }
    }
  }
  CHECK(compared > 30);
}
