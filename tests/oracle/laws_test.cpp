// SPDX-License-Identifier: MIT
// Laws that any scrubber obeys, and what stands beside a claim, for the engine on random claims.
#include <cstdlib>
#include <functional>

#include "tests/oracle/compare.hpp"
#include "tests/oracle/random_claim.hpp"
#include "tests/oracle/variants.hpp"
#include "tests/support/catch.hpp"

using namespace hyp;
using namespace hyp::oracle;
using Kind = check::Rule::Kind;
using plan::Variant;

namespace {

constexpr std::uint64_t kClaims = 300;
constexpr std::uint32_t kTrials = 3;

Ask asked(Variant variant, std::uint64_t seed, Mode mode = Mode::scrub) {
  return {mode_of(mode), variant, {seed, kTrials, 1, {}}};
}

/// Calls `compare` with claims that the engine runs; what it returns says what is wrong. Returns
/// how many times it had something to compare (it sets `counts` to false where it had not).
using Compare = std::function<std::string(const World& world, std::uint64_t seed, bool& counts)>;
int on_claims(std::initializer_list<int> depths, const Compare& compare) {
  int compared = 0, wrong = 0;
  for (const int depth : depths) {
    for (std::uint64_t seed = 0; seed < kClaims; ++seed) {
      const RandomClaim claim = random_claim(seed, depth);
      if (claim.text.find(" via ") != std::string::npos) continue;
      const auto setting = claim.setting();
      bool counts = true;
      const std::string difference = compare(setting->world(), seed, counts);
      compared += counts ? 1 : 0;
      if (difference.empty()) continue;
      if (++wrong > 3) continue;
      UNSCOPED_INFO(claim.text << "depth " << depth << ", seed " << seed << ": " << difference);
      CHECK(false);
    }
  }
  CHECK(wrong == 0);
  return compared;
}

/// A companion of the claim against the oracle on the changed claim. Where the oracle refuses that,
/// the engine must refuse the companion.
std::string companion(const World& world, const Changed& changed, Variant variant, Mode mode,
                      std::uint64_t seed, bool& counts) {
  Engine engine(world, Machine::fake);
  const auto answer = engine.run(asked(variant, seed, mode));
  const Oracle oracle(changed.world());
  try {
    (void)oracle.tested(mode);
  } catch (const Refused& refused) {
    counts = false;
    return answer ? std::string("only the oracle refuses: ") + refused.what() : "";
  }
  if (!answer) {
    counts = false;
    const bool other_data = engine.refusal().rfind("column_of_other_data", 0) == 0;
    return other_data ? "" : "only the engine refuses: " + engine.refusal();
  }
  int obeyed = 0;
  return difference(oracle, mode, *answer, seed, obeyed);
}

}  // namespace

TEST_CASE("engine law: every rule and others `itself` give the clean output") {
  const int compared = on_claims({1, 2, 3}, [](const World& world, std::uint64_t seed, bool&) {
    Changed changed(world);
    changed.every_node(Kind::itself).all_others(Kind::itself);
    const World still = changed.world();
    const Oracle oracle(still);
    Engine engine(still, Machine::fake);
    const auto answer = engine.run(asked(Variant::as_written, seed));
    if (!answer) return "refused: " + engine.refusal();
    for (std::int64_t r = 0; r < answer->rows; ++r) {
      if (!answer->tested(r)) return std::string("a reference is not tested");
      const Values clean = oracle.clean({still.references, r}).logits;
      for (std::uint32_t t = 0; t < kTrials; ++t) {
        if (!std::ranges::equal(answer->at(t, r), clean)) return std::string("not clean");
      }
    }
    return std::string();
  });
  CHECK(compared > 500);
}

TEST_CASE("engine law: every rule `any`, drawn together with the others, is the baseline") {
  const int compared = on_claims({1}, [](const World& world, std::uint64_t seed, bool&) {
    Changed changed(world);
    changed.every_node(Kind::any).all_others(Kind::any).all_together(Changed::Others::join);
    const World any = changed.world();
    Engine engine(any, Machine::fake), unchanged(world, Machine::fake);
    const auto whole = engine.run(asked(Variant::as_written, seed));
    const auto baseline = engine.run(asked(Variant::baseline, seed));
    if (!whole || !baseline) return "refused: " + engine.refusal();
    if (!same_numbers(*whole, *baseline)) return std::string("the baseline differs");
    // The baseline looks at no rule.
    const auto same = unchanged.run(asked(Variant::baseline, seed));
    if (same && !same_numbers(*same, *baseline)) return std::string("rules change the baseline");
    return std::string();
  });
  CHECK(compared > 200);
}

TEST_CASE("companion: every node drawn by `any`") {
  for (const auto mode : {Mode::scrub, Mode::swap}) {
    const int compared =
        on_claims({1, 2, 3}, [mode](const World& world, std::uint64_t seed, bool& counts) {
          Changed changed(world);
          changed.every_node(Kind::any).allow_everything();
          return companion(world, changed, Variant::any, mode, seed, counts);
        });
    CHECK(compared > 400);
  }
}

TEST_CASE("companion: one donor for all nodes that are read together") {
  const int compared = on_claims({1}, [](const World& world, std::uint64_t seed, bool& counts) {
    Changed changed(world);
    changed.all_together(Changed::Others::as_before).allow_everything();
    return companion(world, changed, Variant::one_donor, Mode::scrub, seed, counts);
  });
  CHECK(compared > 100);
}

TEST_CASE("companion: a donor for every unit") {
  const int compared =
      on_claims({1, 2, 3}, [](const World& world, std::uint64_t seed, bool& counts) {
        Changed changed(world);
        changed.own_donors().allow_everything();
        return companion(world, changed, Variant::own_donors, Mode::scrub, seed, counts);
      });
  CHECK(compared > 400);
}

TEST_CASE("companion: the twin is the clean output on the donor that all nodes share") {
  const int compared = on_claims({1}, [](const World& world, std::uint64_t seed, bool& counts) {
    Changed changed(world);
    changed.all_together(Changed::Others::stay_apart).allow_everything();
    const World shared = changed.world();
    const Oracle oracle(shared);
    Engine engine(world, Machine::fake);
    const auto twin = engine.run(asked(Variant::twin, seed));
    std::vector<bool> tested;
    // An error about others does not concern the twin, so they take any here.
    try {
      tested = oracle.tested();
    } catch (const Refused&) {
      return counts = false, std::string();
    }
    if (!twin) return counts = false, "only the engine refuses: " + engine.refusal();
    const auto& root = shared.claim().nodes;
    for (std::int64_t r = 0; r < twin->rows; ++r) {
      for (std::uint32_t t = 0; t < kTrials && tested[static_cast<std::size_t>(r)]; ++t) {
        if (!twin->tested(r)) return std::string("a reference has no twin");
        const Run run = oracle.sample(Mode::scrub, seed, t, r);
        for (const auto& reader : root) {
          if (reader.reads.empty()) continue;
          const auto& first = root[reader.reads[0].index];
          const Datum donor = run.drawn.at(reader.name + "/" + first.name);
          if (!std::ranges::equal(twin->at(t, r), oracle.clean(donor).logits)) {
            return std::string("not the clean output on the shared donor");
          }
        }
      }
    }
    return std::string();
  });
  CHECK(compared > 100);
}

TEST_CASE("facts of the draws are the oracle's sets") {
  int sets = 0, empty = 0;
  const int compared = on_claims({1, 2}, [&](const World& world, std::uint64_t, bool& counts) {
    const Oracle oracle(world);
    Engine engine(world, Machine::fake);
    const auto scrub = engine.plan(plan::Mode::scrub, Variant::as_written);
    if (!scrub) return counts = false, std::string();
    const auto& nodes = world.claim().nodes;
    for (const auto& fact : plan::facts(*scrub)) {
      const std::string reader = fact.stream.substr(0, fact.stream.find('/'));
      const auto& drawer = fact.drawers.at(0);
      const bool others = drawer.kind == plan::Drawer::Kind::others;
      std::vector<std::int64_t> sizes;
      double itself = 0;
      for (std::int64_t r = 0; r < world.rows(world.references); ++r) {
        const Datum datum{world.references, r};
        const auto donors =
            oracle.donors(reader, others ? "others" : nodes[drawer.node.index].name, datum);
        sizes.push_back(static_cast<std::int64_t>(donors.size()));
        itself += donors.empty() ? 0
                                 : static_cast<double>(std::ranges::count(donors, datum)) /
                                       static_cast<double>(donors.size());
      }
      if (fact.without != std::ranges::count(sizes, 0)) return fact.stream + ": without a donor";
      empty += fact.without > 0 ? 1 : 0;
      if (!fact.smallest) continue;
      ++sets;
      std::ranges::sort(sizes);
      if (fact.smallest != sizes.front()) return fact.stream + ": the smallest set";
      if (fact.largest != sizes.back()) return fact.stream + ": the largest set";
      if (*fact.median < sizes[(sizes.size() - 1) / 2] || *fact.median > sizes[sizes.size() / 2]) {
        return fact.stream + ": the median set";
      }
      itself /= static_cast<double>(sizes.size());
      if (std::abs(fact.itself - itself) > 1e-12) return fact.stream + ": itself";
    }
    return std::string();
  });
  CHECK(compared > 300);
  CHECK(sets > 500);
  CHECK(empty > 50);
}
