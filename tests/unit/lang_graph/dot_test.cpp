// SPDX-License-Identifier: MIT
#include "lang/graph/dot.hpp"

#include "tests/unit/lang_graph/claims.hpp"

using hyp::graph::test::Claimed;

TEST_CASE("dot shows the claim, its rules, what is unclaimed, and the network") {
  const Claimed claimed(R"(hypothesis h about net {
  sees at net.neurons[0..2] is one, resampled {
    when one: within 1% of likeness in one
    otherwise: from not one
  }
  answer at net.label is sees
  all else is shuffled
}
)");
  REQUIRE(claimed.graph);
  const std::string dot = hyp::graph::to_dot(*claimed.graph, *claimed.program);
  const auto has = [&](const std::string& line) {
    INFO(dot << "\nlacks " << line);
    CHECK(dot.find(line) != std::string::npos);
  };
  has("digraph \"h\" {");
  has("label=\"h\"; peripheries=0;");
  has("label=\"answer\\nnet.label\\nis sees\\n\"");
  has("label=\"sees\\n3 units of net.neurons\\nis one\\n\"");
  has("n1 -> n0 [label=\"when one: within 1% of likeness in one\\lotherwise: from not one\\l\"]");
  has("n1 -> o1 [color=\"#999999\", fontcolor=\"#666666\", label=\"shuffled\\l\"]");
  has("[label=\"neurons [6]\"]");
  has("n0 -> s");
  CHECK(dot == hyp::graph::to_dot(*claimed.graph, *claimed.program));
}
