// SPDX-License-Identifier: MIT
// What an intervention overwrites, and from which captured values a pass may start.
#include "runtime/plan/plan.hpp"

#include "lang/check/check.hpp"
#include "lang/syntax/parse.hpp"
#include "tests/support/catch.hpp"

using namespace hyp;

namespace {

struct NoFiles : source::Loader {
  source::Lookup import(std::string_view, std::string_view) override { return source::NotFound{}; }
  source::Lookup data(std::string_view, std::string_view) override { return source::NotFound{}; }
};

constexpr const char* kNetwork = R"(language 1
data rows = grid(x: 0..1, y: 0..1)
model net(weights: "net.pt") {
  input [2]
  a      = relu(input * 2)
  b      = a + 1
  c      = relu(input)
  logits = linear(b + c, out: 2)
  label  = argmax(logits)
}
experiment e on rows {
)";

check::Program program_of(const std::string& lines) {
  source::SourceMap sources;
  NoFiles loader;
  auto parsed = syntax::parse(sources, sources.add("plan.hyp", kNetwork + lines + "\n}\n"));
  REQUIRE(parsed.diagnostics.empty());
  auto checked =
      check::check(std::make_shared<const syntax::File>(std::move(*parsed.value)), sources, loader);
  REQUIRE(checked.value.has_value());
  return std::move(*checked.value);
}

check::SiteId site(const check::Program& program, std::string_view name) {
  const auto& sites = program.models[0].sites;
  for (std::uint32_t i = 0; i < sites.size(); ++i) {
    if (sites[i].name == name) return {i};
  }
  FAIL("no site " << name);
  return {};
}

struct Planned {
  check::Program program;
  diag::Outcome<plan::Plan> outcome;
};

// Plans with every named site captured; every statistic of element i is 10 + i.
Planned plan_of(const std::string& lines) {
  auto program = program_of(lines);
  score::Captured captured;
  for (const auto* name : {"a", "b", "c", "logits"}) {
    captured.sites[{{0}, {0}, site(program, name)}] = {4, 2, std::vector<float>(8)};
  }
  score::Inputs inputs;
  inputs.program = &program;
  inputs.captured = &captured;
  score::Table table;
  auto outcome = plan::plan(inputs, table, {0}, [](const plan::StatisticQuery& query) {
    std::vector<float> values;
    for (const auto element : query.elements) values.push_back(10.0F + static_cast<float>(element));
    return values;
  });
  return {std::move(program), std::move(outcome)};
}

}  // namespace

TEST_CASE("nothing is overwritten where nothing is done") {
  const auto [program, plan] = plan_of("measure preserved");
  REQUIRE(plan);
  REQUIRE(plan->passes.size() == 1);
  CHECK(plan->passes[0].forward.overwrites.empty());
  CHECK(plan->passes[0].forward.read == site(program, "logits"));
}

TEST_CASE("an intervention puts its numbers at its elements, in order") {
  const auto [program, plan] =
      plan_of("intervene { set net.a[1] to 0.5 and zero net.c[0]; min net.a }\nmeasure preserved");
  REQUIRE(plan);
  const auto& first = plan->passes[0].forward.overwrites;
  REQUIRE(first.size() == 2);
  CHECK(first[0].site == site(program, "a"));
  CHECK(first[0].elements == std::vector<std::int64_t>{1});
  CHECK(first[0].values == std::vector<float>{0.5F});
  CHECK(first[1].site == site(program, "c"));
  CHECK(first[1].values == std::vector<float>{0.0F});
  const auto& second = plan->passes[1].forward.overwrites;
  REQUIRE(second.size() == 1);
  CHECK(second[0].values == std::vector<float>{10.0F, 11.0F});
}

TEST_CASE("a pass starts from captured values that nothing upstream of them changes") {
  const auto [program, plan] = plan_of(
      "intervene { zero net.a; zero net.a[0] and zero net.b[1]; zero net.logits }\n"
      "measure preserved");
  REQUIRE(plan);
  const auto a = site(program, "a"), b = site(program, "b"), c = site(program, "c");
  CHECK(plan->passes[0].forward.known == std::vector{a, c});
  // b is overwritten too, but lies downstream of a: its clean values no longer hold.
  CHECK(plan->passes[1].forward.known == std::vector{a, c});
  CHECK(plan->passes[2].forward.known == std::vector{a, b, c, site(program, "logits")});
}

TEST_CASE("an element is overwritten once") {
  const auto [program, plan] =
      plan_of("intervene { zero net.a[0] and min net.a }\nmeasure preserved");
  REQUIRE(!plan);
  CHECK(plan.diagnostics[0].code == diag::Code::overwritten_twice);
}

TEST_CASE(
    "what measures and groups read is captured once; large sites are not kept to spare work") {
  const auto program =
      program_of("intervene { zero net.a }\nmeasure preserved, mean(net.b[0]), mean(net.b[1])");
  const auto small = plan::plan_capture(program, {{{0}}, {}}, {{{0}, 4}});
  REQUIRE(small.size() == 1);
  using Sites = std::set<check::SiteId>;
  const auto a = site(program, "a"), b = site(program, "b"), logits = site(program, "logits");
  CHECK(small[0].sites == Sites{a, b, logits});
  const auto many_rows = plan::kSpareBytes / static_cast<std::int64_t>(2 * sizeof(float)) + 1;
  const auto large = plan::plan_capture(program, {{{0}}, {}}, {{{0}, many_rows}});
  CHECK(large[0].sites == Sites{b, logits});
}

TEST_CASE("a chain of groups, each the one before twice, is followed link by link") {
  // 2^60 ways lead from the last group to the first.
  std::string chain = "group g0 = net.b where max > 0 on rows\n";
  for (int i = 1; i <= 60; ++i) {
    const auto last = " g" + std::to_string(i - 1);
    chain += "group g" + std::to_string(i) + " =" + last + " union" + last + "\n";
  }
  const auto program =
      program_of("intervene { zero g60 }\nmeasure mean(sum(g60))\n}\n" + chain +
                 "experiment f on rows {\nintervene { min g60 }\nmeasure preserved");
  using Sites = std::set<check::SiteId>;
  const auto b = site(program, "b"), logits = site(program, "logits");
  CHECK(plan::plan_capture(program, {{{0}}, {}}, {{{0}, 4}}).at(0).sites == Sites{b});
  CHECK(plan::plan_capture(program, {{{1}}, {}}, {{{0}, 4}}).at(0).sites == Sites{b, logits});
}
