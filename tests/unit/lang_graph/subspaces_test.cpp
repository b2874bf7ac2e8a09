// SPDX-License-Identifier: MIT
// Claims on subspaces: where they stand, what is left beside them, and what must be orthogonal.
#include <cmath>

#include "lang/graph/dot.hpp"
#include "tests/unit/lang_graph/claims.hpp"

using namespace hyp;
using graph::test::Claimed;

namespace {

const std::string kDirections = R"(direction first = net.neurons along [1, 0, 0, 0, 0, 0]
direction low = net.neurons along [0, 0, 0, 0, 1, 1]
subspace  pair = net.neurons along [3, 4, 0, 0, 0, 0], [0, 0, 1, 0, 0, 0]
direction early = net.early along [1, 0, 0, 0, 0, 0]
)";

// The bases of those, whatever the text says.
struct Bases {
  std::vector<double> first = {1, 0, 0, 0, 0, 0};
  std::vector<double> low = {0, 0, 0, 0, std::sqrt(0.5), std::sqrt(0.5)};
  std::vector<double> pair = {0.6, 0.8, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0};
  std::vector<double> early = first;
  [[nodiscard]] std::map<check::SubspaceId, graph::BasisView> views() const {
    return {{{0}, {1, 6, first}}, {{1}, {1, 6, low}}, {{2}, {2, 6, pair}}, {{3}, {1, 6, early}}};
  }
};

std::string oblique(const std::string& nodes, const Bases& bases = {},
                    const check::UnitPredicate& predicate = nullptr) {
  const Claimed claimed(kDirections + "hypothesis h {\n" + nodes + "\n}\n");
  INFO(claimed.said);
  REQUIRE(claimed.graph);
  return claimed.describe(
      graph::check_subspaces(*claimed.program, *claimed.graph, bases.views(), predicate));
}

}  // namespace

TEST_CASE("a claimed subspace stands at its site, and the rest of the site is left") {
  const Claimed claimed(kDirections +
                        "hypothesis h {\n a at pair, net.conv[1] is one\n"
                        " b at net.neurons[4..5] is dark\n answer at net.label is a or b\n}\n");
  REQUIRE(claimed.graph);
  const auto& a = claimed.graph->claims[0];
  CHECK(a.sites.size() == 2);
  CHECK(a.unit_sites == std::vector{check::SiteId{1}});
  CHECK(a.subspaces == std::vector{check::SubspaceId{2}});
  const auto& others = claimed.graph->claims[2].others;
  CHECK(others.any());
  REQUIRE(others.rest.size() == 2);
  const auto neurons = claimed.program->subspaces[2].site;
  CHECK(others.rest[1].site == neurons);
  CHECK(others.rest[1].elements == std::vector<std::int64_t>{0, 1, 2, 3});
  CHECK(others.beside_subspaces == std::vector{neurons});
  const auto dot = graph::to_dot(*claimed.graph, *claimed.program);
  CHECK(dot.find("subspace pair of net.neurons\\n") != std::string::npos);
  CHECK(graph::dump(*claimed.graph, *claimed.program)
            .find("node a at 1 unit of net.conv; subspace pair of net.neurons\n") !=
        std::string::npos);
}

TEST_CASE("subspaces obey the paths of the network") {
  const Claimed claimed(kDirections +
                        "hypothesis h {\n a at early is one\n b at first reads a, resampled any\n"
                        " answer at net.label reads b\n}\n");
  CHECK(claimed.graph);
  const Claimed upside(kDirections +
                       "hypothesis h {\n a at early reads b, resampled any\n b at first is one\n"
                       " answer at net.label reads a\n}\n");
  CHECK(upside.said ==
        "E0506 [b] `a` reads `b`, but the network computes `net.early` before `net.neurons`\n"
        "  at [first] `b` stands at `net.neurons`\n"
        "  help: let `b` read `a` instead\n");
}

TEST_CASE("parts of one site that one reader reads must be orthogonal") {
  CHECK(oblique("a at first is one\n b at low is dark\n answer at net.label is a or b") == "");
  CHECK(oblique("a at first is one\n b at pair is dark\n answer at net.label is a or b") ==
        "E0520 [pair] `a` and `b` are not orthogonal in `net.neurons`: the cosine between them is "
        "0.6\n"
        "  at [first] first claimed here\n"
        "  help: claim orthogonal parts, or write `allow oblique` in the hypothesis\n");
  CHECK(oblique("a at first is one\n b at early is dark\n answer at net.label is a or b") == "");
  CHECK(oblique("a at pair is one\n b at net.neurons[1..2] is dark\n answer at net.label is a or "
                "b") ==
        "E0520 [net.neurons[1..2]] `a` and `b` are not orthogonal in `net.neurons`: the cosine "
        "between them is 1\n"
        "  at [pair] first claimed here\n"
        "  help: claim orthogonal parts, or write `allow oblique` in the hypothesis\n");
  CHECK(oblique("a at pair is one\n b at net.neurons[3..5] is dark\n answer at net.label is a or "
                "b") == "");
}

TEST_CASE("so must the parts of one node") {
  CHECK(oblique("a at net.neurons[5], low, first is one\n answer at net.label is a") ==
        "E0521 [low] `a` claims parts of `net.neurons` that are not orthogonal: the cosine between "
        "them is 0.707\n"
        "  at [net.neurons[5]] first claimed here\n"
        "  help: claim orthogonal parts, or write `allow oblique` in the hypothesis\n");
}

TEST_CASE("oblique parts where the hypothesis says so, on paths of their own, or of two readers") {
  CHECK(oblique("a at first is one\n b at pair is dark\n answer at net.label is a or b\n"
                " allow oblique") == "");
  CHECK(
      oblique("a at first is one\n b at pair is dark\n"
              " c at net.logits[0] resampled any reads a\n d at net.logits[1] resampled any reads "
              "b\n answer at net.label reads c, d") == "");
}

TEST_CASE("cosines up to 1e-9 are rounding") {
  const std::string nodes = "a at first is one\n b at low is dark\n answer at net.label is a or b";
  Bases bases;
  bases.low[0] = 0.9e-9;
  CHECK(oblique(nodes, bases) == "");
  bases.low[0] = 1.1e-9;
  CHECK(oblique(nodes, bases).starts_with("E0520 [low]"));
}

TEST_CASE("between spans the cosine is the largest of any two vectors of theirs") {
  // No pair of basis vectors has it: [1, 1] / sqrt 2 lies in both planes.
  Bases bases;
  const double h = std::sqrt(0.5);
  bases.pair = {1, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0};
  bases.low = {h, h, 0, 0, 0, 0};
  CHECK(oblique("a at low is one\n b at pair is dark\n answer at net.label is a or b", bases)
            .find("cosine between them is 1\n") != std::string::npos);
}

TEST_CASE("units that the data decides are looked at with the data") {
  const std::string nodes =
      "a at first is one\n b at net.neurons where max > 0 on images is dark\n"
      " answer at net.label is a or b";
  const auto units = [](std::vector<bool> keep) -> check::UnitPredicate {
    return [keep](const check::Where&, check::ModelId, check::SiteId) { return keep; };
  };
  CHECK(oblique(nodes, {}, units({false, true, true, false, false, false})) == "");
  CHECK(oblique(nodes, {}, units({true, true, true, false, false, false}))
            .starts_with("E0520 [net.neurons where max > 0 on images] `a` and `b`"));
}
