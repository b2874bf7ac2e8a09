// SPDX-License-Identifier: MIT
// A claim unrolled: which streams there are, who shares a draw, and on whose donor it depends.
#include <fmt/format.h>

#include "tests/unit/runtime_plan/claim.hpp"

using namespace hyp;
using plan::Mode;
using plan::Variant;
using test::OpenClaim;
using Lines = std::vector<std::string>;

namespace {

std::string name(const check::Hypothesis& hypothesis, plan::Drawer drawer) {
  const std::string& node = hypothesis.nodes[drawer.node.index].name;
  switch (drawer.kind) {
    case plan::Drawer::Kind::node:
      return node;
    case plan::Drawer::Kind::others:
      return "others of " + node;
    case plan::Drawer::Kind::any:
      return "any";
  }
  return "";
}

// A line a draw: its stream, whose rules, and the stream that gives the datum.
Lines draws(const OpenClaim& claim, Mode mode = Mode::scrub,
            Variant variant = Variant::as_written) {
  const auto& program = claim.program();
  const auto tree =
      plan::unroll(program, claim.claim().graph(), claim.claim().places(), mode, variant);
  REQUIRE(tree);
  Lines lines;
  for (const auto& draw : tree->draws) {
    std::string line = draw.stream + ":";
    for (const auto drawer : draw.drawers) line += " " + name(program.hypotheses[0], drawer);
    if (draw.datum) line += " on " + tree->draws[*draw.datum].stream;
    lines.push_back(line);
  }
  return lines;
}

// A line a visit: node and datum, the stream of its others, what is replaced by which stream.
Lines visits(const OpenClaim& claim, Mode mode = Mode::scrub,
             Variant variant = Variant::as_written) {
  const auto& program = claim.program();
  const auto& nodes = program.hypotheses[0].nodes;
  const auto tree =
      plan::unroll(program, claim.claim().graph(), claim.claim().places(), mode, variant);
  REQUIRE(tree);
  Lines lines;
  for (const auto& visit : tree->visits) {
    std::string line = nodes[visit.node.index].name;
    if (visit.datum) line += " on " + tree->draws[*visit.datum].stream;
    line += ": " + tree->draws[visit.others].stream;
    for (const auto& replaced : visit.replaced) {
      line += fmt::format(", {} by {}", nodes[replaced.node.index].name,
                          tree->draws[replaced.draw].stream);
      for (const auto& place : replaced.places) {
        for (const auto element : place.elements) {
          line += fmt::format(" {}.{}", place.site.index, element);
        }
      }
      if (replaced.visit) line += fmt::format(" visit {}", *replaced.visit);
    }
    lines.push_back(line);
  }
  return lines;
}

OpenClaim two(const std::string& more = "") {
  return OpenClaim::of_rules("from high", "from low", more);
}

// `top` and `side` feed the answer, `deep` feeds both.
OpenClaim diamond(const std::string& more = "") {
  return OpenClaim(
      "hypothesis h about net {\n  deep at net.neurons[0] is high\n"
      "  top  at net.doubled[0] reads deep, resampled any\n  side at net.doubled[1] reads deep, "
      "resampled any\n"
      "  answer at net.label reads top, side\n  " +
      more + "\n}\n");
}

// Sites: input 0, neurons 1, doubled 2 or 3 (its constant has no name).
std::uint32_t site(const OpenClaim& claim, std::string_view wanted) {
  const auto& sites = claim.program().models[0].sites;
  for (std::uint32_t i = 0; i < sites.size(); ++i) {
    if (sites[i].name == wanted) return i;
  }
  FAIL("no site " << wanted);
  return 0;
}

}  // namespace

TEST_CASE("each node that a reader reads draws for itself, and so do the others") {
  const auto claim = two();
  CHECK(draws(claim) == Lines{"answer/n: n", "answer/m: m", "answer/others: others of answer"});
  const auto neurons = site(claim, "neurons");
  CHECK(visits(claim) == Lines{fmt::format("answer: answer/others, n by answer/n {0}.0, "
                                           "m by answer/m {0}.1",
                                           neurons)});
}

TEST_CASE("what is drawn together takes the smallest name") {
  CHECK(draws(two("draw n, m together")) ==
        Lines{"answer/m: n m", "answer/others: others of answer"});
  CHECK(draws(two("draw m, n together")) ==
        Lines{"answer/m: m n", "answer/others: others of answer"});
  CHECK(draws(two("draw n, others together")) ==
        Lines{"answer/n: n others of answer", "answer/m: m"});
  CHECK(draws(two("draw others, n, m together")) == Lines{"answer/m: n m others of answer"});
}

TEST_CASE("what is read first is replaced first, whatever shares draws") {
  const auto claim = OpenClaim(
      "hypothesis h about net {\n  n at net.neurons[0] is high\n  m at net.neurons[1] is low\n"
      "  answer at net.label is n or m\n  draw m, others together\n}\n");
  const auto neurons = site(claim, "neurons");
  CHECK(visits(claim) == Lines{fmt::format("answer: answer/m, n by answer/n {0}.0, "
                                           "m by answer/m {0}.1",
                                           neurons)});
}

TEST_CASE("variants of the claim") {
  const auto of = [](Variant variant, const std::string& more = "") {
    return draws(two(more), Mode::scrub, variant);
  };
  CHECK(of(Variant::any) ==
        Lines{"answer/n: any", "answer/m: any", "answer/others: others of answer"});
  CHECK(of(Variant::any, "draw n, m together") ==
        Lines{"answer/m: any any", "answer/others: others of answer"});
  CHECK(of(Variant::one_donor) == Lines{"answer/m: n m", "answer/others: others of answer"});
  CHECK(of(Variant::one_donor, "draw n, others together") ==
        Lines{"answer/m: n m others of answer"});
  CHECK(of(Variant::own_donors) == Lines{"answer/n/neurons[0]: n", "answer/m/neurons[1]: m",
                                         "answer/others: others of answer"});
  CHECK(of(Variant::own_donors, "draw n, m, others together") == of(Variant::own_donors));
  CHECK(of(Variant::baseline) == Lines{"answer/m: any"});
  CHECK(of(Variant::twin) == Lines{"answer/m: n m"});
  CHECK(of(Variant::twin, "draw m, n together") == Lines{"answer/m: n m"});
}

TEST_CASE("the whole network on one donor replaces what the claim replaces") {
  const auto claim = two();
  const auto neurons = site(claim, "neurons");
  for (const auto variant : {Variant::baseline, Variant::twin}) {
    CHECK(
        visits(claim, Mode::scrub, variant) ==
        Lines{fmt::format("answer: answer/m, n by answer/m {0}.0, m by answer/m {0}.1", neurons)});
  }
}

TEST_CASE("a donor of its own for each unit of a node that reads nothing") {
  const auto claim = OpenClaim(
      "hypothesis h about net {\n  both at net.neurons is high\n  answer at net.label is "
      "both\n}\n");
  CHECK(draws(claim, Mode::scrub, Variant::own_donors) == Lines{"answer/both/neurons[0]: both",
                                                                "answer/both/neurons[1]: both",
                                                                "answer/others: others of answer"});
  const auto neurons = site(claim, "neurons");
  CHECK(visits(claim, Mode::scrub, Variant::own_donors) ==
        Lines{fmt::format("answer: answer/others, both by answer/both/neurons[0] {0}.0, "
                          "both by answer/both/neurons[1] {0}.1",
                          neurons)});
}

TEST_CASE("a node that two nodes read is drawn for each of them, on its reader's donor") {
  const auto claim = diamond();
  CHECK(draws(claim) == Lines{"answer/top: top", "answer/top/deep: deep on answer/top",
                              "answer/top/others: others of top on answer/top", "answer/side: side",
                              "answer/side/deep: deep on answer/side",
                              "answer/side/others: others of side on answer/side",
                              "answer/others: others of answer"});
  const auto doubled = site(claim, "doubled"), neurons = site(claim, "neurons");
  CHECK(visits(claim) ==
        Lines{fmt::format("answer: answer/others, top by answer/top {0}.0 visit 1, "
                          "side by answer/side {0}.1 visit 2",
                          doubled),
              fmt::format("top on answer/top: answer/top/others, deep by answer/top/deep {}.0",
                          neurons),
              fmt::format("side on answer/side: answer/side/others, deep by answer/side/deep {}.0",
                          neurons)});
}

TEST_CASE(
    "siblings that share a donor condition what they read on it, each in a visit of its own") {
  CHECK(draws(diamond("draw top, side together")) ==
        Lines{"answer/side: top side", "answer/top/deep: deep on answer/side",
              "answer/top/others: others of top on answer/side",
              "answer/side/deep: deep on answer/side",
              "answer/side/others: others of side on answer/side",
              "answer/others: others of answer"});
}

TEST_CASE("one donor and own donors hold at every visit") {
  CHECK(draws(diamond(), Mode::scrub, Variant::one_donor) ==
        draws(diamond("draw top, side together")));
  CHECK(draws(diamond(), Mode::scrub, Variant::own_donors) ==
        Lines{"answer/top: top", "answer/top/deep/neurons[0]: deep on answer/top",
              "answer/top/others: others of top on answer/top", "answer/side: side",
              "answer/side/deep/neurons[0]: deep on answer/side",
              "answer/side/others: others of side on answer/side",
              "answer/others: others of answer"});
}

TEST_CASE("a swap draws by any, apart, what the output reads; all else is as in the scrub") {
  CHECK(draws(two("draw n, m, others together"), Mode::swap) ==
        Lines{"answer/n: any", "answer/m: any", "answer/others: others of answer"});
  CHECK(draws(diamond("draw top, side together"), Mode::swap) ==
        Lines{"answer/top: any", "answer/top/deep: deep on answer/top",
              "answer/top/others: others of top on answer/top", "answer/side: any",
              "answer/side/deep: deep on answer/side",
              "answer/side/others: others of side on answer/side",
              "answer/others: others of answer"});
}

TEST_CASE("an output node that reads nothing draws its others alone") {
  const auto claim = OpenClaim("hypothesis h about net {\n  answer at net.label is high\n}\n");
  for (const auto variant : {Variant::as_written, Variant::any, Variant::one_donor,
                             Variant::own_donors, Variant::baseline}) {
    CHECK(draws(claim, Mode::scrub, variant).size() == 1);
    CHECK(draws(claim, Mode::scrub, variant)[0].starts_with("answer/others:"));
  }
}
