// SPDX-License-Identifier: MIT
#include "runtime/report/words.hpp"

#include "tests/support/catch.hpp"

using namespace hyp::report;
using Lines = std::vector<std::string>;

TEST_CASE("width counts what a terminal shows") {
  CHECK(width("") == 0);
  CHECK(width("likeness") == 8);
  CHECK(width("Ähnlichkeit") == 11);
  CHECK(width("e\u0301") == 1);  // a combining accent
  CHECK(width("数字") == 4);
  CHECK(width("한") == 2);
  CHECK(width("🧠") == 2);
  CHECK(width("✓ ✗") == 3);
}

TEST_CASE("printable text is valid UTF-8 without control characters") {
  CHECK(printable("plain ä 数 🧠") == "plain ä 数 🧠");
  CHECK(printable("a\tb\nc") == "a b c");
  CHECK(printable("\x1b[31mred\x07\x7f") == "?[31mred??");
  CHECK(printable("a\r\n") == "a? ");
  CHECK(printable("\u202Etxt.exe") == "?txt.exe");  // would be read from right to left
  CHECK(printable("\u0085") == "?");
  CHECK(printable("\xff") == "\uFFFD");
  CHECK(printable("\xc3") == "\uFFFD");                      // cut short
  CHECK(printable("\xc3(") == "\uFFFD(");                    // not continued
  CHECK(printable("\xc0\xaf") == "\uFFFD\uFFFD");            // overlong
  CHECK(printable("\xe0\x80\x80") == "\uFFFD\uFFFD\uFFFD");  // overlong
  CHECK(printable("\xe0\x9f\xbf") == "\uFFFD\uFFFD\uFFFD");  // the last overlong
  CHECK(printable("\xe0\xa0\x80") == "\u0800");              // the first that is not
  CHECK(printable("\xf0\x8f\xbf\xbf") == "\uFFFD\uFFFD\uFFFD\uFFFD");
  CHECK(printable("\xf0\x90\x80\x80") == "\U00010000");
  CHECK(printable("\xed\xa0\x80") == "\uFFFD\uFFFD\uFFFD");  // a surrogate
  CHECK(printable("\xf4\x90\x80\x80") == "\uFFFD\uFFFD\uFFFD\uFFFD");
}

TEST_CASE("padding is by width, and never cuts") {
  CHECK(pad_right("ä", 3) == "ä  ");
  CHECK(pad_left("数", 3) == " 数");
  CHECK(pad_left("long", 2) == "long");
  CHECK(pad_right("long", 2) == "long");
}

TEST_CASE("lines break at spaces, in long words after punctuation, at last anywhere") {
  CHECK(wrap("", 5) == Lines{""});
  CHECK(wrap("   ", 5) == Lines{""});
  CHECK(wrap("one two three", 7) == Lines{"one two", "three"});
  CHECK(wrap("one two three", 6) == Lines{"one", "two", "three"});
  CHECK(wrap("  one  two ", 20) == Lines{"one two"});
  CHECK(wrap("anti_detectors", 9) == Lines{"anti_", "detectors"});
  CHECK(wrap("min net.neurons[2,11]", 8) == Lines{"min", "net.", "neurons[", "2,11]"});
  CHECK(wrap("abcdefgh", 3) == Lines{"abc", "def", "gh"});
  CHECK(wrap("ab cdefgh", 3) == Lines{"ab", "cde", "fgh"});
  CHECK(wrap("数字数", 4) == Lines{"数字", "数"});
  CHECK(wrap("数字", 2) == Lines{"数", "字"});
}

TEST_CASE("no line is wider than asked, and no letter is lost") {
  const std::string text = "agreement(one or anti_one, net.label) über 数字数字 x/y/z";
  std::string letters;
  for (const char c : text) letters += c == ' ' ? "" : std::string(1, c);
  for (std::size_t columns = 2; columns < 60; ++columns) {
    std::string back;
    for (const auto& line : wrap(text, columns)) {
      CHECK(width(line) <= columns);
      for (const char c : line) back += c == ' ' ? "" : std::string(1, c);
    }
    CHECK(back == letters);
  }
}
