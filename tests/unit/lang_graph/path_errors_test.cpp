// SPDX-License-Identifier: MIT
// Readings that are no path of the network.
#include "tests/unit/lang_graph/claims.hpp"

using hyp::graph::test::complaints;

TEST_CASE("a node reads what feeds it") {
  CHECK(complaints(" a at net.neurons is one\n b at net.early is a\n answer at net.label is b") ==
        "E0506 [a] `b` reads `a`, but the network computes `net.early` before `net.neurons`\n"
        "  at [net.neurons] `a` stands at `net.neurons`\n"
        "  help: let `a` read `b` instead\n");
  CHECK(
      complaints(" s at residual.shortcut is one\n b at residual.block is s\n y at residual.y is b",
                 "residual") ==
      "E0507 [s] `b` reads `s`, but `residual.shortcut` does not feed `residual.block`\n"
      "  at [residual.shortcut] `s` stands at `residual.shortcut`\n");
  CHECK(complaints(
            " a at net.neurons[1] is one\n b at net.neurons[2] is a\n answer at net.label is b") ==
        "E0508 [a] `b` reads `a`, but both stand at `net.neurons`, where no unit feeds another\n"
        "  at [net.neurons[1]] `a` stands at `net.neurons`\n");
}

TEST_CASE("every place of a node feeds its reader") {
  CHECK(complaints(" s at residual.shortcut, residual.stem is one\n b at residual.block is s\n y "
                   "at residual.y is b",
                   "residual") ==
        "E0507 [s] `b` reads `s`, but `residual.shortcut` does not feed `residual.block`\n"
        "  at [residual.shortcut] `s` stands at `residual.shortcut`\n");
}

TEST_CASE("a way around must lie on the way") {
  CHECK(complaints(" b at residual.block via shortcut is one\n y at residual.y is b", "residual") ==
        "E0509 [shortcut] no path from `residual.block` to `residual.y` passes "
        "`residual.shortcut`\n");
}
