// SPDX-License-Identifier: MIT
#include "lang/diag/diagnostic.hpp"

#include <set>

#include "lang/diag/render.hpp"
#include "lang/diag/suggest.hpp"
#include "tests/support/catch.hpp"

using namespace hyp;

TEST_CASE("a message is filled with its facts, and is empty when one is missing") {
  CHECK(diag::fill("unknown {what} `{name}`", {{"what", "region"}, {"name", "brigth"}}) ==
        "unknown region `brigth`");
  CHECK(diag::fill("did you mean `{suggestion}`?", {{"name", "x"}}).empty());
  CHECK(diag::fill("{n} of {m}", {{"n", 3}, {"m", 0.5}}) == "3 of 0.5");
}

TEST_CASE("every code of the table is unique") {
  std::set<std::string_view> ids;
  for (const auto code : diag::all_codes()) CHECK(ids.insert(diag::info(code).id).second);
}

TEST_CASE("the nearest name is suggested only when it is near") {
  CHECK(diag::nearest("brigth", {"dark", "bright"}) == "bright");
  CHECK(diag::nearest("conv9", {"conv1", "conv2"}) == "conv1");
  CHECK(diag::nearest("x", {"likeness"}).empty());
  CHECK(diag::nearest("one_or_anti", {"one", "one_or_anti_one", "ink"}) == "one_or_anti_one");
  CHECK(diag::nearest("one_detectors_of_net", {"one_detectors"}) == "one_detectors");
  CHECK(diag::nearest("one_or", {"one_or_anti_one", "one_or_nothing"}).empty());
  CHECK(diag::nearest("ink", {"ink_of_everything"}).empty());
}

TEST_CASE("text shows the line with carets under what is meant") {
  source::SourceMap sources;
  const auto file = sources.add("claim.hyp", "language 1\nsees at ones is brigth\n");
  const diag::Diagnostic d(diag::Code::unknown_name, source::Span{file, 27, 33},
                           {{"what", "region"}, {"name", "brigth"}, {"suggestion", "bright"}});
  CHECK(diag::render_text(d, sources, false) ==
        "error[E0201]: unknown region `brigth`\n"
        " --> claim.hyp:2:17\n"
        "  |\n"
        "2 | sees at ones is brigth\n"
        "  |                 ^^^^^^\n"
        "  = help: did you mean `bright`?\n");
}
