// SPDX-License-Identifier: MIT
// Shapes that do not fit.
#include "tests/unit/lang_check/networks.hpp"

using hyp::check::test::complaints;

TEST_CASE("every shape mismatch is listed at once, and nothing that only follows from one") {
  CHECK(complaints(
            "[16, 5, 5]",
            " fc = linear(input, out: 10)\n follows = linear(relu(fc), out: 3)\n vector = "
            "flatten(input)\n map = max_pool(vector, 2)\n y = follows + argmax(input) + map") ==
        "E0301 [input] `linear` wants a vector, or a matrix row by row, but `input` is [16, 5, 5]\n"
        "  at [input [16, 5, 5]] `input` is defined here\n"
        "  help: write `linear(flatten(input), ...)`\n"
        "E0301 [vector] `max_pool` wants a map [channels, rows, columns], but `vector` is [400]\n"
        "  at [vector] `vector` is defined here\n"
        "E0301 [input] `argmax` wants a vector, but `input` is [16, 5, 5]\n"
        "  at [input [16, 5, 5]] `input` is defined here\n"
        "  help: write `argmax(flatten(input))`\n");
  CHECK(complaints("[]",
                   " y = softmax(input) + batch_norm(input, weights: \"b\") + argmax(input) + "
                   "flatten(input)") ==
        "E0301 [input] `softmax` wants a vector or a map, but `input` is a single number\n"
        "  at [input []] `input` is defined here\n"
        "E0301 [input] `batch_norm` wants a vector or a map, normalised over its first axis, but "
        "`input` is a single number\n"
        "  at [input []] `input` is defined here\n"
        "E0301 [input] `argmax` wants a vector, but `input` is a single number\n"
        "  at [input []] `input` is defined here\n");
}

TEST_CASE("arithmetic wants one shape or a single number") {
  CHECK(complaints("[8, 26, 26]",
                   " a = conv2d(input, out: 16, kernel: 1, weights: \"k\")\n y = input + a") ==
        "E0302 [+] `+` wants two values of one shape, or a single number: `input` is [8, 26, 26], "
        "`a` is [16, 26, 26]\n");
}

TEST_CASE("a window must fit into the padded map") {
  CHECK(complaints("[1, 4, 4]", " y = conv2d(input, out: 2, kernel: 3, dilation: 2)") ==
        "E0303 [3] the window of `conv2d` is 5 x 5, but `input` is only 4 x 4 with its padding\n"
        "  help: make `kernel` smaller, or add `padding`\n");
  CHECK(complaints("[1, 4, 4]", " y = max_pool(input, [5, 2])") ==
        "E0303 [[5, 2]] the window of `max_pool` is 5 x 2, but `input` is only 4 x 4 with its "
        "padding\n"
        "  help: make `size` smaller, or add `padding`\n");
}

TEST_CASE("groups divide the channels") {
  CHECK(complaints("[4, 4, 4]", " y = conv2d(input, out: 5, kernel: 3, groups: 3)") ==
        "E0304 [3] 3 groups do not divide 4 input channels\n"
        "E0304 [3] 3 groups do not divide 5 output channels\n");
}

TEST_CASE("sizes are limited before anything overflows") {
  CHECK(complaints("[100000, 1000000]", " y = relu(input)") ==
        "E0305 [[100000, 1000000]] the input would be [100000, 1000000]; hyp goes up to 2147483648 "
        "elements\n");
  CHECK(
      complaints("[65536, 10]", " a = linear(input, out: 100000)\n y = linear(a, out: 1000000)") ==
      "E0305 [a] `a` would be [65536, 100000]; hyp goes up to 2147483648 elements\n");
  CHECK(complaints("[2000000, 2]", " y = linear(flatten(input), out: 2000000000)") ==
        "E0305 [2000000000] the weight would be [2000000000, 4000000]; hyp goes up to 2147483648 "
        "elements\n");
}

TEST_CASE("indices are whole numbers inside the value") {
  CHECK(complaints("[10]", " y = input[12] + input[0, 1] + input[-1] + input[0.5] + input[1..2]") ==
        "E0306 [12] index 12 is outside axis 0 of `input`, which is [10]\n"
        "  help: indices go from 0 to 9\n"
        "E0307 [input[0, 1]] `input` is [10], too few axes for 2 indices\n"
        "E0306 [-1] index -1 is outside axis 0 of `input`, which is [10]\n"
        "  help: indices go from 0 to 9\n"
        "E0312 [0.5] `index` of `input` wants a whole number, but saw the number 0.5\n"
        "E0312 [1..2] `index` of `input` wants a whole number, but saw the range `1..2`\n");
}

TEST_CASE("extents of the input are whole and positive") {
  CHECK(
      complaints("[0]", " y = relu(input)") ==
      "E0326 [0] the extents of the input must be whole numbers from 1 to 2147483647, but saw the "
      "number 0\n"
      "  help: write `input [1, 28, 28]`\n");
  CHECK(complaints("[1.5, \"a\", many]", " y = relu(input)") ==
        "E0326 [1.5] the extents of the input must be whole numbers from 1 to 2147483647, but saw "
        "the "
        "number 1.5\n"
        "  help: write `input [1, 28, 28]`\n"
        "E0326 [\"a\"] the extents of the input must be whole numbers from 1 to 2147483647, but "
        "saw the "
        "text `\"a\"`\n"
        "  help: write `input [1, 28, 28]`\n"
        "E0326 [many] the extents of the input must be whole numbers from 1 to 2147483647, but saw "
        "`many`\n"
        "  help: write `input [1, 28, 28]`\n");
}
