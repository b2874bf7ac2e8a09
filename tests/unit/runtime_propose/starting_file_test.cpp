// SPDX-License-Identifier: MIT
// Whatever was in the files, the text that is made of it must check.
#include "runtime/propose/starting_file.hpp"

#include <memory>

#include "lang/check/check.hpp"
#include "lang/diag/render.hpp"
#include "lang/format/format.hpp"
#include "lang/graph/correspondence.hpp"
#include "lang/syntax/parse.hpp"
#include "tests/unit/runtime_propose/networks.hpp"

namespace hyp {
namespace {

using namespace test;
using Catch::Matchers::Contains;

struct NoFiles final : source::Loader {
  source::Lookup import(std::string_view, std::string_view) override { return source::NotFound{}; }
  source::Lookup data(std::string_view, std::string_view) override { return source::NotFound{}; }
};

// The text laid out, after it was found to check without a word, and to be laid out for good.
std::string checked(const std::string& text) {
  source::SourceMap sources;
  NoFiles files;
  const auto parsed = syntax::parse(sources, sources.add("new.hyp", text));
  INFO(text);
  INFO(diag::render_text(parsed.diagnostics, sources, false));
  REQUIRE(parsed.diagnostics.empty());
  const auto laid_out = format::format(*parsed, sources);
  auto again = syntax::parse(sources, sources.add("new.hyp", laid_out));
  REQUIRE(again.diagnostics.empty());
  CHECK(format::format(*again, sources) == laid_out);
  const auto program =
      check::check(std::make_shared<syntax::File>(std::move(*again)), sources, files);
  INFO(diag::render_text(program.diagnostics, sources, false));
  REQUIRE(program);
  CHECK(program.diagnostics.empty());
  for (std::uint32_t i = 0; i < program->hypotheses.size(); ++i) {
    const auto graph = graph::build(*program, {i});
    INFO(diag::render_text(graph.diagnostics, sources, false));
    CHECK(graph.diagnostics.empty());
  }
  return laid_out;
}

propose::Examples drawn(bool labels) {
  return {{"data images = strokes(100, seed: 1)"}, "images", "images", labels, 200, 1.5};
}

std::string start(const Tensors& tensors, const std::optional<Shape>& example,
                  std::optional<propose::Examples> examples, bool active = true) {
  propose::Start from;
  from.weights = {"a \"net\".pt", std::string(64, 'a')};
  from.network = propose::propose(tensors, example);
  from.examples = std::move(examples);
  if (!active) from.active.reset();
  return checked(propose::starting_file(from));
}

const Tensors kTwoClasses = layer("fc1", {20, 784}) + layer("fc2", {2, 20});
const Tensors kTenClasses = layer("fc1", {20, 784}) + layer("fc2", {10, 20});

TEST_CASE("a network of two classes is claimed about and has a rival that predicts") {
  const auto text = start(kTwoClasses, Shape{28, 28}, drawn(false));
  CHECK_THAT(text, Contains("weights: \"a \\\"net\\\".pt\"\n    sha256 \"aaaa"));
  CHECK_THAT(text, Contains("group busy = net.neurons where active > 20% on images\n"));
  CHECK_THAT(text, Contains("answer   at net.label is said\n"));
  CHECK_THAT(text, Contains("  expect refuted\n"));
  CHECK_THAT(text, Contains("  swap:   expect obeyed >= 90%\n"));
  CHECK_THAT(text, !Contains("accuracy"));
  CHECK_THAT(start(kTwoClasses, Shape{28, 28}, drawn(false), false),
             Contains("group busy = net.neurons\n"));
}

TEST_CASE("where labels are classes, units are said to say the label") {
  const auto text = start(kTenClasses, Shape{28, 28}, drawn(true));
  CHECK_THAT(text, Contains("measure accuracy, preserved by halves"));
  CHECK_THAT(text, Contains("said     at busy      is label\n"));
  CHECK_THAT(start(kTenClasses, Shape{28, 28}, drawn(false)), Contains("reads said"));
}

TEST_CASE("without classes there is nothing to claim about") {
  const auto text =
      start(layer("fc1", {20, 784}) + layer("fc2", {1, 20}), Shape{28, 28}, drawn(false));
  CHECK_THAT(text, Contains("measure mean(amount), mean(sum(net.logits)) by halves"));
  CHECK_THAT(text, Contains("does not end in a vector of logits"));
  start(layer("conv1", {8, 1, 3, 3}) + layer("conv2", {4, 8, 3, 3}), Shape{28, 28}, drawn(false));
}

TEST_CASE("what is not whole is written as far as it goes") {
  const auto partial =
      start(layer("fc1", {20, 784}) + layer("mean", {3, 20}) + layer("var", {3, 20}), Shape{28, 28},
            drawn(true));
  CHECK_THAT(partial, Contains("// unknown: `var` takes 20 numbers"));
  CHECK_THAT(partial, Contains("experiment looking on images {\n  \"What is in the data?\""));
  CHECK_THAT(partial, Contains("// A claim, for when the network is whole"));
  const auto nothing = start({{"wte.weight", {500, 16}}}, std::nullopt, std::nullopt);
  CHECK_THAT(nothing, Contains("// No data was named"));
  CHECK_THAT(nothing, Contains("// unknown: `wte` looks like an embedding"));
  CHECK_THAT(nothing, !Contains("\nmodel"));
  CHECK_THAT(start(layer("fc", {2, 784}), Shape{28, 28}, drawn(false)), Contains("a single layer"));
}

TEST_CASE("hostile names stand in comments and texts, and nowhere else") {
  const auto text =
      start(layer("a\"\n}", {20, 784}) + layer("in", {20, 20}) + layer("group", {20, 20}) +
                layer("relu", {20, 20}) + layer("\xC3\xA9", {2, 20}) +
                Tensors{{"x\nexperiment boom on images { }", {4}}},
            Shape{28, 28}, drawn(false));
  CHECK_THAT(text, !Contains("\nexperiment boom"));
  CHECK_THAT(text, Contains("weights: \"a\\\"\\n}\""));
}

TEST_CASE("a network of a thousand layers") {
  Tensors tensors = layer("first", {4, 784});
  for (int i = 0; i < 1000; ++i)
    tensors = std::move(tensors) + layer("fc" + std::to_string(i), {4, 4});
  CHECK_THAT(start(tensors, Shape{28, 28}, drawn(false)), Contains("relu999 = relu(fc997)"));
}

TEST_CASE("the file on drawn digits") {
  CHECK_THAT(checked(propose::drawn_digits("my \"net\".safetensors")),
             Contains("model net(weights: \"my \\\"net\\\".safetensors\") {\n"));
}

}  // namespace
}  // namespace hyp
