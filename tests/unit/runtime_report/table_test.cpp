// SPDX-License-Identifier: MIT
#include "runtime/report/table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <sstream>

#include "runtime/report/words.hpp"
#include "tests/support/catch.hpp"

using namespace hyp::report;

namespace {

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

std::size_t count(const std::string& text, const std::string& part) {
  std::size_t n = 0;
  for (auto at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) ++n;
  return n;
}

}  // namespace

TEST_CASE("outer keys are shown where any of them changes") {
  const Table table{{{"a", {"1", "1", "2", "2", "2"}},
                     {"b", {"x", "x", "x", "y", "y"}},
                     {"c", {"p", "q", "p", "p", "q"}}},
                    {{"n", {"10", "9", "8", "7", "6"}}},
                    {{"value", {"0.5", "10.5", "0.5", "0.5", "0.5"}}}};
  CHECK("\n" + lay_out(table, 100) == R"(
  a  b  c   n  value
  ------------------
  1  x  p  10    0.5
        q   9   10.5
  2  x  p   8    0.5
  2  y  p   7    0.5
        q   6    0.5
)");
}

TEST_CASE("long headers and keys wrap, headers to the bottom and keys to the top") {
  const Table table{{{"region", {"all", "one"}}},
                    {{"n", {"60000", "17111"}}},
                    {{"agreement(one or anti_one, net.label)", {"96.25 %", "100.00 %"}}}};
  CHECK("\n" + lay_out(table, 100) == R"(
                 agreement(one or
                        anti_one,
  region      n        net.label)
  -------------------------------
  all     60000           96.25 %
  one     17111          100.00 %
)");
  const Table narrow{
      {{"intervention", {"min anti_detectors, one_detectors", "none"}}, {"region", {"all", "all"}}},
      {},
      {{"preserved", {"48.29 %", "100.00 %"}}}};
  CHECK("\n" + lay_out(narrow, 40) == R"(
  intervention         region  preserved
  --------------------------------------
  min anti_detectors,  all       48.29 %
  one_detectors
  none                 all      100.00 %
)");
}

TEST_CASE("what does not fit goes to another part under the same keys and counts") {
  const Table table{{{"region", {"all", "one"}}},
                    {{"n", {"2", "1"}}},
                    {{"first", {"1", "2"}}, {"second", {"3", "4"}}, {"third", {"5", "6"}}}};
  CHECK("\n" + lay_out(table, 30) == R"(
  region  n  first  second
  ------------------------
  all     2      1       3
  one     1      2       4

  region  n  third
  ----------------
  all     2      5
  one     1      6
)");
}

TEST_CASE("no table is wider than asked, whatever the names") {
  const std::string name(300, 'x');
  const std::string words = "min net.neurons[2, 11, 18, 21, 24, 33, 35, 39, 40], 数字数字数字数字";
  for (std::size_t columns = 80; columns <= 120; ++columns) {
    const Table table{{{"tolerance", {"1 %", "3 %"}}, {name, {words, name}}, {"r", {name, words}}},
                      {{"n", {"60000", "1"}}, {"not tested", {"0", "385"}}},
                      {{name, {"93.80 % [93.60, 94.00]", "-"}},
                       {"margin(1, 0)", {"-1.1505 [-1.2000, -1.1000]", "-"}},
                       {"kl", {"0.01234", "0.01234"}}}};
    for (const auto& line : lines_of(lay_out(table, columns))) {
      CHECK(width(line) <= columns);
      CHECK((line.empty() || line.back() != ' '));
    }
  }
}

TEST_CASE("wide characters keep columns in line") {
  const Table table{{{"region", {"数字", "één"}}}, {}, {{"v", {"1", "2"}}}};
  CHECK("\n" + lay_out(table, 100) == R"(
  region  v
  ---------
  数字    1
  één     2
)");
}

TEST_CASE("the header comes again in long tables, at the start of a group") {
  Table table{{{"intervention", {}}, {"region", {}}}, {}, {{"value", {}}}};
  for (int i = 0; i < 200; ++i) {
    table.keys[0].cells.push_back(fmt::format("group_{}", i / 3));
    table.keys[1].cells.push_back(fmt::format("r{}", i % 3));
    table.values[0].cells.push_back("1");
  }
  const auto lines = lines_of(lay_out(table, 100));
  std::vector<std::size_t> headers;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (lines[i].find("intervention") == std::string::npos) continue;
    headers.push_back(i);
    CHECK(lines[i + 2].find("group_") == 2);  // after the rule
    CHECK(lines[i + 2].find("r0") != std::string::npos);
  }
  // header, rule, 42 rows (14 groups), blank line
  CHECK(headers == std::vector<std::size_t>{0, 45, 90, 135, 180});
  CHECK(lines.size() == 200 + 5 * 2 + 4);
}

TEST_CASE("a very long group is broken, and says again what it is about") {
  Table table{{{"intervention", {}}, {"region", {}}}, {}, {{"value", {}}}};
  for (int i = 0; i < 130; ++i) {
    table.keys[0].cells.emplace_back("none");
    table.keys[1].cells.push_back(fmt::format("r{}", i));
    table.values[0].cells.push_back("1");
  }
  const std::string text = lay_out(table, 100);
  CHECK(count(text, "intervention") == 3);
  CHECK(count(text, "none ") == 3);
}

TEST_CASE("a table without rows or values is nothing") {
  CHECK(lay_out({}, 100).empty());
  CHECK(lay_out({{{"region", {}}}, {}, {{"value", {}}}}, 100).empty());
}
