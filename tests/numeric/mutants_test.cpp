// SPDX-License-Identifier: MIT
// Mutants of the claim about the published network, on the 60 000 training images: a mutant's
// figures are those of its text, run as any other.
#include <algorithm>

#include "tests/numeric/published_claim.hpp"

using namespace hyp;

namespace {

constexpr std::int64_t kTrials = 4;

struct Checked {
  embed::FileLoader loader{{{std::getenv("HYP_DATA")}, {}, ""}};
  embed::Session session{loader};
  check::Program program;
  test::Quiet quiet;

  explicit Checked(const std::string& text) {
    auto checked = session.check("values.hyp", text);
    REQUIRE(checked.value.has_value());
    program = std::move(*checked);
  }
};

std::string text() {
  std::ifstream in(std::string(HYP_TEST_SOURCE_DIR) + "/../hypotheses/one_or_anti_one/values.hyp");
  return {std::istreambuf_iterator<char>(in), {}};
}

std::string replaced(std::string in, const std::string& what, const std::string& by) {
  const auto at = in.find(what);
  REQUIRE(at != std::string::npos);
  return in.replace(at, what.size(), by);
}

report::Mutation mutated(const std::vector<mutate::Kind>& kinds, int threads) {
  Checked claim(text());
  embed::MutateOptions options;
  options.run.trials = kTrials;
  options.run.threads = threads;
  options.kinds = kinds;
  auto mutation = claim.session.mutate(claim.program, options, claim.quiet);
  REQUIRE(mutation.diagnostics.empty());
  return mutation;
}

// The expectations of the tests `values` and `nothing_else`, in this order.
std::vector<stats::ExpectationResult> by_hand(const std::string& changed) {
  Checked claim(changed);
  embed::RunOptions options;
  options.trials = kTrials;
  options.only = {"values", "nothing_else"};
  const auto report = claim.session.run(claim.program, options, claim.quiet);
  std::vector<stats::ExpectationResult> all;
  for (const auto& test : report.experiments) {
    all.insert(all.end(), test.expectations.begin(), test.expectations.end());
  }
  return all;
}

void check_same(const report::Mutation& mutation, const std::string& change,
                const std::string& changed) {
  INFO(change);
  const auto at = std::find_if(mutation.mutants.begin(), mutation.mutants.end(),
                               [&](const auto& mutant) { return mutant.what == change; });
  REQUIRE(at != mutation.mutants.end());
  const auto wanted = by_hand(changed);
  REQUIRE(at->held.size() == wanted.size());
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    INFO(wanted[i].text);
    const auto &seen = at->held[i].result.decided_on.at(0), &hand = wanted[i].decided_on.at(0);
    CHECK(seen.value == hand.value);
    CHECK(seen.low == hand.low);
    CHECK(seen.high == hand.high);
    CHECK(at->held[i].result.verdict == wanted[i].verdict);
  }
}

}  // namespace

TEST_CASE("all 78 units are dropped and moved, and the figures are those of the texts") {
  const auto mutation = mutated({mutate::Kind::drop, mutate::Kind::move}, 2);
  const auto of = [&](const char* kind) {
    return std::count_if(mutation.mutants.begin(), mutation.mutants.end(),
                         [&](const auto& mutant) { return mutant.kind == kind; });
  };
  CHECK(of("drop") == 78);
  CHECK(of("move") == 78);
  const auto counts = report::count(mutation.mutants);
  CHECK(counts.refused == 0);
  CHECK(counts.killed > 0);
  check_same(mutation, "unit 33 dropped from one_detectors",
             replaced(text(), "24, 33, 35", "24, 35"));
  check_same(mutation, "unit 26 moved from anti_detectors to one_detectors",
             replaced(replaced(text(), "17, 26, 27", "17, 27"), "24, 33", "24, 26, 33"));
  // A unit that the claim leaves out moves the logits, however little the answers.
  const auto dropped = std::find_if(
      mutation.mutants.begin(), mutation.mutants.end(),
      [](const auto& mutant) { return mutant.what == "unit 33 dropped from one_detectors"; });
  CHECK(dropped->fate == report::Fate::killed);
}

TEST_CASE("mutants of values and bounds have the figures of their texts, on one thread and two") {
  using mutate::Kind;
  const auto one = mutated({Kind::negate, Kind::shift}, 1),
             two = mutated({Kind::negate, Kind::shift}, 2);
  REQUIRE(one.mutants.size() == two.mutants.size());
  for (std::size_t i = 0; i < one.mutants.size(); ++i) {
    const auto &a = one.mutants[i], &b = two.mutants[i];
    CHECK(a.what == b.what);
    CHECK(a.fate == b.fate);
    for (std::size_t e = 0; e < a.held.size(); ++e) CHECK(a.held[e].by == b.held[e].by);
  }
  check_same(one, "sees_one is not one",
             replaced(text(), "at one_detectors  is one", "at one_detectors is not one"));
  const auto shifted = std::find_if(one.mutants.begin(), one.mutants.end(),
                                    [](const auto& mutant) { return mutant.kind == "shift"; });
  REQUIRE(shifted != one.mutants.end());
  const auto bound = shifted->what.substr(shifted->what.find(" becomes ") + 9);
  check_same(one, shifted->what,
             replaced(text(), "at one_detectors  is one", "at one_detectors is " + bound));
}
