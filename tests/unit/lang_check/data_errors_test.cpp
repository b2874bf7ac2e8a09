// SPDX-License-Identifier: MIT
// Declarations of data that are wrong.
#include "tests/unit/lang_check/networks.hpp"

using hyp::check::test::data;

TEST_CASE("files are texts, each given once, with whole hashes") {
  CHECK(data("idx()").said ==
        "E0308 [idx] `idx` needs `input`\n"
        "  help: write `idx(\"images-file\", label: \"labels-file\")`\n");
  CHECK(data("npy(3, label: \"\")").said ==
        "E0325 [3] expected a file, but saw the number 3\n"
        "  help: write its path: `\"folder/file\"`\n"
        "E0325 [\"\"] expected a file, but saw the text `\"\"`\n"
        "  help: write its path: `\"folder/file\"`\n");
  CHECK(data("idx(\"a\", \"b\", input: \"c\", label: \"d\", label: \"e\", in one)").said ==
        "E0310 [\"b\"] `idx` takes 1 argument without a name; this one needs its name\n"
        "  help: write `idx(\"images-file\", label: \"labels-file\")`\n"
        "E0311 [input] `input` is given twice to `idx`\n"
        "  at [\"a\"] first given here\n"
        "E0311 [label] `label` is given twice to `idx`\n"
        "  at [\"d\"] first given here\n"
        "E0309 [one] `idx` takes no argument `in`\n"
        "  note: `idx` is written `idx(\"images-file\", label: \"labels-file\")`\n");
  CHECK(data("npz(\"a\", input: 3, label: \"d\" sha256 \"aa\")").said ==
        "E0312 [3] `input` of `npz` wants the name of an array in the file, but saw the number 3\n"
        "E0312 [\"d\" sha256 \"aa\"] `label` of `npz` wants the name of an array in the file, but "
        "saw the file `\"d\"` with its hash\n");
  CHECK(data("npz(\"a\" sha256 \"12\")").said ==
        "E0324 [\"12\"] `12` is not a SHA-256 hash, which has 64 hexadecimal digits\n"
        "  help: take it from `sha256sum a`\n");
}

TEST_CASE("strokes want whole numbers within reason") {
  CHECK(data("strokes()").said ==
        "E0308 [strokes] `strokes` needs `rows`\n"
        "  help: write `strokes(10000, seed: 1)`\n");
  CHECK(data("strokes(0)").said ==
        "E0313 [0] `rows` of `strokes` is 0; it must be from 1 to 1000000\n");
  CHECK(data("strokes(10, seed: 0.5)").said ==
        "E0312 [0.5] `seed` of `strokes` wants a whole number, but saw the number 0.5\n");
  CHECK(data("strokes(10, 1)").said ==
        "E0310 [1] `strokes` takes 1 argument without a name; this one needs its name\n"
        "  help: write `strokes(10000, seed: 1)`\n");
  CHECK(data("strokes(10, sed: 1)").said ==
        "E0309 [sed] `strokes` takes no argument `sed`\n"
        "  note: `strokes` is written `strokes(10000, seed: 1)`\n");
}

TEST_CASE("kinds of data are known") {
  CHECK(data("csv(\"a\")").said ==
        "E0330 [csv] expected a kind of data, but saw `csv`\n"
        "  help: write `idx(...)`, `npy(...)`, `npz(...)`, `grid(...)` or `strokes(...)`\n");
  CHECK(data("ixd(\"a\")").said ==
        "E0201 [ixd] unknown kind of data `ixd`\n"
        "  help: did you mean `idx`?\n");
  CHECK(data("3").said ==
        "E0330 [3] expected a kind of data, but saw the number 3\n"
        "  help: write `idx(...)`, `npy(...)`, `npz(...)`, `grid(...)` or `strokes(...)`\n");
}

TEST_CASE("the axes of a grid are ranges of small whole numbers") {
  CHECK(data("grid()").said ==
        "E0308 [grid] `grid` needs `axis`\n"
        "  help: write `grid(x0: 0..9, x1: 0..9)`\n");
  CHECK(
      data("grid(0..9, x: 3, y: 5..2, z: 0.5..2, w: 0..many, v: 0..99999999, input: 0..1)").said ==
      "E0310 [0..9] `grid` takes no argument without a name; this one needs its name\n"
      "  help: write `grid(x0: 0..9, x1: 0..9)`\n"
      "E0312 [3] `x` of `grid` wants a range, as `0..9`, but saw the number 3\n"
      "E0331 [5..2] the range 5..2 is empty\n"
      "  help: ranges go up and hold both ends: `2..5`\n"
      "E0312 [0.5] `z` of `grid` wants whole numbers as bounds, but saw the number 0.5\n"
      "E0201 [many] unknown number `many`\n"
      "E0313 [99999999] `v` of `grid` is 99999999; it must be from -16777216 to 16777216\n"
      "E0317 [input] `input` is the example's input and cannot be defined\n"
      "  help: choose another name\n");
  CHECK(data("grid(x: 0..9999, y: 0..9999, z: 0..9, x: 0..2)").said ==
        "E0311 [x] `x` is given twice to `grid`\n"
        "  at [0..9999] first given here\n"
        "E0332 [grid(x: 0..9999, y: 0..9999, z: 0..9, x: 0..2)] the grid has more than 100000000 "
        "rows\n");
}
