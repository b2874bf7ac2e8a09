// SPDX-License-Identifier: MIT
// Units claimed twice.
#include "tests/unit/lang_graph/claims.hpp"

using hyp::graph::test::complaints;

TEST_CASE("each unit is claimed once for each reader") {
  CHECK(complaints(" a at net.neurons[0..3] is one\n b at net.conv, net.neurons[2..5] is dark\n "
                   "answer at net.label is a or b") ==
        "E0510 [net.neurons[2..5]] `answer` reads units 2, 3 of `net.neurons` twice: from `a` and "
        "from `b`\n"
        "  at [net.neurons[0..3]] first claimed here\n"
        "  help: let one of them claim these units, or let one node carry what both do\n");
  CHECK(
      complaints(
          " a at net.neurons is one\n b at net.neurons is dark\n answer at net.label is a or b") ==
      "E0510 [net.neurons] `answer` reads units 0, 1, 2, 3, 4 and 1 more of `net.neurons` twice: "
      "from `a` and from `b`\n"
      "  at [net.neurons] first claimed here\n"
      "  help: let one of them claim these units, or let one node carry what both do\n");
  CHECK(complaints(" a at net.early[1], net.early[0..2] is one\n answer at net.label is a") ==
        "E0511 [net.early[0..2]] `a` claims unit 1 of `net.early` twice\n"
        "  at [net.early[1]] first claimed here\n");
}

TEST_CASE("positions are claimed one by one") {
  CHECK(complaints(" a at net.conv[1] at row 0 is one\n b at net.conv[0..1] at column 1 is dark\n "
                   "answer at net.label is a or b") ==
        "E0510 [net.conv[0..1] at column 1] `answer` reads unit 1 of `net.conv` twice: from `a` "
        "and from `b`\n"
        "  at [net.conv[1] at row 0] first claimed here\n"
        "  help: let one of them claim these units, or let one node carry what both do\n");
}
