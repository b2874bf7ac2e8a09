// SPDX-License-Identifier: MIT
// Claims of a short text, checked and built, for the tests of this floor.
#pragma once

#include <fmt/format.h>

#include <memory>
#include <optional>
#include <string>

#include "lang/check/check.hpp"
#include "lang/diag/render.hpp"
#include "lang/graph/correspondence.hpp"
#include "lang/syntax/parse.hpp"
#include "tests/support/catch.hpp"

namespace hyp::graph::test {

struct NoFiles : source::Loader {
  source::Lookup import(std::string_view, std::string_view) override { return source::NotFound{}; }
  source::Lookup data(std::string_view, std::string_view) override { return source::NotFound{}; }
};

/// Networks and regions that most claims of the tests are about.
inline const std::string kWorld = R"(language 1
data images = idx("images", label: "labels")
data rows = grid(x0: 0..9, x1: 0..9, x2: 0..9)
model net(weights: "w.pt") {
  input   [1, 4, 4]
  conv    = conv2d(input, out: 3, kernel: 3)
  early   = relu(linear(flatten(conv), out: 6, weights: "early"))
  neurons = relu(linear(early, out: 6, weights: "fc1"))
  logits  = linear(neurons, out: 2, weights: "fc2")
  label   = argmax(logits)
}
model residual(weights: "r.pt") {
  input    [6]
  stem     = relu(input)
  block    = relu(linear(stem, out: 6, weights: "block"))
  shortcut = stem * 1
  sum      = block + shortcut
  y        = linear(sum, out: 2)
}
model toy {
  input [3]
  a = input[0] + input[2]
  b = input[1] - input[2]
  y = a + b
}
score likeness = sum(input)
region one = likeness > 5
region dark = likeness < 2
)";

struct Claimed {
  source::SourceMap sources;
  std::optional<check::Program> program;
  std::optional<Correspondence> graph;
  std::string said;  ///< every diagnostic of the graph, rendered

  explicit Claimed(const std::string& text) {
    const auto id = sources.add("claim.hyp", kWorld + text);
    auto parsed = syntax::parse(sources, id);
    INFO(diag::render_text(parsed.diagnostics, sources, false));
    REQUIRE(parsed.diagnostics.empty());
    NoFiles loader;
    auto checked =
        check::check(std::make_shared<syntax::File>(std::move(*parsed)), sources, loader);
    INFO(diag::render_text(checked.diagnostics, sources, false));
    REQUIRE(checked.value);
    program = std::move(*checked);
    REQUIRE(program->hypotheses.size() == 1);
    auto built = build(*program, check::HypothesisId{0});
    graph = std::move(built.value);
    said = describe(built.diagnostics);
  }

  /// Code, marked text, message; labels and help below.
  [[nodiscard]] std::string describe(const std::vector<diag::Diagnostic>& all) const {
    std::string out;
    for (const auto& d : all) {
      const auto r = diag::render(d, sources);
      out += fmt::format("{} [{}] {}\n", r.code, sources.text(*d.span), r.message);
      for (std::size_t i = 0; i < d.labels.size(); ++i) {
        out += fmt::format("  at [{}] {}\n", sources.text(d.labels[i].span), r.labels[i].text);
      }
      if (!r.help.empty()) out += fmt::format("  help: {}\n", r.help);
    }
    return out;
  }
};

inline std::string complaints(const std::string& nodes, const std::string& model = "net") {
  const Claimed claimed("hypothesis h about " + model + " {\n" + nodes + "\n}\n");
  CHECK_FALSE(claimed.graph);
  return claimed.said;
}

}  // namespace hyp::graph::test
