// SPDX-License-Identifier: MIT
// Claims that are right: their graph.
#include "lang/graph/correspondence.hpp"

#include "tests/unit/lang_graph/claims.hpp"

using namespace hyp;
using graph::test::Claimed;

namespace {

std::string dumped(const Claimed& claimed) {
  INFO(claimed.said);
  REQUIRE(claimed.graph);
  return graph::dump(*claimed.graph, *claimed.program);
}

}  // namespace

TEST_CASE("the output comes first, then what it reads in the order of mention") {
  const Claimed claimed(R"(hypothesis h about net {
  sees at net.neurons[0..2] is one, resampled {
    when one: within 1% of likeness in one
    otherwise: from not one
  }
  too at net.neurons[3] is dark
  answer at net.label is too or sees
}
)");
  CHECK(claimed.said.empty());
  CHECK(dumped(claimed) ==
        "correspondence h about net\n"
        "output answer\n"
        "node answer at net.label\n"
        "  is too or sees\n"
        "  reads too along neurons logits label\n"
        "    resampled same value\n"
        "  reads sees along neurons logits label\n"
        "    resampled when one: within 1% of likeness in one; otherwise: from not one\n"
        "  others any\n"
        "    2 elements in 2 units of net.neurons\n"
        "node too at 1 unit of net.neurons\n"
        "  is dark\n"
        "node sees at 3 units of net.neurons\n"
        "  is one\n");
}

TEST_CASE("a tree over columns leaves nothing to others but what it does not claim") {
  const Claimed claimed(R"(hypothesis sums about toy {
  a at toy.a is rows.x0
  b at toy.b is rows.x1
  y at toy.y is a + b
}
)");
  CHECK(dumped(claimed) ==
        "correspondence sums about toy\n"
        "output y\n"
        "node y at toy.y\n"
        "  is a + b\n"
        "  reads a along a y\n"
        "    resampled same value\n"
        "  reads b along b y\n"
        "    resampled same value\n"
        "node a at toy.a\n"
        "  is rows.x0\n"
        "node b at toy.b\n"
        "  is rows.x1\n");
}

TEST_CASE("a node read by two readers comes after both, with an edge for each") {
  const Claimed claimed(R"(hypothesis h about net {
  low at net.conv is one
  left at net.early[0..2] is low
  right at net.early[3..5] is not low
  answer at net.label is left or right
}
)");
  CHECK(claimed.said.empty());
  REQUIRE(claimed.graph);
  std::vector<std::uint32_t> order;
  for (const auto id : claimed.graph->order) order.push_back(id.index);
  CHECK(order == std::vector<std::uint32_t>{3, 1, 2, 0});
  CHECK(claimed.graph->edges.size() == 4);
  CHECK_FALSE(claimed.graph->claims[3].others.any());
  CHECK_FALSE(claimed.graph->claims[1].others.any());
}

TEST_CASE("via keeps a claim to its paths and leaves the rest to others") {
  const Claimed claimed(R"(hypothesis h about residual {
  skip at residual.stem via shortcut is one
  block at residual.stem via block is dark
  y at residual.y reads skip, block
}
)");
  CHECK(dumped(claimed) ==
        "correspondence h about residual\n"
        "output y\n"
        "node y at all of residual.y\n"
        "  reads skip along stem shortcut sum y\n"
        "    resampled same value\n"
        "  reads block along stem #2 block sum y\n"
        "    resampled same value\n"
        "  others any\n"
        "    by paths around the claim\n"
        "node skip at all of residual.stem\n"
        "  is one\n"
        "node block at all of residual.stem\n"
        "  is dark\n");
}

TEST_CASE("claims that meet on a path are refused even where both say via") {
  const Claimed claimed(R"(hypothesis h about residual {
  skip at residual.stem via shortcut is one
  all at residual.stem[0] via shortcut, block is dark
  y at residual.y reads skip, all
}
)");
  CHECK_FALSE(claimed.graph);
  CHECK(claimed.said ==
        "E0510 [residual.stem[0]] `y` reads unit 0 of `residual.stem` twice: from `skip` and from "
        "`all`\n"
        "  at [residual.stem] first claimed here\n"
        "  help: let one of them claim these units, or let one node carry what both do\n");
}

TEST_CASE("a node behind a place that a sibling claims whole is warned about") {
  const Claimed claimed(R"(hypothesis h about net {
  low at net.early is one
  high at net.neurons is dark
  answer at net.label is low or high
}
)");
  REQUIRE(claimed.graph);
  CHECK(claimed.said ==
        "W0515 [low] `low` cannot reach `answer`: every path runs through places that "
        "`answer` reads as a whole\n"
        "  help: let the node at `net.neurons` read `low` instead\n");
}

TEST_CASE("a chain of groups, each the one before twice, is followed link by link") {
  std::string chain = "group g0 = net.neurons where max > 0 on images\n";
  for (int i = 1; i <= 60; ++i) {  // 2^60 ways lead from the last to the first
    const auto last = " g" + std::to_string(i - 1);
    chain += "group g" + std::to_string(i) + " =" + last + " union" + last + "\n";
  }
  const Claimed claimed(
      chain + "hypothesis h about net {\n a at g60 is one\n answer at net.label is a\n}\n");
  CHECK(claimed.said.empty());
  REQUIRE(claimed.graph);
  CHECK(claimed.graph->claims[0].needs_data);
  CHECK(claimed.graph->claims[0].sites.size() == 1);
}

TEST_CASE("what only data resolves is checked once the data is there") {
  const Claimed claimed(R"(group living = net.neurons where max > 0 on images
hypothesis h about net {
  a at living is one
  b at net.neurons[3] is dark
  answer at net.label is a or b
}
)");
  CHECK(claimed.said.empty());
  REQUIRE(claimed.graph);
  CHECK(claimed.graph->deferred);
  CHECK(claimed.graph->claims[0].needs_data);
  CHECK(claimed.graph->claims[0].sites ==
        std::vector<check::SiteId>{claimed.graph->claims[1].sites[0]});
  CHECK(claimed.graph->claims[2].others.any());
  const auto said = [&](std::vector<bool> alive) {
    const check::UnitPredicate predicate = [&](const check::Where&, check::ModelId, check::SiteId) {
      return alive;
    };
    return claimed.describe(graph::check_claims(*claimed.program, *claimed.graph, predicate));
  };
  CHECK(said({true, true, false, false, false, false}).empty());
  CHECK(said({false, false, true, true, false, true}) ==
        "E0510 [net.neurons[3]] `answer` reads unit 3 of `net.neurons` twice: from `a` and from "
        "`b`\n"
        "  at [living] first claimed here\n"
        "  help: let one of them claim these units, or let one node carry what both do\n");
  CHECK(said({false, false, false, false, false, false}) ==
        "E0514 [living] `a` claims no unit: what it stands at is empty on this data\n");
}

TEST_CASE("many nodes at single units are no burden") {
  std::string nodes = "hypothesis h about wide {\n", reads;
  for (int i = 0; i < 300; ++i) {
    nodes += " n" + std::to_string(i) + " at wide.h[" + std::to_string(i) + "] is one\n";
    reads += (i == 0 ? "n" : ", n") + std::to_string(i);
  }
  const Claimed claimed("model wide {\n input [300]\n h = relu(input)\n y = 2 * h\n}\n" + nodes +
                        " y at wide.y reads " + reads + "\n}\n");
  REQUIRE(claimed.graph);
  CHECK(claimed.graph->edges.size() == 300);
  CHECK_FALSE(claimed.graph->claims.back().others.any());
}
