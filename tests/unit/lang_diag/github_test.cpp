// SPDX-License-Identifier: MIT
#include "lang/diag/render.hpp"
#include "tests/support/catch.hpp"

using namespace hyp;

TEST_CASE("a workflow command names place, code and message") {
  source::SourceMap sources;
  const auto file = sources.add("claims/a.hyp", "language 1\nsees at ones is brigth\n");
  const diag::Diagnostic d(diag::Code::unknown_name, source::Span{file, 27, 33},
                           {{"what", "name"}, {"name", "brigth"}, {"suggestion", "bright"}});
  CHECK(diag::render_github({d}, sources) ==
        "::error file=claims/a.hyp,line=2,col=17,endLine=2,endColumn=23,title=E0201::unknown name "
        "`brigth`%0Ahelp: did you mean `bright`?\n");
  CHECK(diag::render_github({}, sources).empty());
}

TEST_CASE("what ends a line or a property is escaped") {
  source::SourceMap sources;
  const auto file = sources.add("a:b,c%.hyp", "x\n");
  const diag::Diagnostic d(diag::Code::percent_and_number, source::Span{file, 0, 1},
                           {{"left", "a\r\nb"}, {"right", "50%, c: d"}});
  CHECK(
      diag::render_github({d}, sources) ==
      "::error file=a%3Ab%2Cc%25.hyp,line=1,col=1,endLine=1,endColumn=2,title=E0351::"
      "`a%0D%0Ab` and `50%25, c: d`: a percentage and a plain number do not mix%0Ahelp: write both "
      "as percentages, or both as numbers\n");
  CHECK(diag::github_line("notice", {}, "a:b,c", "1: 2, 3") ==
        "::notice title=a%3Ab%2Cc::1: 2, 3\n");
}

TEST_CASE("a span over lines has no columns, and labels say their lines") {
  source::SourceMap sources;
  const auto file = sources.add("a.hyp", "ab {\n  c\n}\n");
  const auto d =
      diag::Diagnostic(diag::Code::said_twice, source::Span{file, 3, 10}, {{"what", "`c`"}})
          .label(source::Span{file, 0, 2}, diag::Note::first_said);
  CHECK(diag::render_github({d}, sources) ==
        "::error file=a.hyp,line=1,endLine=3,title=E0118::`c` is said twice%0Aa.hyp:1: first said "
        "here%0Ahelp: keep one of them\n");
  const diag::Diagnostic warning(diag::Code::on_unused, std::nullopt, {{"data", "digits"}});
  CHECK(diag::render_github({warning}, sources) ==
        "::warning title=W0397::nothing here is computed from `digits`%0Ahelp: remove `on "
        "digits`\n");
}
