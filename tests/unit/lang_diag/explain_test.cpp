// SPDX-License-Identifier: MIT
#include "lang/diag/explain.hpp"

#include "tests/support/catch.hpp"

using namespace hyp;
using Kind = diag::Explanation::Block::Kind;

TEST_CASE("a file of explanations is read into prose and samples") {
  const auto all = diag::parse_explanations(
      "# Names\n\n## E0201 unknown_name\n\nOne.\nTwo.\n\n```hyp wrong run\n## no head\n\nx\n```\n\n"
      "```hyp right\ny\n```\nAnd then.\n\n## E0202 defined_twice\n\n```sh\nls\n```\n");
  REQUIRE(all.size() == 2);
  CHECK(all[0].section == "Names");
  CHECK(all[0].id == "E0201");
  CHECK(all[0].name == "unknown_name");
  REQUIRE(all[0].blocks.size() == 4);
  CHECK(all[0].blocks[0].kind == Kind::prose);
  CHECK(all[0].blocks[0].text == "One.\nTwo.\n");
  CHECK(all[0].blocks[1].kind == Kind::wrong);
  CHECK(all[0].blocks[1].runs);
  CHECK(all[0].blocks[1].text == "## no head\n\nx\n");
  CHECK(all[0].blocks[2].kind == Kind::right);
  CHECK(!all[0].blocks[2].runs);
  CHECK(all[0].blocks[3].text == "And then.\n");
  CHECK(all[1].section == "Names");
  REQUIRE(all[1].blocks.size() == 1);
  CHECK(all[1].blocks[0].kind == Kind::shell);
  CHECK(diag::parse_explanations("").empty());
  CHECK(diag::parse_explanations("## E0201")[0].blocks.empty());
}

TEST_CASE("a code is found by id or name, whatever its letters") {
  CHECK(diag::find_code("E0201") == diag::Code::unknown_name);
  CHECK(diag::find_code("e0201") == diag::Code::unknown_name);
  CHECK(diag::find_code("Unknown_Name") == diag::Code::unknown_name);
  CHECK(!diag::find_code("E02"));
  CHECK(!diag::find_code(""));
}

TEST_CASE("an explanation is shown with its message and its samples further in") {
  const diag::Explanation explanation{"Names",
                                      "E0201",
                                      "unknown_name",
                                      {{Kind::prose, false, "Because.\n"},
                                       {Kind::wrong, false, "a\n\n  b\n"},
                                       {Kind::shell, false, "ls\n"}}};
  CHECK(diag::render_text(explanation, false) ==
        "error[E0201] unknown_name: unknown WHAT `NAME`\n"
        "\n"
        "Because.\n"
        "\n"
        "  wrong:\n"
        "\n"
        "    a\n"
        "\n"
        "      b\n"
        "\n"
        "  type:\n"
        "\n"
        "    ls\n");
  CHECK(diag::render_text(explanation, true).find("\033[1;31m") != std::string::npos);
  CHECK(diag::render_list({diag::Code::unknown_name}) == "E0201  unknown WHAT `NAME`\n");
}
