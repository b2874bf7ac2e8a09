// SPDX-License-Identifier: MIT
// Arguments of operations.
#include "tests/unit/lang_check/networks.hpp"

using hyp::check::test::complaints;
using hyp::check::test::network;

TEST_CASE("arguments are known, there, and given once") {
  CHECK(complaints("[10]", " y = linear(input)") ==
        "E0308 [linear] `linear` needs `out`\n"
        "  help: write `linear(x, out: 10, bias: yes)`\n");
  CHECK(
      complaints(
          "[10]",
          " y = linear(input, out: 3, biass: no) + linear(input, out: 3, in one, frobnicate: 1)") ==
      "E0309 [biass] `linear` takes no argument `biass`\n"
      "  note: `linear` is written `linear(x, out: 10, bias: yes)`\n"
      "  help: did you mean `bias`?\n"
      "E0309 [one] `linear` takes no argument `in`\n"
      "  note: `linear` is written `linear(x, out: 10, bias: yes)`\n"
      "E0309 [frobnicate] `linear` takes no argument `frobnicate`\n"
      "  note: `linear` is written `linear(x, out: 10, bias: yes)`\n");
  CHECK(complaints("[10]", " y = linear(input, 3, out: 3)") ==
        "E0310 [3] `linear` takes 1 argument without a name; this one needs its name\n"
        "  help: write `linear(x, out: 10, bias: yes)`\n");
  CHECK(complaints("[10]", " y = linear(input, out: 3, out: 4, x: input)") ==
        "E0311 [out] `out` is given twice to `linear`\n"
        "  at [3] first given here\n"
        "E0311 [x] `x` is given twice to `linear`\n"
        "  at [input] first given here\n");
}

TEST_CASE("arguments are of their kind") {
  CHECK(
      complaints(
          "[1, 9, 9]",
          " a = conv2d(input, out: \"8\", kernel: [1, 2, 3], stride: 1.5, padding: 1%, bias: 1)\n "
          "b = conv2d(input, out: a, kernel: [a, 1], dilation: 1..2, weights: 3)\n y = a + b") ==
      "E0312 [\"8\"] `out` of `conv2d` wants a whole number, but saw the text `\"8\"`\n"
      "E0312 [[1, 2, 3]] `kernel` of `conv2d` wants a whole number or a list of two, but saw a "
      "list of 3\n"
      "E0312 [1.5] `stride` of `conv2d` wants a whole number or a list of two, but saw the number "
      "1.5\n"
      "E0312 [1%] `padding` of `conv2d` wants a whole number or a list of two, but saw the "
      "percentage 1%\n"
      "E0312 [1] `bias` of `conv2d` wants `yes` or `no`, but saw the number 1\n"
      "E0312 [a] `out` of `conv2d` wants a whole number, but saw `a`\n"
      "E0312 [a] `kernel` of `conv2d` wants a whole number or a list of two, but saw `a`\n"
      "E0312 [1..2] `dilation` of `conv2d` wants a whole number or a list of two, but saw the "
      "range `1..2`\n"
      "E0312 [3] `weights` of `conv2d` wants a name in the weights file, as `\"fc1\"`, but saw the "
      "number 3\n");
  CHECK(complaints("[9]", " y = linear(input, out: widht)") ==
        "E0201 [widht] unknown number `widht`\n");
}

TEST_CASE("arguments are in range") {
  CHECK(complaints("[1, 9, 9]",
                   " y = conv2d(input, out: 0, kernel: -3, groups: 0, stride: 0, padding: -1, "
                   "dilation: 3000000000)") ==
        "E0313 [0] `out` of `conv2d` is 0; it must be at least 1\n"
        "E0313 [-3] `kernel` of `conv2d` is -3; it must be at least 1\n"
        "E0313 [0] `groups` of `conv2d` is 0; it must be at least 1\n"
        "E0313 [0] `stride` of `conv2d` is 0; it must be at least 1\n"
        "E0313 [-1] `padding` of `conv2d` is -1; it must be at least 0\n"
        "E0313 [3000000000] `dilation` of `conv2d` is 3000000000; it must be at most 2147483647\n");
  CHECK(complaints("[1, 9, 9]",
                   " a = max_pool(input, 2, padding: 2)\n b = softmax(input, axis: 3)\n c = "
                   "dropout(b, rate: 1)\n y = a + c + batch_norm(input, epsilon: 0)") ==
        "E0313 [2] `padding` of `max_pool` is 2; it must be at most half the window, 1\n"
        "E0313 [3] `axis` of `softmax` is 3; it must be an axis of [1, 9, 9], at most 2\n"
        "E0313 [1] `rate` of `dropout` is 1; it must be at least 0 and below 1\n"
        "E0313 [0] `epsilon` of `batch_norm` is 0; it must be above 0\n");
}

TEST_CASE("weights are found by a name and in a file") {
  CHECK(complaints("[9]", " y = relu(linear(input, out: 3))") ==
        "E0314 [linear] `linear` has weights, but this one has no name to find them under\n"
        "  help: give it an equation of its own, or write `linear(..., weights: \"name in the "
        "file\")`\n");
  CHECK(network("model net {\n input [9]\n y = linear(input, out: 3)\n}\n", false).said ==
        "E0315 [net] `net` has weights, but no file to read them from\n"
        "  at [y] these weights are wanted here\n"
        "  help: write `model net(weights: \"file.pt\") { ... }`\n");
  CHECK(network("def model f(weights = 3) {\n input [9]\n y = linear(input, out: 3)\n}\n", false)
            .said ==
        "E0325 [3] expected a file, but saw the number 3\n"
        "  at [f] in the network `net` made here\n"
        "  help: write its path: `\"folder/file\"`\n");
  CHECK(network("def model f() {\n input [9]\n y = linear(input, out: 3)\n}\n", false).said ==
        "E0315 [f] `net` has weights, but no file to read them from\n"
        "  at [y] these weights are wanted here\n"
        "  help: write `def model f(weights) { ... }`\n");
  CHECK(complaints("[9]", " y = relu(input)") ==
        "W0316 [net] no equation of `net` has weights: the file `w.pt` is not read\n"
        "  help: remove `weights`\n");
  CHECK(network("def model f(weights = \"a\" sha256 \"xyz\") {\n input [9]\n y = linear(input, "
                "out: 3)\n}\n",
                false)
            .said ==
        "E0324 [\"xyz\"] `xyz` is not a SHA-256 hash, which has 64 hexadecimal digits\n"
        "  at [f] in the network `net` made here\n"
        "  help: take it from `sha256sum a`\n");
}

TEST_CASE("parameters of a definition have values of their kind") {
  CHECK(
      network("def model f(weights, width = \"a\") {\n input [9]\n y = linear(input, out: 3)\n}\n")
          .said ==
      "E0312 [\"a\"] `width` of `f` wants a number, but saw the text `\"a\"`\n"
      "  at [f] in the network `net` made here\n");
  CHECK(network("def model f(weights) {\n input [9]\n y = linear(input + weights, out: 3)\n}\n")
            .said ==
        "E0322 [weights] the parameter `weights` cannot be a value of a network\n"
        "  at [f] in the network `net` made here\n");
  CHECK(
      network("def model f(weights, width = 3) {\n input [9]\n width = linear(input, out: 3)\n}\n")
          .said ==
      "E0202 [width] `width` is defined twice\n"
      "  at [width] first defined here\n"
      "  at [f] in the network `net` made here\n");
}
