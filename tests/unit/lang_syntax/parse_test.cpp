// SPDX-License-Identifier: MIT
#include "lang/syntax/parse.hpp"

#include <fstream>
#include <sstream>

#include "tests/support/catch.hpp"
#include "tests/unit/lang_syntax/parsed.hpp"

using namespace hyp;

TEST_CASE("every statement of the manual is understood") {
  std::ifstream in(HYP_TEST_SOURCE_DIR "/golden/syntax_tree/manual.hyp");
  std::stringstream text;
  text << in.rdbuf();
  const Parsed parsed(text.str());
  CHECK(parsed.errors().empty());
  CHECK(parsed.lossless());
  REQUIRE(parsed.file().statements.size() == 24);
  CHECK(parsed.file().statements[5].documentation ==
        "How much ink an image shares with the clue,\nminus the ink outside of it.");
  const auto& post = parsed.statement<syntax::Hypothesis>(15);
  CHECK(post.nodes.size() == 4);
  CHECK(post.nodes[2].places[0].terms.size() == 1);
  CHECK(post.nodes[2].via.size() == 2);
  CHECK(post.nodes[3].reads.size() == 2);
  CHECK(post.nodes[3].others->arms[0].rule.values.size() == 2);
}
