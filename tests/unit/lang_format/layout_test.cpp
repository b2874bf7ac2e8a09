// SPDX-License-Identifier: MIT
// Corners of the layout that no sample of the repository has.
#include <fstream>

#include "tests/support/catch.hpp"
#include "tests/support/layout.hpp"

using namespace hyp;

namespace {

std::string laid_out(const std::string& lines) {
  const auto text = test::laid_out("language 1\n" + lines);
  REQUIRE(text.has_value());
  CHECK(test::difference("language 1\n" + lines, *text) == "");
  CHECK(test::laid_out(*text) == text);
  return text->substr(11);
}

}  // namespace

TEST_CASE("what does not parse has no layout, and nothing but comments has one") {
  CHECK(!test::laid_out("language 1\nlet = 3\n").has_value());
  CHECK(test::laid_out("\n\n  // a\n\n\n// b\n\nlanguage 1") == "// a\n\n// b\n\nlanguage 1\n");
  CHECK(test::laid_out("\xEF\xBB\xBFlanguage 1") == "language 1\n");
}

TEST_CASE("a statement of 100 columns stays on its line, one of 101 does not") {
  const std::string list = "let a = [" + std::string(44, '1') + ", " + std::string(44, '2') + "]";
  REQUIRE(list.size() == 100);
  CHECK(laid_out(list) == list + "\n");
  CHECK(laid_out(list + "[0]") ==
        "let a = [\n  " + std::string(44, '1') + ", " + std::string(44, '2') + "][0]\n");
  // Columns are characters, not bytes, and a remark may stand beyond them.
  std::string name = "data a = f(\"";
  for (int i = 0; i < 86; ++i) name += "\xC3\xA4";
  name += "\")";
  CHECK(laid_out(name + " // remark") == name + "  // remark\n");
}

TEST_CASE("columns are aligned unless a gap grows by more than 16 spaces") {
  CHECK(laid_out("let a = 1\nlet a23456789a1234567 = 2") ==
        "let a                 = 1\nlet a23456789a1234567 = 2\n");
  CHECK(laid_out("let a = 1\nlet a23456789a12345678 = 2") ==
        "let a = 1\nlet a23456789a12345678 = 2\n");
  // The first columns still are where only the last cannot be.
  CHECK(laid_out("data a = 1\nlet a23456789a12345678 = 2") ==
        "data a = 1\nlet  a23456789a12345678 = 2\n");
}

TEST_CASE("no line is aligned beyond 100 columns") {
  const std::string wide = "let a = [" + std::string(88, '1') + "]";
  REQUIRE(wide.size() == 98);
  CHECK(laid_out(wide + "\nlet abc = 1") ==
        "let a   = [" + std::string(88, '1') + "]\nlet abc = 1\n");
  CHECK(laid_out(wide + "\nlet abcd = 1") == wide + "\nlet abcd = 1\n");
}

TEST_CASE("a statement that goes on is the last of its run") {
  CHECK(laid_out("let a = [1, // one\n2]\nlet bcd = 3\nlet ef = 4") ==
        "let a = [\n  1,  // one\n  2]\nlet bcd = 3\nlet ef  = 4\n");
  CHECK(laid_out("let bcd = 3\nlet a = [1, // one\n2]") ==
        "let bcd = 3\nlet a   = [\n  1,  // one\n  2]\n");
}

TEST_CASE("a semicolon between a comment and a statement keeps them apart") {
  CHECK(laid_out("/// a\n;let x = 1") == "/// a\n\nlet x = 1\n");
  CHECK(laid_out("; /// a\nlet x = 1") == "/// a\n\nlet x = 1\n");
  CHECK(laid_out("let y = 1; /// a\nlet x = 1") == "let y = 1  /// a\nlet x = 1\n");
}

TEST_CASE("a word that would begin a statement does not begin a line") {
  const std::string names = "measure " + std::string(60, 'm') + ", " + std::string(20, 'n');
  CHECK(laid_out("experiment e on d { intervene { none }; " + names + ", data }\n") ==
        "experiment e on d {\n  intervene { none }\n  " + names + ", data\n}\n");
  const std::string places = "draw " + std::string(60, 'm') + ", " + std::string(26, 'n');
  CHECK(laid_out("hypothesis h about n { " + places + ", data together }\n") ==
        "hypothesis h about n {\n  draw " + std::string(60, 'm') + ",\n    " +
            std::string(26, 'n') + ", data together\n}\n");
}

TEST_CASE("what follows a block follows its brace") {
  CHECK(
      laid_out("hypothesis h about n { a at n.a is x, resampled {\nwhen x: any; otherwise: any } , "
               "others any // it\n}") ==
      "hypothesis h about n {\n  a at n.a is x, resampled {\n    when x:     any\n"
      "    otherwise:  any\n  }, others any  // it\n}\n");
}
