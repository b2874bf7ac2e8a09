// SPDX-License-Identifier: MIT
#include "tests/support/catch.hpp"
#include "tests/unit/lang_syntax/ast_text.hpp"
#include "tests/unit/lang_syntax/parsed.hpp"

using namespace hyp;
using syntax::Rule;

namespace {

std::string set(const std::string& text) {
  const Parsed parsed("language 1\ngroup g = " + text + "\n");
  if (!parsed.outcome.diagnostics.empty()) return parsed.errors();
  return ast_text(parsed.statement<syntax::Group>().value);
}

// The parts of a rule in a fixed order: kind, amount, values, in, and the modifiers.
std::string rule(const std::string& text) {
  const Parsed parsed("language 1\nhypothesis h {\n all else is " + text + "\n}\n");
  if (!parsed.outcome.diagnostics.empty()) return parsed.errors();
  const auto& r = parsed.statement<syntax::Hypothesis>().all_else->arms.at(0).rule;
  constexpr const char* kKinds[] = {"itself", "any",     "shuffled", "from",  "same",
                                    "within", "nearest", "near",     "fixed", "named"};
  std::string out = kKinds[static_cast<int>(r.kind)];
  out += " " + ast_text(r.amount);
  for (const auto& value : r.values) out += " " + ast_text(value);
  if (r.in) out += " in " + ast_text(r.in);
  if (r.excluding_itself) out += " excluding";
  if (r.of) out += " of " + r.of->parts.at(0).text;
  if (r.allow) out += " allow " + ast_text(r.allow);
  return out;
}

}  // namespace

TEST_CASE("sets of units") {
  CHECK(set("a") == "a");
  CHECK(set("net.conv2[3, 5] at row 1..4, column 2") == "net.conv2[3, 5] row 1..4 column 2");
  CHECK(set("a at position 3 union b at row 1") == "a position 3 union b row 1");
  CHECK(set("(a union b) except c where max > 0 and min < 1 on images.train") ==
        "(a union b) except c where ((max > 0) and (min < 1)) on images.train");
  CHECK(set("row at row 1") == "row row 1");
}

TEST_CASE("rules") {
  CHECK(rule("itself") == "itself -");
  CHECK(rule("any, excluding itself") == "any - excluding");
  CHECK(rule("shuffled of other") == "shuffled - of other");
  CHECK(rule("from not one") == "from - (not one)");
  CHECK(rule("same value allow 5%") == "same - allow 0.050000000000000003%");
  CHECK(rule("same looks") == "same - looks");
  CHECK(rule("same (a, b + 1), of d, excluding itself") == "same - a (b + 1) excluding of d");
  CHECK(rule("same (a) or (b)") == "same - (a or b)");
  CHECK(rule("within 500 of s in one or two") == "within 500 s in (one or two)");
  CHECK(rule("nearest 5 of s") == "nearest 5 s");
  CHECK(rule("near likeness sigma tolerance in one") == "near tolerance likeness in one");
  CHECK(rule("fixed images[6]") == "fixed - images[6]");
  CHECK(rule("mine(3), excluding itself") == "named - mine(3) excluding");
  CHECK(rule("lib.mine") == "named - lib.mine");
}

TEST_CASE("a node with everything") {
  const Parsed parsed(
      "language 1\nhypothesis h(t = 1%, u) about lib.net {\n"
      "  a at b, c at row 1, column 2, d via x.y, z, is v up to t, reads e, f,\n"
      "    resampled {\n when r: any, excluding itself\n otherwise: itself }, others shuffled\n"
      "  draw a, b, c together\n}\n");
  CHECK(parsed.errors().empty());
  const auto& h = parsed.statement<syntax::Hypothesis>();
  REQUIRE(h.parameters.size() == 2);
  CHECK(ast_text(h.parameters[0].fallback) == "0.01%");
  CHECK(!h.parameters[1].fallback);
  CHECK(h.about->parts.size() == 2);
  REQUIRE(h.nodes.size() == 1);
  const auto& n = h.nodes[0];
  REQUIRE(n.places.size() == 3);
  CHECK(ast_text(n.places[1]) == "c row 1 column 2");
  CHECK(n.via.size() == 2);
  CHECK(ast_text(n.value) == "v");
  CHECK(ast_text(n.up_to) == "t");
  CHECK(n.reads.size() == 2);
  REQUIRE(n.resampled);
  CHECK(n.resampled->braces);
  REQUIRE(n.resampled->arms.size() == 2);
  CHECK(ast_text(n.resampled->arms[0].when) == "r");
  CHECK(n.resampled->arms[0].rule.excluding_itself);
  CHECK(!n.resampled->arms[1].when);
  CHECK(n.others->arms[0].rule.kind == Rule::Kind::shuffled);
  CHECK(h.together.at(0).names.size() == 3);
}

TEST_CASE("an experiment with everything") {
  const Parsed parsed(
      "language 1\nexperiment e about net on d.train {\n  \"Prose.\"\n  for t in [1%, 2]\n"
      "  intervene { none; min a, b in r; set c at row 1 to -0.5 and zero d }\n"
      "  measure m, share(one) by looks, d.half\n"
      "  expect m in r >= 90% on data like this under none for t <= 1%\n"
      "  expect m(x) within 1% of clean on this data\n}\n");
  CHECK(parsed.errors().empty());
  const auto& e = parsed.statement<syntax::Experiment>();
  CHECK(e.prose == "Prose.");
  CHECK(e.sweeps.at(0).values.size() == 2);
  REQUIRE(e.interventions.size() == 3);
  CHECK(e.interventions[0].actions.empty());
  CHECK(e.interventions[1].actions.at(0).sets.size() == 2);
  CHECK(ast_text(e.interventions[1].actions[0].in) == "r");
  REQUIRE(e.interventions[2].actions.size() == 2);
  CHECK(ast_text(e.interventions[2].actions[0].to) == "-0.5r");
  CHECK(e.interventions[2].actions[1].kind == syntax::Action::Kind::zero);
  CHECK(e.measures.at(0).measures.size() == 2);
  CHECK(e.measures[0].by.size() == 2);
  const auto& first = e.expectations.at(0);
  CHECK(ast_text(first.in) == "r");
  CHECK(first.op == syntax::CompareOp::greater_equal);
  CHECK(first.under);
  CHECK(ast_text(first.where) == "(t <= 0.01%)");
  CHECK(first.scope == syntax::Expectation::Scope::data_like_this);
  const auto& second = e.expectations.at(1);
  CHECK(!second.op);
  CHECK(ast_text(second.target) == "clean");
  CHECK(second.scope == syntax::Expectation::Scope::this_data);
}

TEST_CASE("a test with everything") {
  const Parsed parsed(
      "language 1\ntest lib.h on d.test {\n  \"Prose.\"\n  measure m\n  for t in [1%, 2]; trials 2 "
      "* n\n"
      "  scrub: expect m >= 90% under none; measure n by looks\n  donors d.train\n"
      "  swap:\n\n    // on its own line\n    measure o, p\n    expect o >= 1%\n"
      "  intervene { none; min a }\n}\ntest h { scrub: ; references d; swap: }\n");
  CHECK(parsed.errors().empty());
  CHECK(parsed.lossless());
  const auto& t = parsed.statement<syntax::Test>();
  CHECK(t.hypothesis.parts.at(1).text == "h");
  CHECK(t.references.parts.at(1).text == "test");
  CHECK(t.donors->parts.at(1).text == "train");
  CHECK(t.prose == "Prose.");
  CHECK(t.sweeps.at(0).values.size() == 2);
  CHECK(ast_text(t.trials) == "(2 * n)");
  REQUIRE(t.scrub.measures.size() == 2);
  CHECK(ast_text(t.scrub.measures[0].measures.at(0)) == "m");
  CHECK(t.scrub.measures[1].by.size() == 1);
  CHECK(t.scrub.expectations.at(0).under);
  CHECK(parsed.sources.text(t.scrub.label) == "scrub:");
  CHECK(t.swap.measures.at(0).measures.size() == 2);
  CHECK(t.swap.expectations.size() == 1);
  REQUIRE(t.interventions.size() == 1);
  CHECK(parsed.sources.text(t.interventions[0]) == "intervene");
  const auto& bare = parsed.statement<syntax::Test>(1);
  CHECK(bare.references.parts.at(0).text == "d");
  CHECK(bare.scrub.measures.empty());
  CHECK(bare.scrub.label.size() > 0);
  CHECK(bare.swap.label.size() > 0);
}

TEST_CASE("words of a test are names elsewhere") {
  const Parsed parsed(
      "language 1\nlet test = 1\nscore trials = d.references + swap\nregion scrub = donors > test\n"
      "hypothesis swap {\n  test at net.scrub is trials\n  trials at net.test reads test\n"
      "  draw trials, test together\n}\ntest test on test { measure share(scrub), trials by swap\n"
      "  for trials in [trials]\n}\n"
      "model m { input [2]\n test = relu(input)\n scrub = test + 1 }\n"
      "partition p { test: scrub; swap: otherwise }\n");
  CHECK(parsed.errors().empty());
  CHECK(parsed.file().statements.size() == 7);
}

TEST_CASE("models, partitions and imports") {
  const Parsed parsed(
      "language 1\nimport \"lib/rules.hyp\" as rules\nimport \"std/mnist\"\n"
      "model a = f(1)\nmodel b(weights: \"w\") { input [3]\n x = input[0] }\n"
      "def model c(w, n = 2) { input [1]; y = w }\npartition p { q: r; s: otherwise }\n");
  CHECK(parsed.errors().empty());
  CHECK(parsed.statement<syntax::Import>(0).as->text == "rules");
  CHECK(!parsed.statement<syntax::Import>(1).as);
  CHECK(ast_text(parsed.statement<syntax::Model>(2).value) == "f(1)");
  const auto& b = parsed.statement<syntax::Model>(3);
  CHECK(!b.definition);
  CHECK(b.arguments.size() == 1);
  CHECK(ast_text(b.input) == "[3]");
  CHECK(b.equations.size() == 1);
  const auto& c = parsed.statement<syntax::Model>(4);
  CHECK(c.definition);
  CHECK(c.parameters.size() == 2);
  const auto& p = parsed.statement<syntax::Partition>(5);
  CHECK(ast_text(p.members.at(0).when) == "r");
  CHECK(!p.members.at(1).when);
}

TEST_CASE("documentation stands right above its statement") {
  const Parsed parsed(
      "/// Of the language line.\nlanguage 1\n/// One.\n///  Two.\nlet a = 1 /// no\nlet b = 1\n"
      "/// lost\n\nlet c = 1\n  /// indented\n  let d = 1\n// remark\n/// after\n//// no\nlet e = "
      "1\n");
  CHECK(parsed.errors().empty());
  const auto& all = parsed.file().statements;
  REQUIRE(all.size() == 5);
  CHECK(all[0].documentation == "One.\n Two.");
  CHECK(all[1].documentation.empty());
  CHECK(all[2].documentation.empty());
  CHECK(all[3].documentation == "indented");
  CHECK(all[4].documentation.empty());
}

TEST_CASE("an error loses its line and nothing else") {
  const Parsed parsed(
      "language 1\nregion a = = 1\nlet ok = 1\nhypothesis h {\n  n at x is 1e999\n  m at is\n"
      "  k at y is z\n  all else is any\n}\ndef model lib { }\nregoin b = c\nlet d = 1e999\n");
  CHECK(parsed.lossless());
  REQUIRE(parsed.file().statements.size() == 2);
  CHECK(!parsed.file().statements[0].damaged);
  CHECK(parsed.file().statements[1].damaged);
  const auto& h = parsed.statement<syntax::Hypothesis>(1);
  REQUIRE(h.nodes.size() == 1);
  CHECK(h.nodes[0].name.text == "k");
  CHECK(h.all_else);
  std::string lost;
  for (const auto& name : parsed.file().lost) lost += name.text + " ";
  CHECK(lost == "a lib b d ");
}

TEST_CASE("subspaces and directions") {
  const Parsed parsed(
      "language 1\nsubspace a = net.x along pca(2, in r), b - 2 * mean(in s), \"f\" sha256 \"0\" "
      "on "
      "d.train\ndirection b = lib.net.x along [1, -0.5]\n"
      "hypothesis h {\n allow at a is r\n allow oblique\n}\n");
  CHECK(parsed.errors().empty());
  CHECK(parsed.lossless());
  const auto& a = parsed.statement<syntax::Subspace>(0);
  CHECK(a.name.text == "a");
  CHECK(!a.direction);
  CHECK(a.site.parts.size() == 2);
  REQUIRE(a.along.size() == 3);
  CHECK(ast_text(a.along[0]) == "pca(2, in r)");
  CHECK(ast_text(a.along[1]) == "(b - (2 * mean(in s)))");
  CHECK(ast_text(a.along[2]) == "'f'#0");
  CHECK(a.on->parts.size() == 2);
  const auto& b = parsed.statement<syntax::Subspace>(1);
  CHECK(b.direction);
  CHECK(b.site.parts.size() == 3);
  CHECK(ast_text(b.along.at(0)) == "[1, -0.5r]");
  CHECK(!b.on);
  const auto& h = parsed.statement<syntax::Hypothesis>(2);
  CHECK(h.nodes.at(0).name.text == "allow");
  CHECK(h.allow_oblique);
}
