// SPDX-License-Identifier: MIT
// Texts that would make a careless parser slow, or run out of stack.
#include <ctime>
#include <string>

#include "tests/support/catch.hpp"
#include "tests/unit/lang_syntax/parsed.hpp"

namespace {

std::string repeat(std::string_view text, std::size_t times) {
  std::string out;
  for (std::size_t i = 0; i < times; ++i) out += text;
  return out;
}

// Of this process: others that share the machine do not count.
double seconds_to_parse(const std::string& text) {
  const std::clock_t start = std::clock();
  const Parsed parsed(text);
  CHECK(parsed.lossless());
  return static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC;
}

// The time for four times the text over that for once: 4 where time is linear, 16 where it is
// quadratic; small times are noise.
double growth(const std::string& head, std::string_view piece, std::size_t times) {
  const double once = seconds_to_parse(head + repeat(piece, times));
  const double four_times = seconds_to_parse(head + repeat(piece, 4 * times));
  return four_times < 0.05 ? 1 : four_times / once;
}

}  // namespace

TEST_CASE("a file beyond the limit is refused and still kept whole") {
  const Parsed parsed("language 1\n" + repeat("// remark\n", 2'000'000));
  CHECK(parsed.lossless());
  CHECK(parsed.errors().starts_with(
      "error[E0110]: the file has 20000011 bytes, but hyp reads files up to 16777216\n"
      " --> claim.hyp:1:1\n"));
}

TEST_CASE("time grows with the text, sound or not") {
  constexpr double kMost = 9;
  const std::string head = "language 1\n";
  CHECK(growth(head, "let a = 1 + f(x: 2, [3, 4])\n", 2000) < kMost);
  CHECK(growth(head + "let a = 1", " + 1", 20000) < kMost);
  CHECK(growth(head + "let a = b", ".c", 20000) < kMost);
  CHECK(growth(head + "let a = b", "[1]", 20000) < kMost);
  CHECK(growth(head, "let a = (\n", 5000) < kMost);
  CHECK(growth(head, "(", 50000) < kMost);
  CHECK(growth(head, "((((((((((1))))))))))\n", 5000) < kMost);
  CHECK(growth(head, "}", 50000) < kMost);
  CHECK(growth(head, "hypothesis h {\n", 5000) < kMost);
  CHECK(growth(head, "\"", 50000) < kMost);
  CHECK(growth(head, "\"text\n", 20000) < kMost);
  CHECK(growth(head, "/// doc\n", 20000) < kMost);
  CHECK(growth(head, "let a = b // remark\n", 5000) < kMost);
  CHECK(growth(head + "group g = a", ", b", 20000) < kMost);
  CHECK(growth(head + "group g = ", "(", 20000) < kMost);
  CHECK(growth(head + "hypothesis h {\n", "a at b is c resampled same (d, (e)), of f\n", 2000) <
        kMost);
  CHECK(growth(head + "region r = ", "not ", 20000) < kMost);
  CHECK(growth(head + "region r = a", " and b or c", 10000) < kMost);
  CHECK(growth(head + "let x = ", "f(a: (", 50) < kMost);
}

TEST_CASE("brackets may nest 200 deep in every construct, and not 201") {
  for (const auto& [open, close] : {std::pair{"(", ")"},
                                    {"[", "]"},
                                    {"f(", ")"},
                                    {"f(a: ", ")"},
                                    {"f(in ", ")"},
                                    {"-(", ")"},
                                    {"(1 + 2 * -", ")"}}) {
    const auto text = [&, o = open, c = close](std::size_t depth) {
      return "language 1\nlet a = " + repeat(o, depth) + "1" + repeat(c, depth) + "\n";
    };
    INFO(open);
    CHECK(Parsed(text(200)).errors().find("E0103") == std::string::npos);
    CHECK(Parsed(text(201)).errors().find("E0103") != std::string::npos);
    CHECK(Parsed(text(100000)).lossless());
  }
}

TEST_CASE("no expression is deeper than recursion may go") {
  for (const std::string_view piece : {" + 1", " * 1", ".b", "[1]", "(1)", " and b", " or b"}) {
    INFO(piece);
    const Parsed parsed("language 1\nlet a = x" + repeat(piece, 10000) + "\nlet b = 1\n");
    CHECK(parsed.errors().starts_with("error[E0111]: this expression is more than 500 operations"));
    CHECK(parsed.file().statements.size() == 1);
    REQUIRE(parsed.file().lost.size() == 1);
    CHECK(parsed.file().lost[0].text == "a");
  }
}
