// SPDX-License-Identifier: MIT
// Tests of hypotheses: what each kind of run is asked, and which kinds there are.
#include <memory>

#include "lang/check/check.hpp"
#include "lang/check/prediction.hpp"
#include "lang/check/uses.hpp"
#include "lang/diag/render.hpp"
#include "lang/syntax/parse.hpp"
#include "tests/support/catch.hpp"

using namespace hyp;
using check::MeasureKind;
using check::Prediction;

namespace {

constexpr const char* kWorld = R"(language 1
data digits = grid(x: 0..9, y: 0..9)
data pairs  = grid(x: 0..4, y: 0..4)
model net(weights: "net.pt") {
  input [2]
  neurons = relu(linear(input, out: 4, weights: "hidden"))
  logits  = linear(neurons, out: 2)
}
model toy {
  input [2]
  a = input[0] + 0
  b = input[1] + 0
  y = a + b
}
let   cut   = 9
score total = sum(input)
region large = total > 12
partition half { upper: total > cut; lower: otherwise }
)";

constexpr const char* kClaim = R"(hypothesis h(tolerance = 1%) about net {
  big    at net.neurons[0] is large, resampled within tolerance of total
  answer at net.logits     is big
}
)";

struct Files final : source::Loader {
  std::string imported;
  source::Lookup import(std::string_view, std::string_view) override {
    if (imported.empty()) return source::NotFound{};
    return source::Found{"lib.hyp", source::Bytes::own(std::string(imported))};
  }
  source::Lookup data(std::string_view, std::string_view) override { return source::NotFound{}; }
};

check::Program checked(const std::string& text, const std::string& imported = "") {
  source::SourceMap sources;
  auto parsed = syntax::parse(sources, sources.add("claim.hyp", text));
  INFO(diag::render_text(parsed.diagnostics, sources, false));
  REQUIRE(parsed.diagnostics.empty());
  Files files;
  files.imported = imported;
  auto result = check::check(std::make_shared<syntax::File>(std::move(*parsed)), sources, files);
  INFO(diag::render_text(result.diagnostics, sources, false));
  REQUIRE(result);
  return std::move(*result);
}

check::Program tested(const std::string& tests) {
  return checked(kWorld + tests + "\n" + kClaim);
}

Prediction predicted(const std::string& nodes, const std::string& about = "net") {
  const auto program = checked(kWorld + ("hypothesis h about " + about + " {\n" + nodes + "\n}\n"));
  return check::prediction(program, program.hypotheses.at(0));
}

}  // namespace

TEST_CASE("a claim with values gets both kinds of run, whatever is written") {
  for (const auto* text : {"test h on digits { }", "test h on digits { swap: }",
                           "test h on digits { scrub: }", "test h { references digits }"}) {
    const auto program = tested(text);
    const auto& test = program.tests.at(0);
    CHECK(test.name == "h");
    CHECK(test.references == check::DataId{0});
    CHECK(test.donors == test.references);
    CHECK_FALSE(test.trials);
    REQUIRE(test.scrub);
    CHECK(test.scrub->measures.at(0).measure.kind == MeasureKind::preserved);
    CHECK(test.scrub->measures[0].measure.text == "preserved");
    CHECK(test.scrub->expectations.empty());
    REQUIRE(test.swap);
    CHECK(test.swap->measures.at(0).measure.kind == MeasureKind::obeyed);
    CHECK(test.swap->expectations.empty());
  }
}

TEST_CASE("lines belong to the label above them, those above every label to the scrub") {
  const auto program = tested(R"(test h on digits {
  measure margin
  swap:
    expect obeyed >= 95%
  donors pairs; trials 2 * cut
  scrub: measure change, kl by half; expect margin >= 1
  "Prose."
})");
  const auto& test = program.tests.at(0);
  CHECK(test.prose == "Prose.");
  CHECK(test.donors == check::DataId{1});
  CHECK(test.trials == 18);
  CHECK(program.lets.at(0).fixed);
  REQUIRE(test.scrub->measures.size() == 3);
  CHECK(test.scrub->measures[0].measure.kind == MeasureKind::margin);
  CHECK(test.scrub->measures[1].by.size() == 1);
  CHECK(test.scrub->expectations.at(0).text == "expect margin >= 1");
  CHECK(test.swap->measures.at(0).measure.kind == MeasureKind::obeyed);
  CHECK(test.swap->expectations.at(0).measure.kind == MeasureKind::obeyed);
}

TEST_CASE("parameters of the hypothesis are swept and stand in bounds and conditions") {
  // A let of the same name is another thing.
  const auto program =
      checked(std::string(kWorld) + "let tolerance = 5\n" + kClaim +
              "test h on digits {\n  for tolerance in [1%, 2%]\n  for cut in [8]\n"
              "  expect preserved >= tolerance for tolerance < 2% and cut > 7\n}\n");
  const auto& test = program.tests.at(0);
  REQUIRE(test.sweeps.size() == 2);
  CHECK(program[test.sweeps[0].parameter].parameter_of == check::HypothesisId{0});
  CHECK(test.sweeps[0].values == std::vector{0.01, 0.02});
  CHECK(test.sweeps[0].percent);
  CHECK_FALSE(program[test.sweeps[1].parameter].parameter_of);
  const auto& bound = program[test.scrub->expectations.at(0).bound];
  CHECK(std::get<check::Expr::LetRef>(bound.node).let == test.sweeps[0].parameter);
}

TEST_CASE("a hypothesis has any number of tests, also from another file") {
  const auto program = tested("test h on digits { }\ntest h on pairs { }\ntest h on digits { }");
  CHECK(program.tests.size() == 3);
  CHECK(program.hypotheses.size() == 1);
  const auto elsewhere =
      checked("language 1\nimport \"lib\"\ntest lib.h on lib.pairs { for tolerance in [2%] }\n",
              std::string(kWorld) + kClaim + "test h on digits { }\n");
  // The library's own tests are not run here.
  REQUIRE(elsewhere.tests.size() == 1);
  CHECK(elsewhere.tests[0].name == "h");
  CHECK(elsewhere.tests[0].sweeps.size() == 1);
}

TEST_CASE("the value of the output node predicts an answer, or it is known why not") {
  const std::string big = " big at net.neurons[0] is large\n";
  CHECK(predicted(big + " answer at net.logits is not big") == Prediction::answer);
  CHECK(predicted(" side at net.neurons is half\n answer at net.logits is side") ==
        Prediction::answer);
  CHECK(predicted(" x at net.neurons is digits.x\n answer at net.logits is x + 1") ==
        Prediction::answer);
  CHECK(predicted(big + " answer at net.logits reads big") == Prediction::no_value);
  CHECK(predicted(big + " answer at net.logits is large reads big") == Prediction::no_mention);
  CHECK(predicted(" x at net.neurons is digits.x\n answer at net.logits is x * 0.5") ==
        Prediction::no_class);
  CHECK(predicted(big + " answer at net.logits is large") == Prediction::no_output);
}

TEST_CASE("a claim that predicts no answer is not swapped, nor a network that gives none") {
  CHECK_FALSE(checked(std::string(kWorld) +
                      "hypothesis h about net {\n big at net.neurons[0] is large\n answer at "
                      "net.logits reads big\n}\ntest h on digits { }\n")
                  .tests.at(0)
                  .swap);
  const auto sums =
      checked(std::string(kWorld) +
              "hypothesis h about toy {\n a at toy.a is digits.x\n y at toy.y is a\n}\n"
              "test h on digits { measure share(large) }\n");
  CHECK(check::prediction(sums, sums.hypotheses[0]) == Prediction::answer);
  CHECK_FALSE(sums.tests.at(0).swap);
}

TEST_CASE("a test uses what its hypothesis does, on the donors too where they are others") {
  const std::string claim = R"(hypothesis h(tolerance = 1%) about net {
  big    at net.neurons is large, resampled within tolerance of sum(net.neurons)
  answer at net.logits  is big, others same label of rest
  all else is fixed pairs[3]
}
)";
  const auto uses = [&](const std::string& lines) {
    const auto program = checked(kWorld + ("data rest = grid(label: 0..9)\n" + claim) +
                                 "test h on digits {\n" + lines + "\n}\n");
    check::Uses all;
    all.add(program, program.tests.at(0));
    return all;
  };
  using Sites = std::set<std::pair<check::ModelId, check::SiteId>>;
  using SitesOn = std::set<std::tuple<check::ModelId, check::DataId, check::SiteId>>;
  using Columns = std::set<std::pair<check::DataId, std::string>>;
  const check::DataId pairs{1}, rest{2};
  const check::SiteId neurons{2};
  const auto same = uses("measure share(large) by half; expect margin >= cut");
  CHECK(same.data == std::set{pairs, rest});
  CHECK(same.input);
  CHECK(same.sites == Sites{{{0}, neurons}});
  CHECK(same.sites_on.empty());
  CHECK(same.partitions.size() == 1);
  CHECK(same.lets.size() == 2);
  CHECK(same.columns == std::set<std::string>{"label"});
  CHECK(same.columns_on == Columns{{rest, "label"}});
  const auto others = uses("donors pairs");
  CHECK(others.sites == Sites{{{0}, neurons}});
  CHECK(others.sites_on == SitesOn{{{0}, pairs, neurons}});
  CHECK(others.columns_on == Columns{{rest, "label"}, {pairs, "label"}});
  CHECK(others.partitions.empty());
  CHECK(uses("swap: measure obeyed by half").partitions.size() == 1);
}
