// SPDX-License-Identifier: MIT
// Chains in which each link names the one before twice: 2^60 ways lead to the first, so whatever
// follows each way does not end.
#include <memory>

#include "lang/check/check.hpp"
#include "lang/diag/render.hpp"
#include "lang/syntax/parse.hpp"
#include "tests/support/catch.hpp"

using namespace hyp;

namespace {

constexpr int kLinks = 60;

struct NoFiles final : source::Loader {
  source::Lookup import(std::string_view, std::string_view) override { return source::NotFound{}; }
  source::Lookup data(std::string_view, std::string_view) override { return source::NotFound{}; }
};

// "let x1 = x0 + x0" and so on.
std::string chain(const std::string& word, const std::string& name, const std::string& join) {
  std::string text;
  for (int i = 1; i <= kLinks; ++i) {
    const auto last = name + std::to_string(i - 1);
    text += word + " " + name + std::to_string(i) + " = " + last + join + last + "\n";
  }
  return text;
}

check::Program checked(const std::string& text) {
  source::SourceMap sources;
  const auto file = sources.add("chain.hyp", R"(language 1
data rows = grid(x: 0..9, y: 0..9)
model net {
  input [2]
  units = relu(input - 5)
  total = units[0] + units[1]
}
)" + text);
  auto parsed = syntax::parse(sources, file);
  REQUIRE(parsed.diagnostics.empty());
  NoFiles loader;
  auto result = check::check(std::make_shared<syntax::File>(std::move(*parsed)), sources, loader);
  INFO(diag::render_text(result.diagnostics, sources, false));
  REQUIRE(result);
  return std::move(*result);
}

}  // namespace

TEST_CASE("a chain of groups is resolved link by link") {
  const auto program = checked("group g0 = net.units[1]\n" + chain("group", "g", " union ") +
                               "experiment e on rows {\n  intervene { zero g60 }\n  measure "
                               "mean(sum(g60))\n}\n");
  CHECK_FALSE(check::needs_data(program, program.groups.back().set));
  const auto parts = check::resolve(program, program.groups.back().set, nullptr);
  REQUIRE(parts.size() == 1);
  CHECK(parts[0].elements == std::vector<std::int64_t>{1});
  CHECK(check::dump(program).find("group g60 = g59 union g59  (1 unit of net.units)") !=
        std::string::npos);
}

TEST_CASE("a chain of groups that data decides asks for each unit once") {
  const auto program =
      checked("group g0 = net.units where max > 0 on rows\n" + chain("group", "g", " union "));
  CHECK(check::needs_data(program, program.groups.back().set));
  int asked = 0;
  const auto parts = check::resolve(program, program.groups.back().set,
                                    [&](const check::Where&, check::ModelId, check::SiteId) {
                                      ++asked;
                                      return std::vector<bool>{false, true};
                                    });
  REQUIRE(parts.size() == 1);
  CHECK(parts[0].elements == std::vector<std::int64_t>{1});
  CHECK(asked == 1);
}

TEST_CASE("a chain of lets is computed link by link") {
  const auto program =
      checked("let x0 = 0\n" + chain("let", "x", " + ") + "group unit = net.units[x60 + 1]\n");
  const auto parts = check::resolve(program, program.groups.back().set, nullptr);
  REQUIRE(parts.size() == 1);
  CHECK(parts[0].elements == std::vector<std::int64_t>{1});
}

TEST_CASE("chains of scores and regions are checked link by link") {
  const auto program = checked("score s0 = rows.x\n" + chain("score", "s", " + ") +
                               "region r0 = s60 > 5\n" + chain("region", "r", " and ") +
                               "experiment e on rows { measure mean(s60), share(r60) }\n");
  CHECK(program.scores.size() == kLinks + 1);
  CHECK(program.regions.size() == kLinks + 1);
}
