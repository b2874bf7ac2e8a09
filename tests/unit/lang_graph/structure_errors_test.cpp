// SPDX-License-Identifier: MIT
// Claims that are no tree of reasons for one output.
#include "tests/unit/lang_graph/claims.hpp"

using hyp::graph::test::Claimed;
using hyp::graph::test::complaints;

TEST_CASE("a claim has nodes") {
  CHECK(complaints("") ==
        "E0501 [h] hypothesis `h` has no nodes\n"
        "  help: write one, such as `answer at net.label is ...`\n");
}

TEST_CASE("nodes do not read each other in a circle") {
  CHECK(complaints(" a at net.early resampled any reads b\n b at net.neurons resampled any reads "
                   "a\n c at net.conv resampled any reads c\n answer at net.label reads a") ==
        "E0502 [a] nodes read each other in a circle: `a` -> `b` -> `a`\n"
        "  at [b] `a` reads `b` here\n"
        "  at [a] `b` reads `a` here\n"
        "E0502 [c] nodes read each other in a circle: `c` -> `c`\n"
        "  at [c] `c` reads `c` here\n");
}

TEST_CASE("there is one output node, and it is at the output") {
  CHECK(complaints(" a at net.early is one\n b at net.neurons is dark") ==
        "E0503 [h] no node stands at the output of `net`\n"
        "  help: add one: `answer at net.label reads a, b`\n");
  CHECK(complaints(" a at net.early is one\n x at net.label reads a\n y at net.logits reads a") ==
        "E0504 [y] `x` and `y` stand at the output of `net`; a claim has one output node\n"
        "  at [x] `x` stands at the output, too\n");
  CHECK(
      complaints(" a at net.early is one\n b at net.neurons is dark\n answer at net.label is b") ==
      "E0505 [a] no node reads `a`, so it never reaches the output node `answer`\n"
      "  at [answer] the output node\n"
      "  help: let `answer` or a node it reads mention it in its value, or write `reads a`\n");
  CHECK(complaints(" answer at net.label is one\n a at net.neurons reads answer") ==
        "E0506 [answer] `a` reads `answer`, but the network computes `net.neurons` before "
        "`net.label`\n"
        "  at [net.label] `answer` stands at `net.label`\n"
        "  help: let `answer` read `a` instead\n");
}

TEST_CASE("only siblings are drawn together, each once") {
  CHECK(complaints(
            " a at net.early is one\n b at net.neurons reads a resampled any\n c at net.logits "
            "reads b resampled any\n answer at net.label reads c\n draw a, b together") ==
        "E0512 [b] `a` and `b` are drawn together, but no node reads both\n"
        "  help: only nodes that one node reads can share a draw\n");
  CHECK(complaints(" a at net.neurons[1] is one\n b at net.neurons[2] is one\n answer at net.label "
                   "reads a, b\n draw a, b together\n draw b, a together") ==
        "E0513 [b] `b` is drawn together twice\n"
        "  help: name it once, in one `draw ... together`\n"
        "E0513 [a] `a` is drawn together twice\n"
        "  help: name it once, in one `draw ... together`\n");
}

TEST_CASE("what a reader leaves to others is drawn once, too") {
  const std::string nodes =
      " a at net.neurons[1] is one\n b at net.neurons[2] is one\n answer at net.label reads a, b\n";
  CHECK(Claimed("hypothesis h about net {\n" + nodes + " draw others, a, b together\n}\n").graph);
  CHECK(complaints(nodes + " draw a, others together\n draw b, others together") ==
        "E0513 [others] `others` is drawn together twice\n"
        "  help: name it once, in one `draw ... together`\n");
}
