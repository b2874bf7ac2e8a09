// SPDX-License-Identifier: MIT
#include "lang/source/source_map.hpp"

#include "tests/support/catch.hpp"

using hyp::source::SourceMap;

TEST_CASE("positions count lines and code points from one") {
  SourceMap sources;
  const auto file = sources.add("a.hyp", "one\ntwö x\r\nlast");
  CHECK(sources.position(file, 0).line == 1);
  CHECK(sources.position(file, 0).column == 1);
  CHECK(sources.position(file, 4).line == 2);
  const auto x = sources.position(file, 9);  // after the two bytes of ö and a space
  CHECK(x.line == 2);
  CHECK(x.column == 5);
  CHECK(sources.text(sources.line_at(file, 5)) == "twö x");
  CHECK(sources.text(sources.line_at(file, 16)) == "last");
}

TEST_CASE("the end of a file is a position, also after a last line break") {
  SourceMap sources;
  const auto file = sources.add("a.hyp", "one\n");
  CHECK(sources.position(file, 4).line == 2);
  CHECK(sources.position(file, 4).column == 1);
  CHECK(sources.text(sources.line_at(file, 4)).empty());
  const auto empty = sources.add("b.hyp", "");
  CHECK(sources.position(empty, 0).line == 1);
  CHECK(sources.text(sources.line_at(empty, 0)).empty());
}
