// SPDX-License-Identifier: MIT
// The engine against the oracle: every logit of every reference and trial, exactly; the same
// references tested; what one refuses the other refuses.
#include "tests/oracle/compare.hpp"
#include "tests/oracle/random_claim.hpp"
#include "tests/support/catch.hpp"

using namespace hyp;
using namespace hyp::oracle;

namespace {

constexpr std::uint32_t kTrials = 3;

struct Tally {
  int wrong = 0, compared = 0, affine = 0, random = 0, obeyed = 0, partly = 0;
  int refused = 0;     // by both
  int paths = 0;       // claims on single paths, which the engine does not run yet
  int other_data = 0;  // refused for a column that some data set lacks, met or not
};

bool starts_with(const std::string& text, const char* name) {
  return text.rfind(name, 0) == 0;
}

std::string compare(Engine& engine, const Oracle& oracle, Mode mode, std::uint64_t seed,
                    Tally& tally) {
  const auto plan = engine.plan(mode_of(mode), plan::Variant::as_written);
  if (!plan && starts_with(engine.refusal(), "path_not_run")) return ++tally.paths, "";
  if (!plan && starts_with(engine.refusal(), "column_of_other_data")) return ++tally.other_data, "";
  Ask ask{mode_of(mode), plan::Variant::as_written, {seed, kTrials, 1, exec::Engine::forward}};
  const auto forward = engine.run(ask);
  if (!forward) return "the engine refuses: " + engine.refusal();
  const std::string wrong = difference(oracle, mode, *forward, seed, tally.obeyed);
  if (!wrong.empty()) return wrong;
  ++tally.compared;
  tally.random += forward->ran.random ? 1 : 0;
  tally.partly += std::ranges::count(forward->scrub.tested, 0) > 0 ? 1 : 0;

  ask.sampling.threads = 2;
  ask.known = false;
  const auto threads = engine.run(ask);
  if (!threads || !same_numbers(*forward, *threads)) return "two threads, nothing known";

  ask.known = true;
  ask.sampling.engine = exec::Engine::affine;
  for (const int n : {1, 2}) {
    ask.sampling.threads = n;
    const auto affine = engine.run(ask);
    if (!affine || affine->ran.engine != exec::Engine::affine) break;  // not everything is a sum
    if (!same_numbers(*forward, *affine)) return "affine, threads " + std::to_string(n);
    tally.affine += n == 1 ? 1 : 0;
  }
  ask.sampling.engine.reset();
  const auto free = engine.run(ask);
  if (!free || !same_numbers(*forward, *free)) return "an engine of its own choice";
  return "";
}

std::string words(const Tally& tally) {
  return std::to_string(tally.compared) + " compared, " + std::to_string(tally.affine) +
         " affine, " + std::to_string(tally.random) + " random, " + std::to_string(tally.partly) +
         " partly tested, " + std::to_string(tally.obeyed) + " answers of swaps, " +
         std::to_string(tally.refused) + " refused, " + std::to_string(tally.paths) +
         " on single paths, " + std::to_string(tally.other_data) + " for other data";
}

Tally compare_all(Machine machine, std::uint64_t claims) {
  Tally tally;
  for (const int depth : {1, 2, 3}) {
    for (std::uint64_t seed = 0; seed < claims; ++seed) {
      const RandomClaim claim = random_claim(seed, depth);
      const auto setting = claim.setting();
      World world = setting->world();
      world.environment[world.claim().parameters.at(0)] = static_cast<double>(seed % 4);
      Engine engine(world, machine);
      for (const auto mode : {Mode::scrub, Mode::swap}) {
        std::string wrong;
        try {
          const Oracle oracle(world);
          (void)oracle.tested(mode);
          wrong = compare(engine, oracle, mode, seed, tally);
        } catch (const Refused& refused) {
          ++tally.refused;
          if (engine.plan(mode_of(mode), plan::Variant::as_written)) {
            wrong = std::string("only the oracle refuses: ") + refused.what();
          }
        }
        if (wrong.empty()) continue;
        if (++tally.wrong > 3) continue;  // three are enough to read
        UNSCOPED_INFO(claim.text << "depth " << depth << ", seed " << seed << ", "
                                 << (mode == Mode::scrub ? "scrub: " : "swap: ") << wrong);
        CHECK(false);
      }
    }
  }
  return tally;
}

}  // namespace

TEST_CASE("the engine's logits are the oracle's, to the bit") {
  const Tally tally = compare_all(Machine::fake, 1000);
  INFO(words(tally));
  CHECK(tally.wrong == 0);
  CHECK(tally.compared > 3800);
  CHECK(tally.affine > 800);
  CHECK(tally.random > 3800);
  CHECK(tally.partly > 500);
  CHECK(tally.obeyed > 10000);
  CHECK(tally.refused > 100);
  CHECK(tally.paths < 1600);
  CHECK(tally.other_data < 30);
}

TEST_CASE("with LibTorch too") {
  const Tally tally = compare_all(Machine::libtorch, 40);
  INFO(words(tally));
  CHECK(tally.wrong == 0);
  CHECK(tally.compared > 120);
  CHECK(tally.affine > 30);
}
