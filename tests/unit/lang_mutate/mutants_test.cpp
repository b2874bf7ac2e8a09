// SPDX-License-Identifier: MIT
// One-step falsehoods of claims, as they are named and as they read once they stand in their claim.
#include <algorithm>
#include <memory>

#include "lang/check/check.hpp"
#include "lang/check/words.hpp"
#include "lang/diag/render.hpp"
#include "lang/graph/correspondence.hpp"
#include "lang/mutate/mutants.hpp"
#include "lang/syntax/parse.hpp"
#include "tests/support/catch.hpp"

using namespace hyp;

namespace {

struct NoFiles final : source::Loader {
  source::Lookup import(std::string_view, std::string_view) override { return source::NotFound{}; }
  source::Lookup data(std::string_view, std::string_view) override { return source::NotFound{}; }
};

constexpr const char* kWorld = R"(language 1
data digits = grid(x: 0..9, y: 0..9)
model net(weights: "net.pt") {
  input [2]
  neurons = relu(linear(input, out: 6, weights: "hidden"))
  later   = relu(linear(neurons, out: 3, weights: "later"))
  logits  = linear(later, out: 2)
  label   = argmax(logits)
}
let   edge  = 6
score total = digits.x + digits.y
region large = total > 12
region small = total < edge
partition sizes { large: large; small: small; middle: otherwise }
group lower = net.neurons[0, 1]
group upper = net.neurons[2..4]
)";

check::Program checked(const std::string& text) {
  source::SourceMap sources;
  NoFiles files;
  auto parsed = syntax::parse(sources, sources.add("claim.hyp", kWorld + text));
  INFO(diag::render_text(parsed.diagnostics, sources, false));
  REQUIRE(parsed.diagnostics.empty());
  auto result = check::check(std::make_shared<syntax::File>(std::move(*parsed)), sources, files);
  INFO(diag::render_text(result.diagnostics, sources, false));
  REQUIRE(result);
  return std::move(*result);
}

std::vector<mutate::Mutant> mutants_of(const check::Program& program) {
  auto known = mutate::known_without_data(program, {0});
  for (const auto number : mutate::bounded_numbers(program, {0})) known.ranges[number] = 18;
  return mutate::mutants(program, {{check::HypothesisId{0}, known}});
}

// The names of one kind, a line each.
std::string named(const check::Program& program, mutate::Kind kind) {
  std::string out;
  for (const auto& mutant : mutants_of(program)) {
    if (mutant.kind == kind) out += mutant.what + "\n";
  }
  return out;
}

const mutate::Mutant& find(const std::vector<mutate::Mutant>& all, const std::string& what) {
  const auto at =
      std::find_if(all.begin(), all.end(), [&](const auto& mutant) { return mutant.what == what; });
  INFO(mutate::dump(all));
  REQUIRE(at != all.end());
  return *at;
}

constexpr const char* kEither = R"(
hypothesis either about net {
  sees_large at lower is large
  sees_small at upper is small
  answer at net.label is sees_large or sees_small
}
)";

// The units that a node of the changed claim stands for.
std::vector<std::int64_t> units(const check::Program& program, const mutate::Mutant& mutant,
                                std::size_t node) {
  const auto changed = mutate::applied(program, mutant);
  const auto graph = graph::build(changed, {0});
  REQUIRE(graph);
  REQUIRE(graph->claims.at(node).parts.size() == 1);
  return graph->claims[node].parts[0].elements;
}

}  // namespace

TEST_CASE("units are dropped and moved one by one") {
  const auto program = checked(kEither);
  CHECK(named(program, mutate::Kind::drop) ==
        "unit 0 dropped from lower\nunit 1 dropped from lower\nunit 2 dropped from upper\n"
        "unit 3 dropped from upper\nunit 4 dropped from upper\n");
  CHECK(named(program, mutate::Kind::move) ==
        "unit 0 moved from lower to upper\nunit 1 moved from lower to upper\n"
        "unit 2 moved from upper to lower\nunit 3 moved from upper to lower\n"
        "unit 4 moved from upper to lower\n");
  const auto all = mutants_of(program);
  const auto& dropped = find(all, "unit 3 dropped from upper");
  CHECK(units(program, dropped, 0) == std::vector<std::int64_t>{0, 1});
  CHECK(units(program, dropped, 1) == std::vector<std::int64_t>{2, 4});
  const auto& moved = find(all, "unit 3 moved from upper to lower");
  CHECK(units(program, moved, 0) == std::vector<std::int64_t>{0, 1, 3});
  CHECK(units(program, moved, 1) == std::vector<std::int64_t>{2, 4});
}

TEST_CASE("the last unit of a node is left where it is") {
  const auto program = checked(R"(
hypothesis either about net {
  sees_large at net.neurons[0] is large
  sees_small at net.neurons[1, 2] is small
  answer at net.label is sees_large or sees_small
}
)");
  CHECK(named(program, mutate::Kind::drop) ==
        "unit 1 dropped from sees_small\nunit 2 dropped from sees_small\n");
}

TEST_CASE("two nodes of one group are told apart by their own names") {
  const auto program = checked(R"(
hypothesis twice about net {
  first at lower is large
  second at net.later[0, 1] is sizes, reads third
  third at lower is small
  answer at net.label reads first, second
}
)");
  CHECK(named(program, mutate::Kind::drop) ==
        "unit 0 of neurons dropped from first\nunit 1 of neurons dropped from first\n"
        "unit 0 of later dropped from second\nunit 1 of later dropped from second\n"
        "unit 0 of neurons dropped from third\nunit 1 of neurons dropped from third\n");
}

TEST_CASE("values are exchanged with what rules say of them, and negated") {
  const auto program = checked(R"(
hypothesis either about net {
  sees_large at lower is large, resampled from large
  sees_small at upper is small
  sees_total at net.neurons[5] is total up to 1
  answer at net.label is sees_large or sees_small, reads sees_total
}
)");
  CHECK(named(program, mutate::Kind::swap) == "sees_large is small, and sees_small is large\n");
  CHECK(named(program, mutate::Kind::negate) ==
        "sees_large is not large\nsees_small is not small\n"
        "answer is not (sees_large or sees_small)\n");
  const auto all = mutants_of(program);
  const auto& swapped = find(all, "sees_large is small, and sees_small is large");
  CHECK_FALSE(swapped.changed.nodes[0].rule);
  CHECK(swapped.changed.nodes[1].rule);
}

TEST_CASE("a bound is shifted wherever the claim speaks of it, and nowhere else") {
  const auto program = checked(R"(
hypothesis either about net {
  sees_large at lower is large, resampled { when large: within 1 of total in large; otherwise: from not large }
  sees_small at upper is small
  answer at net.label is sees_large or sees_small
}
)");
  CHECK(named(program, mutate::Kind::shift) ==
        "bound of large shifted: total > 12 becomes total > 12.18\n"
        "bound of large shifted: total > 12 becomes total > 11.82\n"
        "bound of small shifted: total < edge becomes total < edge + 0.18\n"
        "bound of small shifted: total < edge becomes total < edge + -0.18\n");
  const auto all = mutants_of(program);
  const auto& shifted = find(all, "bound of large shifted: total > 12 becomes total > 11.82");
  const auto changed = mutate::applied(program, shifted);
  const auto& node = changed.hypotheses[0].nodes[0];
  CHECK(check::to_text(changed, *node.value) == "total > 11.82");
  CHECK(check::to_text(changed, *node.rule) ==
        "when total > 11.82: within 1 of total in total > 11.82; otherwise: from not total > "
        "11.82");
  CHECK(check::to_text(changed, changed.regions[0].value) == "total > 12");
}

TEST_CASE("the bounds of a partition move in a partition of their own") {
  const auto program = checked(R"(
hypothesis sized about net {
  sees at lower is sizes
  answer at net.label reads sees
}
)");
  const auto all = mutants_of(program);
  const auto& shifted = find(all, "bound of large shifted: total > 12 becomes total > 12.18");
  const auto changed = mutate::applied(program, shifted);
  REQUIRE(changed.partitions.size() == 2);
  CHECK(check::to_text(changed, *changed.partitions[1].members[0].when) == "total > 12.18");
  CHECK(check::to_text(changed, *changed.partitions[1].members[1].when) == "small");
  CHECK(changed[*changed.hypotheses[0].nodes[0].value].type.partition == check::PartitionId{1});
}

TEST_CASE("rules are widened, each in its own mutant") {
  const auto program = checked(R"(
hypothesis wide(tolerance = 1%) about net {
  a at net.neurons[0] is large, resampled { when large: within tolerance of total; otherwise: from not large }
  b at net.neurons[1] is small
  c at net.neurons[2] is total up to 1.5
  d at net.neurons[3] is total, resampled nearest 5 of total
  e at net.neurons[4] resampled any
  answer at net.label reads a, b, c, d, e
  all else is same small
}
)");
  CHECK(named(program, mutate::Kind::widen) ==
        "a resampled within 2 * tolerance of total in place of within tolerance of total\n"
        "a resampled any in place of from not large\n"
        "b resampled any in place of same value\n"
        "c up to 3 in place of 1.5\n"
        "d resampled nearest 10 of total in place of nearest 5 of total\n"
        "all else resampled any in place of same small\n");
}

TEST_CASE("what nobody reads any more goes with the edge") {
  const auto program = checked(kEither);
  CHECK(named(program, mutate::Kind::remove) ==
        "answer does not read sees_large, and is sees_small\n"
        "answer does not read sees_small, and is sees_large\n");
  CHECK(named(program, mutate::Kind::redirect).empty());
  const auto all = mutants_of(program);
  const auto& removed = find(all, "answer does not read sees_large, and is sees_small");
  const auto changed = mutate::applied(program, removed);
  REQUIRE(changed.hypotheses[0].nodes.size() == 2);
  CHECK(graph::build(changed, {0}));
  CHECK(check::to_text(changed, *changed.hypotheses[0].nodes[1].value, &changed.hypotheses[0]) ==
        "sees_small");
}

TEST_CASE("an edge is redirected to what may be read in its place") {
  const auto program = checked(R"(
hypothesis deep about net {
  sees  at lower is large
  other at upper is small
  both  at net.later[0] is sees and not other
  last  at net.later[1] is other
  answer at net.label is both or last
}
)");
  CHECK(named(program, mutate::Kind::redirect) ==
        "both reads last in place of sees\n"
        "both reads last in place of other\n"
        "last reads sees in place of other\n"
        "last reads both in place of other\n"
        "answer reads sees in place of both\n"
        "answer reads other in place of both\n"
        "answer reads sees in place of last\n"
        "answer reads other in place of last\n");
  const auto all = mutants_of(program);
  const auto& redirected = find(all, "answer reads sees in place of both");
  const auto changed = mutate::applied(program, redirected);
  const auto& claim = changed.hypotheses[0];
  REQUIRE(claim.nodes.size() == 4);  // `both` is gone
  CHECK(check::to_text(changed, *claim.nodes.back().value, &claim) == "sees or last");
  CHECK(graph::build(changed, {0}));
  // A reader upstream of what it reads is made, and refused by the graph.
  CHECK_FALSE(
      graph::build(mutate::applied(program, find(all, "both reads last in place of sees")), {0}));
  CHECK(named(program, mutate::Kind::remove) ==
        "both does not read sees, and is not other\n"
        "both does not read other, and is sees\n"
        "last does not read other, and has no value\n"
        "answer does not read both, and is last\n"
        "answer does not read last, and is both\n");
}

TEST_CASE("groups that data decides wait for it, and are then spelled out") {
  const auto program = checked(R"(
group active = net.neurons where max > 0 on digits
hypothesis some about net {
  sees at active is large
  answer at net.label is sees
}
)");
  CHECK(named(program, mutate::Kind::drop).empty());
  auto known = mutate::known_without_data(program, {0});
  const auto& sites = program.models[0].sites;
  const auto neurons = std::find_if(sites.begin(), sites.end(),
                                    [](const auto& site) { return site.name == "neurons"; });
  known.parts[0] = {{{0}, {static_cast<std::uint32_t>(neurons - sites.begin())}, {0, 1}}};
  const auto made = mutate::mutants(program, {{check::HypothesisId{0}, known}});
  REQUIRE(made.size() >= 2);
  CHECK(made[0].what == "unit 0 dropped from active");
  CHECK_FALSE(
      check::needs_data(mutate::applied(program, made[0]), made[0].changed.nodes[0].places[0]));
}

TEST_CASE("a unit of a group that two claims name is dropped and moved in both") {
  const auto program = checked(std::string(kEither) + R"(
hypothesis itself about net {
  a at lower is large, resampled itself
  b at upper is small, resampled itself
  answer at net.label is a or b
}
hypothesis half about net {
  only at lower is large
  answer at net.label is only
}
)");
  mutate::Claims claims;
  for (std::uint32_t i = 0; i < 3; ++i) claims[{i}] = mutate::known_without_data(program, {i});
  const auto all = mutate::mutants(program, claims);
  const auto of_units = std::count_if(all.begin(), all.end(),
                                      [](const auto& mutant) { return mutant.moves_units_only(); });
  CHECK(of_units == 10);
  const auto units_of = [](const check::Program& changed, std::uint32_t claim, std::size_t node) {
    const auto graph = graph::build(changed, {claim});
    REQUIRE(graph);
    return graph->claims.at(node).parts.at(0).elements;
  };
  const auto dropped = mutate::applied(program, find(all, "unit 0 dropped from lower"));
  for (const std::uint32_t claim : {0U, 1U, 2U}) {
    CHECK(units_of(dropped, claim, 0) == std::vector<std::int64_t>{1});
  }
  const auto moved = mutate::applied(program, find(all, "unit 3 moved from upper to lower"));
  for (const std::uint32_t claim : {0U, 1U, 2U}) {
    CHECK(units_of(moved, claim, 0) == std::vector<std::int64_t>{0, 1, 3});
  }
  CHECK(units_of(moved, 1, 1) == std::vector<std::int64_t>{2, 4});
}
