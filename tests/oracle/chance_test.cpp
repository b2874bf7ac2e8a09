// SPDX-License-Identifier: MIT
// The probability that a claim keeps its word on one reference, against the oracle's enumeration of
// every combination of donors; and what it says of a run's trials, against that run.
#include <cmath>

#include "runtime/stats/chance.hpp"
#include "runtime/stats/logits.hpp"
#include "tests/oracle/compare.hpp"
#include "tests/oracle/random_claim.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/quiet.hpp"

using namespace hyp;
using namespace hyp::oracle;
using stats::ChanceMethod;

namespace {

constexpr std::uint32_t kTrials = 5;
constexpr std::int64_t kMostRuns = 500;  // of the oracle, for one reference

struct Counts {
  int exact = 0, sorted = 0, between = 0, deep = 0, swaps = 0, sampled = 0;
};

// One reference of a claim, asked of both.
class Asked {
 public:
  Asked(Engine& engine, const Oracle& oracle, const World& world, Mode mode, std::uint64_t seed,
        Counts& counts)
      : oracle_(oracle), world_(world), mode_(mode), seed_(seed), counts_(counts) {
    scrub_ = engine.plan(mode_of(mode), plan::Variant::as_written);
    if (!scrub_) return;
    combinations_ = engine.combinations(*scrub_);
    answer_ = engine.run({mode_of(mode), plan::Variant::as_written, {seed, kTrials, 1, {}}});
  }

  void compare_all() {
    if (!answer_ || (mode_ == Mode::swap && !scrub_->prediction)) return;
    for (std::int64_t r = 0; r < answer_->rows; ++r) {
      if (answer_->tested(r)) compare(r);
    }
  }

 private:
  [[nodiscard]] stats::Chance chance(std::int64_t r, std::vector<ChanceMethod> methods) {
    stats::ChanceQuestion question;
    question.row = r;
    question.answer = clean(r);
    question.seed = seed_;
    question.run_trials = kTrials;
    question.trials = 64;
    question.methods = std::move(methods);
    test::Quiet listener;
    auto found = stats::chance_of(*scrub_, *combinations_, question, listener);
    REQUIRE(found);
    return *found;
  }
  [[nodiscard]] std::int64_t clean(std::int64_t r) const {
    return stats::argmax(oracle_.clean({world_.references, r}).logits);
  }
  [[nodiscard]] bool kept(std::span<const double> logits, std::int64_t r) const {
    return stats::argmax(logits) == clean(r);
  }

  void compare(std::int64_t r) {
    double expected = 0;
    try {
      const auto add = [&](const Run& run, double probability) {
        const bool hit = mode_ == Mode::swap ? run.obeyed.value() : kept(run.output.logits, r);
        expected += hit ? probability : 0;
      };
      (void)oracle_.enumerate(mode_, r, add, kMostRuns);
    } catch (const Refused&) {
      return;  // too many combinations for it
    }
    const auto found = chance(r, {ChanceMethod::enumerate});
    if (std::isnan(found.value)) return;
    INFO("row " << r);
    CHECK(found.value == Approx(expected).margin(1e-9));
    ++counts_.exact;
    counts_.between += expected > 0.01 && expected < 0.99 ? 1 : 0;
    counts_.deep += scrub_->tree.visits.size() > 1 ? 1 : 0;
    counts_.swaps += mode_ == Mode::swap ? 1 : 0;
    std::int64_t hits = 0;
    for (std::uint32_t t = 0; t < found.run_trials; ++t) {
      const bool hit = mode_ == Mode::swap ? answer_->obeyed[t][static_cast<std::size_t>(r)] != 0
                                           : kept(answer_->at(t, r), r);
      hits += hit ? 1 : 0;
    }
    CHECK(found.run_hits == hits);
    const auto sorted = chance(r, {ChanceMethod::sort});
    if (!std::isnan(sorted.value)) {
      CHECK(sorted.value == Approx(expected).margin(1e-9));
      CHECK(sorted.combinations == found.combinations);
      ++counts_.sorted;
    }
    if (r != 0 || !answer_->ran.random) return;
    const auto sampled = chance(r, {ChanceMethod::sample});
    CHECK(std::abs(sampled.value - expected) <= 5 * std::sqrt(0.25 / 64));
    CHECK(!sampled.exact);
    ++counts_.sampled;
  }

  const Oracle& oracle_;
  const World& world_;
  Mode mode_;
  std::uint64_t seed_;
  Counts& counts_;
  std::unique_ptr<plan::Scrub> scrub_;
  std::unique_ptr<exec::Combinations> combinations_;
  std::unique_ptr<Answer> answer_;
};

}  // namespace

TEST_CASE("the chance of one reference is what the oracle's enumeration gives") {
  Counts counts;
  for (const int depth : {1, 2}) {
    for (std::uint64_t seed = 0; seed < 60; ++seed) {
      const RandomClaim claim = random_claim(seed, depth);
      const auto setting = claim.setting();
      World world = setting->world();
      world.environment[world.claim().parameters.at(0)] = static_cast<double>(seed % 4);
      INFO(claim.text << "depth " << depth << ", seed " << seed);
      try {
        const Oracle oracle(world);
        Engine engine(world, Machine::fake);
        for (const auto mode : {Mode::scrub, Mode::swap}) {
          (void)oracle.tested(mode);
          Asked(engine, oracle, world, mode, seed, counts).compare_all();
        }
      } catch (const Refused&) {
        continue;  // by the oracle; agreement_test.cpp sees to it that the engine does, too
      }
    }
  }
  INFO(counts.exact << " exact, " << counts.sorted << " sorted, " << counts.between
                    << " neither 0 nor 1, " << counts.deep << " deep, " << counts.swaps
                    << " swaps, " << counts.sampled << " sampled");
  CHECK(counts.exact > 800);
  CHECK(counts.sorted > 200);
  CHECK(counts.between > 500);
  CHECK(counts.deep > 80);
  CHECK(counts.swaps > 150);
  CHECK(counts.sampled > 60);
}
