// SPDX-License-Identifier: MIT
// A file that calls definitions means what it would mean with their bodies written out.
#include <memory>

#include "lang/check/check.hpp"
#include "lang/diag/render.hpp"
#include "lang/syntax/parse.hpp"
#include "tests/support/catch.hpp"

using namespace hyp;

namespace {

struct NoFiles final : source::Loader {
  source::Lookup import(std::string_view, std::string_view) override { return source::NotFound{}; }
  source::Lookup data(std::string_view, std::string_view) override { return source::NotFound{}; }
};

constexpr const char* kHead = R"(language 1
data rows = grid(x: 0..9, y: 0..9)
model net {
  input [2]
  a = input + 1
  b = input * 2
  y = a + b
}
group first = net.a
)";

diag::Outcome<check::Program> check_text(const std::string& text, std::string& shown) {
  source::SourceMap sources;
  auto parsed = syntax::parse(sources, sources.add("test.hyp", kHead + text));
  shown = diag::render_text(parsed.diagnostics, sources, false);
  if (!parsed) return std::move(parsed.diagnostics);
  NoFiles loader;
  auto result = check::check(std::make_shared<syntax::File>(std::move(*parsed)), sources, loader);
  shown += diag::render_text(result.diagnostics, sources, false);
  return result;
}

std::string dumped(const std::string& text) {
  std::string shown;
  const auto program = check_text(text, shown);
  INFO(shown);
  REQUIRE(program);
  return check::dump(*program);
}

}  // namespace

TEST_CASE("a call of a score or region is its body with the arguments in place") {
  CHECK(dumped(R"(
def score scaled(s, factor = 2) = factor * s + input[0]
def region band(s, low, high)   = low <= s < high
score twice = scaled(rows.x)
score more  = scaled(factor: 3, s: rows.x + rows.y) - scaled(twice, 1)
region mid  = band(more, 3, high: 8) or band(twice, 1, 2)
)") == dumped(R"(
score twice = 2 * rows.x + input[0]
score more  = (3 * (rows.x + rows.y) + input[0]) - (1 * twice + input[0])
region mid  = (3 <= more < 8) or (1 <= twice < 2)
)"));
}

TEST_CASE("a call of a rule is its arms with the arguments in place") {
  const std::string head = "region large = rows.x > 5\nscore total = rows.x + rows.y\n";
  CHECK(dumped(head + R"(
def rule near_by(s, t) = within t of s in large
def rule both(s, r, t = 1%) = { when r: near_by(s, t); otherwise: from not r }
hypothesis h(tolerance = 3%) about net {
  a at first is large, resampled both(total, large, tolerance), excluding itself
  b at net.b is large, resampled both(rows.y, large)
  y at net.y reads a, b
}
)") == dumped(head + R"(
hypothesis h(tolerance = 3%) about net {
  a at first is large, resampled {
    when large: within tolerance of total in large, excluding itself
    otherwise:  from not large, excluding itself
  }
  b at net.b is large, resampled { when large: within 1% of rows.y in large; otherwise: from not large }
  y at net.y reads a, b
}
)"));
}

TEST_CASE("a hypothesis and an experiment that are made are as if written") {
  CHECK(dumped(R"(
region large = rows.x > 5
def hypothesis claim(net, unit, inside, t = 1%) about net {
  "One unit."
  a at unit  is inside, resampled within t of rows.x
  y at net.y reads a
}
def experiment silent(net, units, images) about net on images {
  intervene { zero units }
  measure mean(rows.x)
}
hypothesis h = claim(net, first, large, t: 2%)
experiment e = silent(net, first, rows)
test h on rows { for t in [1%, 2%]; scrub: expect change <= 3 for t <= 1% }
)") == dumped(R"(
region large = rows.x > 5
hypothesis h(t = 2%) about net {
  "One unit."
  a at first is large, resampled within t of rows.x
  y at net.y reads a
}
experiment e about net on rows {
  intervene { zero first }
  measure mean(rows.x)
}
test h on rows { for t in [1%, 2%]; scrub: expect change <= 3 for t <= 1% }
)"));
}

TEST_CASE("values of nodes can be arguments") {
  CHECK(dumped(R"(
def region either(p, q) = p or q
hypothesis h about net {
  a at net.a is rows.x > 3
  b at net.b is rows.y > 3
  y at net.y is either(a, b)
}
)") == dumped(R"(
hypothesis h about net {
  a at net.a is rows.x > 3
  b at net.b is rows.y > 3
  y at net.y is a or b
}
)"));
}

TEST_CASE("equal calls are checked once, so chains of them end") {
  std::string text = "def score s0(x) = x\n";
  for (int i = 1; i <= 12; ++i) {
    const auto last = "s" + std::to_string(i - 1) + "(x)";
    text += "def score s" + std::to_string(i) + "(x) = " + last + " + " + last + "\n";
  }
  std::string shown;
  CHECK(check_text(text + "score all = s12(rows.x)\n", shown));
  for (int i = 13; i <= 60; ++i) {
    const auto last = "s" + std::to_string(i - 1) + "(x)";
    text += "def score s" + std::to_string(i) + "(x) = " + last + " + " + last + "\n";
  }
  CHECK_FALSE(check_text(text + "score all = s60(rows.x)\n", shown));
  CHECK(shown.find("E0213") != std::string::npos);
  CHECK(shown.find("more than 100000 operations") != std::string::npos);
}

TEST_CASE("a chain that is too long is an error, whichever way it is written") {
  for (const bool backwards : {false, true}) {
    std::string text;
    for (int i = 1; i <= 3000; ++i) {
      const int n = backwards ? 3001 - i : i;
      text += "score s" + std::to_string(n) + " = s" + std::to_string(n - 1) + " + 1\n";
    }
    std::string shown;
    CHECK_FALSE(check_text("score s0 = rows.x\n" + text, shown));
    CHECK(shown.find("E0211") != std::string::npos);
    CHECK(shown.find("E0211") == shown.rfind("E0211"));
  }
}

TEST_CASE("a parameter that fixes units cannot be swept") {
  std::string shown;
  CHECK_FALSE(check_text(R"(
hypothesis h(unit = 0) about net {
  a at net.a is rows.x, resampled within 1% of rows.x
  b at net.b[unit] is rows.y
  y at net.y reads a, b
}
test h on rows { for unit in [0] }
)",
                         shown));
  CHECK(shown.find("E0367") != std::string::npos);
}
