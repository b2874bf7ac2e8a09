// SPDX-License-Identifier: MIT
#include "lang/diag/excerpt.hpp"

#include "lang/diag/display.hpp"
#include "lang/diag/render.hpp"
#include "tests/support/catch.hpp"

using namespace hyp;

namespace {

struct Drawn {
  std::uint32_t begin, end;
  std::string text = {};
  bool primary = true;
};

std::string draw(std::string source, const std::vector<Drawn>& marks, bool color = false) {
  source::SourceMap sources;
  const auto file = sources.add("a.hyp", std::move(source));
  std::vector<diag::Mark> list;
  for (const auto& mark : marks) {
    list.push_back({{file, mark.begin, mark.end}, mark.text, mark.primary});
  }
  return diag::excerpt(list, sources, 1, diag::Paint{color});
}

}  // namespace

TEST_CASE("marks of one line stand under it together") {
  CHECK(draw("f(a, b", {{6, 6}, {1, 2, "opened here", false}}) ==
        "  |\n"
        "1 | f(a, b\n"
        "  |  -    ^\n"
        "  |  |\n"
        "  |  opened here\n");
  CHECK(draw("abcdef", {{0, 1, "one"}, {2, 3, "two", false}, {4, 6, "three", false}}) ==
        "  |\n"
        "1 | abcdef\n"
        "  | ^ - -- three\n"
        "  | | |\n"
        "  | | two\n"
        "  | one\n");
  CHECK(draw("abcdef", {{0, 6}, {2, 3, "inside", false}}) ==
        "  |\n"
        "1 | abcdef\n"
        "  | ^^^^^^\n"
        "  |   |\n"
        "  |   inside\n");
}

TEST_CASE("lines are drawn in order, and what is left out is shown") {
  CHECK(draw("one\ntwo\nthree\n\nfive\n",
             {{15, 19}, {0, 3, "first", false}, {4, 7, "then", false}}) ==
        "  |\n"
        "1 | one\n"
        "  | --- first\n"
        "2 | two\n"
        "  | --- then\n"
        "...\n"
        "5 | five\n"
        "  | ^^^^\n");
}

TEST_CASE("a span over lines is marked where it begins and where it ends") {
  CHECK(draw("ab {\n  c\n  d }\n", {{3, 14, "all of it"}}) ==
        "  |\n"
        "1 | ab {\n"
        "  |    ^\n"
        "...\n"
        "3 |   d }\n"
        "  |   ^^^ all of it\n");
  CHECK(draw("ab\ncd\n", {{0, 3}}) == "  |\n1 | ab\n  | ^^^\n");
}

TEST_CASE("tabs and wide characters keep the marks in place") {
  CHECK(draw("\ta\tb", {{3, 4}}) == "  |\n1 |     a   b\n  |         ^\n");
  CHECK(draw("日本 x", {{7, 8}}) == "  |\n1 | 日本 x\n  |      ^\n");
  CHECK(draw("日本 x", {{3, 6}}) == "  |\n1 | 日本 x\n  |   ^^\n");
  CHECK(draw("e\u0301 x", {{4, 5}}) == "  |\n1 | e\u0301 x\n  |   ^\n");
  CHECK(draw("é x", {{3, 4}}) == "  |\n1 | é x\n  |   ^\n");
}

TEST_CASE("a tab is as wide as its place makes it, and is marked as wide") {
  CHECK(draw("a\tb", {{1, 2}}) == "  |\n1 | a   b\n  |  ^^^\n");
  CHECK(draw("abcd\tb", {{4, 5}}) == "  |\n1 | abcd    b\n  |     ^^^^\n");
  CHECK(draw("ab\t\tc", {{2, 5, "all"}}) == "  |\n1 | ab      c\n  |   ^^^^^^^ all\n");
  CHECK(draw("日\tx", {{4, 5}}) == "  |\n1 | 日  x\n  |     ^\n");
}

TEST_CASE("a mark that joins a character is marked under that character") {
  CHECK(draw("cafe\u0301 x", {{4, 6}}) == "  |\n1 | cafe\u0301 x\n  |    ^\n");
  CHECK(draw("cafe\u0301 x", {{0, 4}}) == "  |\n1 | cafe\u0301 x\n  | ^^^^\n");
  CHECK(draw("\u0301x", {{0, 2}}) == "  |\n1 | \u0301x\n  | ^\n");
}

TEST_CASE("primary and secondary marks of wide text stand under their own characters") {
  CHECK(draw("日本 = 語", {{9, 12, "here"}, {0, 6, "there", false}}) ==
        "  |\n"
        "1 | 日本 = 語\n"
        "  | ----   ^^ here\n"
        "  | |\n"
        "  | there\n");
}

TEST_CASE("lines that end as in Windows are drawn without their ends") {
  CHECK(draw("ab\r\ncd\r\n", {{4, 6}}) == "  |\n2 | cd\n  | ^^\n");
  CHECK(draw("ab\r\ncd\r\n", {{2, 2, "ends"}}) == "  |\n1 | ab\n  |   ^ ends\n");
  CHECK(draw("a {\r\n}\r\n", {{2, 6}}) == "  |\n1 | a {\n  |   ^\n2 | }\n  | ^\n");
}

TEST_CASE("the end of a file can be marked") {
  CHECK(draw("ab", {{2, 2}}) == "  |\n1 | ab\n  |   ^\n");
  CHECK(draw("ab\n", {{2, 3}}) == "  |\n1 | ab\n  |   ^\n");
  CHECK(draw("ab\n", {{3, 3, "end"}}) == "  |\n2 |\n  | ^ end\n");
  CHECK(draw("", {{0, 0}}) == "  |\n1 |\n  | ^\n");
  CHECK(draw("ab\n\n", {{0, 4}}) == "  |\n1 | ab\n  | ^^\n2 |\n  | ^\n");
}

TEST_CASE("marks that begin together say their texts one below the other") {
  CHECK(draw("abcd", {{0, 1, "one"}, {0, 4, "all", false}}) ==
        "  |\n"
        "1 | abcd\n"
        "  | ^--- all\n"
        "  | |\n"
        "  | one\n");
}

TEST_CASE("columns for programs count code points, from 1") {
  source::SourceMap sources;
  const auto file = sources.add("a.hyp", "\t日e\u0301 x\r\n语y");
  const auto columns = [&](std::uint32_t begin, std::uint32_t end) {
    const diag::Diagnostic d(diag::Code::unknown_name, source::Span{file, begin, end});
    const auto place = *diag::render(d, sources).place;
    return std::vector<std::uint32_t>{place.line, place.column, place.end_line, place.end_column};
  };
  CHECK(columns(0, 1) == std::vector<std::uint32_t>{1, 1, 1, 2});    // the tab
  CHECK(columns(1, 4) == std::vector<std::uint32_t>{1, 2, 1, 3});    // the wide character
  CHECK(columns(4, 7) == std::vector<std::uint32_t>{1, 3, 1, 5});    // e and its accent
  CHECK(columns(8, 9) == std::vector<std::uint32_t>{1, 6, 1, 7});    // x
  CHECK(columns(8, 15) == std::vector<std::uint32_t>{1, 6, 2, 3});   // to the end of the file
  CHECK(columns(15, 15) == std::vector<std::uint32_t>{2, 3, 2, 3});  // the end of the file
}

TEST_CASE("nothing that the source holds moves the cursor") {
  CHECK(draw("a\x1b[31m\x07 b", {{8, 9}}) == "  |\n1 | a\uFFFD[31m\uFFFD b\n  |         ^\n");
  CHECK(draw("a\xff"
             "b",
             {{2, 3}}) == "  |\n1 | a\uFFFDb\n  |   ^\n");
  CHECK(draw("a\u202E"
             "b",
             {{4, 5}}) == "  |\n1 | a\uFFFDb\n  |   ^\n");
  CHECK(draw("a\u009B"
             "b\xC3",
             {{3, 4}}) == "  |\n1 | a\uFFFDb\uFFFD\n  |   ^\n");
  CHECK(diag::printable("a\nb\tc\x1b[0m") == "a b c\uFFFD[0m");

  source::SourceMap sources;
  const auto file = sources.add("a\x1b.hyp", "x\n");
  const diag::Diagnostic d(diag::Code::unknown_name, source::Span{file, 0, 1},
                           {{"what", "region"}, {"name", "\x1b[2J"}, {"suggestion", "a\rb"}});
  CHECK(diag::render_text(d, sources, false) ==
        "error[E0201]: unknown region `\uFFFD[2J`\n"
        " --> a\uFFFD.hyp:1:1\n"
        "  |\n"
        "1 | x\n"
        "  | ^\n"
        "  = help: did you mean `a\uFFFDb`?\n");
}

TEST_CASE("of a line too wide the part around the mark is shown") {
  const std::string wide = std::string(300, 'a') + "X" + std::string(300, 'b');
  CHECK(draw(wide, {{300, 301}}) == "  |\n1 | ..." + std::string(30, 'a') + "X" +
                                        std::string(89, 'b') + "...\n  | " + std::string(33, ' ') +
                                        "^\n");
  CHECK(draw(wide, {{601, 601}}) ==
        "  |\n1 | ..." + std::string(119, 'b') + "\n  | " + std::string(122, ' ') + "^\n");
  CHECK(draw(wide, {{0, 601}}) ==
        "  |\n1 | " + std::string(120, 'a') + "...\n  | " + std::string(121, '^') + "\n");
  const auto far = draw(wide, {{0, 1, "here", false}, {300, 301}});
  CHECK(far == "  |\n1 | " + std::string(120, 'a') + "...\n  | - here\n1 | ..." +
                   std::string(30, 'a') + "X" + std::string(89, 'b') + "...\n  | " +
                   std::string(33, ' ') + "^\n");
  // So far away that it is not even looked at.
  const std::string endless = std::string(50000, 'a') + "日" + std::string(50000, 'b');
  CHECK(draw(endless, {{50000, 50003}, {0, 1, "out of sight", false}}) ==
        "  |\n1 | ..." + std::string(30, 'a') + "日" + std::string(88, 'b') + "...\n  | " +
            std::string(33, ' ') + "^^\n");
}

TEST_CASE("colours stand around marks and their texts") {
  CHECK(draw("ab", {{0, 1}, {1, 2, "x", false}}, true) ==
        "  \033[1;34m|\033[0m\n"
        "\033[1;34m1 |\033[0m ab\n"
        "  \033[1;34m|\033[0m \033[1;31m^\033[0m\033[1;34m-\033[0m \033[1;34mx\033[0m\n");
}

TEST_CASE("places in other files have a heading of their own") {
  source::SourceMap sources;
  const auto one = sources.add("one.hyp", "a\n");
  const auto two = sources.add("two.hyp", "\n\nb\n");
  auto d = diag::Diagnostic(diag::Code::defined_twice, source::Span{one, 0, 1}, {{"name", "a"}})
               .label(source::Span{two, 2, 3}, diag::Note::first_defined);
  const auto text = diag::render_text(d, sources, false);
  CHECK(
      text.starts_with("error[E0202]: `a` is defined twice\n"
                       " --> one.hyp:1:1\n"
                       "  |\n"
                       "1 | a\n"
                       "  | ^\n"
                       " ::: two.hyp:3:1\n"
                       "  |\n"
                       "3 | b\n"
                       "  | - first defined here\n"));
}
