// SPDX-License-Identifier: MIT
// Equations that make no network.
#include "tests/unit/lang_check/networks.hpp"

using hyp::check::test::complaints;

TEST_CASE("names are known and defined once") {
  CHECK(complaints("[9]", " y = rleu(inptu)\n z = foo.bar(y)") ==
        "E0201 [rleu] unknown operation `rleu`\n"
        "  help: did you mean `relu`?\n"
        "E0201 [inptu] unknown value `inptu`\n"
        "  help: did you mean `input`?\n"
        "E0201 [foo.bar] unknown operation `foo.bar`\n"
        "  help: there is `conv2d`, `linear`, `batch_norm`, `max_pool`, `average_pool`, `flatten`, "
        "`dropout`, `softmax`, `argmax`, `relu`, `sigmoid`, `tanh`, `gelu`, `exp`, `log`, `sqrt`, "
        "`abs`\n");
  CHECK(complaints("[9]", " y = relu(input)\n y = tanh(input)") ==
        "E0202 [y] `y` is defined twice\n"
        "  at [y] first defined here\n");
  CHECK(complaints("[9]", " input = relu(input)\n y = relu(input)") ==
        "E0317 [input] `input` is the example's input and cannot be defined\n"
        "  help: choose another name\n");
}

TEST_CASE("values are not computed from each other in a circle") {
  CHECK(complaints("[9]",
                   " a = relu(b) + input\n b = tanh(c)\n c = a + c\n d = relu(d)\n y = relu(c)") ==
        "E0318 [a] values of `net` are computed from each other in a circle: `a` -> `b` -> `c` -> "
        "`a`\n"
        "  at [b] `a` uses `b` here\n"
        "  at [c] `b` uses `c` here\n"
        "  at [a] `c` uses `a` here\n"
        "E0318 [d] values of `net` are computed from each other in a circle: `d` -> `d`\n"
        "  at [d] `d` uses `d` here\n");
}

TEST_CASE("a network has one output, and reads its input") {
  CHECK(complaints("[9]", " a = relu(input)\n b = relu(input)\n c = relu(a)") ==
        "E0319 [c] `net` has 2 outputs: `b`, `c`\n"
        "  at [b] `b` feeds no other value\n"
        "  help: a network has one value that feeds no other; remove the rest, or let them feed "
        "it\n");
  CHECK(complaints("[9]", "") ==
        "E0320 [net] `net` has no equations\n"
        "  help: write `name = operation(input)` below the input\n");
  CHECK(complaints("[9]", " y = 3 + 4") ==
        "E0321 [input [9]] no equation of `net` uses its input\n"
        "  help: compute something from it, such as `y = relu(input)`\n");
}

TEST_CASE("equations hold values of a network") {
  CHECK(complaints("[9]",
                   " a = input and 3\n b = input < 2\n c = \"a\"\n d = [1, 2]\n e = not input\n f "
                   "= 5% * input\n y = net.x + a + b + c + d + e + f") ==
        "E0322 [input and 3] `input and 3` cannot be a value of a network\n"
        "E0322 [input < 2] `input < 2` cannot be a value of a network\n"
        "E0322 [\"a\"] the text `\"a\"` cannot be a value of a network\n"
        "E0322 [[1, 2]] a list of 2 cannot be a value of a network\n"
        "E0322 [not input] `not input` cannot be a value of a network\n"
        "E0322 [5%] the percentage 5% cannot be a value of a network\n"
        "E0322 [net.x] `net.x` cannot be a value of a network\n");
  CHECK(complaints("[9]", " y = input + 1 / 0") ==
        "E0323 [1 / 0] `1 / 0` is inf, not a finite number\n");
}
