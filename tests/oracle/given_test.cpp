// SPDX-License-Identifier: MIT
// A network cut at a site whose activations are given: the engine agrees with the oracle there, and
// a claim downstream of the cut gives the same logits as on the whole network.
#include <sstream>

#include "lang/check/uses.hpp"
#include "lang/graph/correspondence.hpp"
#include "tests/oracle/compare.hpp"
#include "tests/oracle/random_claim.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/fake_executor.hpp"
#include "tests/support/quiet.hpp"

using namespace hyp;
using namespace hyp::oracle;

namespace {

constexpr std::uint32_t kTrials = 3;

struct Tally {
  int compared = 0, affine = 0, whole = 0, without_input = 0;
};

// The sites that the output still needs once `cut` is computed no more.
std::set<std::string> needed(const check::Model& model, check::SiteId cut) {
  std::set<check::SiteId> reached{model.output};
  for (auto i = static_cast<std::uint32_t>(model.sites.size()); i-- > 0;) {
    if (!reached.contains({i}) || check::SiteId{i} == cut) continue;
    for (const auto input : model.sites[i].inputs) reached.insert(input);
  }
  std::set<std::string> names;
  for (const auto site : reached) names.insert(model.site(site).name);
  return names;
}

// The text with `cut` given, without the equations that nothing reads then.
std::string cut_text(const std::string& text, const check::Model& model, check::SiteId cut) {
  const auto names = needed(model, cut);
  std::istringstream lines(text);
  std::string out, line;
  bool inside = false;
  while (std::getline(lines, line)) {
    inside = line.starts_with("model ") || (inside && line != "}");
    if (inside && line.starts_with("  ")) {
      const auto name = line.substr(2, line.find(' ', 2) - 2);
      if (!names.contains(name)) continue;
      const auto& site = model.site(cut);
      if (name == site.name) {
        line = "  " + name + " = given \"acts.npz\" " + check::to_string(site.shape);
      }
    }
    out += line + "\n";
  }
  return out + "test claim on rows { trials 3 }\n";  // only what runs can run on two data sets
}

bool claims_upstream(const World& world, const check::Model& model, check::SiteId cut) {
  check::Uses uses;
  for (const auto& node : world.claim().nodes) {
    for (const auto& set : node.places) uses.add(*world.program, set);
  }
  return std::any_of(uses.sites.begin(), uses.sites.end(), [&](const auto& at) {
    return at.second != cut && check::downstream_of(model, at.second)[cut.index];
  });
}

// Empty where all is as it must be.
std::string compare(const World& whole, const World& given, Machine machine, std::uint64_t seed,
                    bool same, Tally& tally) {
  Engine engine(given, machine), whole_engine(whole, machine);
  const Oracle oracle(given);
  for (const auto mode : {Mode::scrub, Mode::swap}) {
    try {
      (void)oracle.tested(mode);
    } catch (const Refused&) {
      continue;
    }
    if (!engine.plan(mode_of(mode), plan::Variant::as_written)) continue;  // agreement_test.cpp
    Ask ask{mode_of(mode), plan::Variant::as_written, {seed, kTrials, 1, exec::Engine::forward}};
    const auto forward = engine.run(ask);
    if (!forward) return "refused: " + engine.refusal();
    int obeyed = 0;
    const auto wrong = difference(oracle, mode, *forward, seed, obeyed);
    if (!wrong.empty()) return wrong;
    ++tally.compared;
    ask.known = false;
    const auto unknown = engine.run(ask);
    if (!unknown || !same_numbers(*forward, *unknown)) return "nothing known";
    ask.sampling.engine = exec::Engine::affine;
    ask.known = true;
    const auto affine = engine.run(ask);
    if (affine && affine->ran.engine == exec::Engine::affine) {
      if (!same_numbers(*forward, *affine)) return "affine";
      ++tally.affine;
    }
    if (!same) continue;
    ask.sampling.engine = exec::Engine::forward;
    const auto of_whole = whole_engine.run(ask);
    if (!of_whole) return "the whole network is refused: " + whole_engine.refusal();
    if (!same_numbers(*forward, *of_whole)) return "the whole network answers otherwise";
    ++tally.whole;
  }
  return "";
}

Tally compare_all(Machine machine, std::uint64_t claims) {
  Tally tally;
  for (const int depth : {1, 2, 3}) {
    for (std::uint64_t seed = 0; seed < claims; ++seed) {
      const RandomClaim claim = random_claim(seed, depth);
      const auto whole_setting = claim.setting();
      const auto& network = whole_setting->networks()[0];
      const auto& model = network.equations;
      std::vector<check::SiteId> vectors;
      for (std::uint32_t i = 0; i < model.sites.size(); ++i) {
        if (model.sites[i].name.starts_with("v")) vectors.push_back({i});
      }
      const auto cut = vectors[seed % vectors.size()];
      const model::Dataset& rows = claim.datasets[0];
      exec::Forward forward;
      forward.data = &rows;
      forward.read = {cut};
      test::Quiet silent;
      auto captured = test::FakeExecutor(network).forward(forward, silent);
      REQUIRE(captured);
      // The engine captures every site on every data set; on `more` nothing reads it.
      auto& values = (*captured)[0];
      values.rows = std::max(values.rows, claim.datasets[1].rows);
      values.values.resize(static_cast<std::size_t>(values.rows * values.width));
      std::unique_ptr<Setting> given_setting;
      try {
        given_setting = std::make_unique<Setting>(
            cut_text(claim.text, model, cut), claim.datasets, claim.weights,
            std::map<std::string, model::Activations>{{model.site(cut).name, values}});
      } catch (const std::runtime_error&) {
        continue;  // it speaks of what lies upstream of the cut, or runs on `more`
      }
      if (!graph::build(given_setting->program(), {0})) continue;
      World whole = whole_setting->world(), given = given_setting->world();
      for (World* world : {&whole, &given}) {
        world->environment[world->claim().parameters.at(0)] = static_cast<double>(seed % 4);
      }
      tally.without_input += given.network->equations.input() ? 0 : 1;
      const auto wrong =
          compare(whole, given, machine, seed, !claims_upstream(whole, model, cut), tally);
      INFO(claim.text << "cut at " << model.site(cut).name << ", depth " << depth << ", seed "
                      << seed << ": " << wrong);
      CHECK(wrong.empty());
    }
  }
  return tally;
}

}  // namespace

TEST_CASE("a claim from activations is the claim from the network") {
  const Tally tally = compare_all(Machine::fake, 150);
  INFO(tally.compared << " compared, " << tally.affine << " affine, " << tally.whole << " whole, "
                      << tally.without_input << " without input");
  CHECK(tally.compared > 60);
  CHECK(tally.affine > 15);
  CHECK(tally.whole > 40);
  CHECK(tally.without_input > 10);
}

TEST_CASE("a claim from activations with LibTorch") {
  const Tally tally = compare_all(Machine::libtorch, 25);
  CHECK(tally.compared > 5);
  CHECK(tally.whole > 5);
}
