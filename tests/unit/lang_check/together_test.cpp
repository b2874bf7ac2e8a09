// SPDX-License-Identifier: MIT
// `draw ... together`: nodes, and what their reader leaves unclaimed.
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

struct Checked {
  source::SourceMap sources;
  std::optional<check::Program> program;
  std::string said;

  explicit Checked(const std::string& draw) {
    const auto file = sources.add("claim.hyp", R"(language 1
data rows = grid(x0: 0..9, x1: 0..9)
model toy {
  input [2]
  a = 1 * input[0]
  b = 1 * input[1]
  y = a + b
}
hypothesis h {
  a at toy.a is rows.x0
  b at toy.b is rows.x1
  y at toy.y is a + b
  )" + draw + "\n}\n");
    auto parsed = syntax::parse(sources, file);
    said = diag::render_text(parsed.diagnostics, sources, false);
    if (!said.empty()) return;
    NoFiles loader;
    auto checked =
        check::check(std::make_shared<syntax::File>(std::move(*parsed)), sources, loader);
    said = diag::render_text(checked.diagnostics, sources, false);
    program = std::move(checked.value);
  }
  [[nodiscard]] const check::Together& together() const {
    return program->hypotheses.at(0).together.at(0);
  }
};

}  // namespace

TEST_CASE("nodes are drawn together in the order written, with or without the others") {
  const Checked nodes("draw b, a together");
  CHECK(nodes.said.empty());
  CHECK(nodes.together().nodes == std::vector<check::NodeId>{{1}, {0}});
  CHECK_FALSE(nodes.together().others);
  const Checked others("draw b, others, a together");
  CHECK(others.said.empty());
  CHECK(others.together().nodes == std::vector<check::NodeId>{{1}, {0}});
  CHECK(others.together().others);
  CHECK(others.sources.text(others.together().span) == "draw b, others, a together");
}

TEST_CASE("others are named once, and every other name is a node") {
  CHECK(Checked("draw a, others, others together").said ==
        R"(error[E0513]: `others` is drawn together twice
  --> claim.hyp:13:19
   |
13 |   draw a, others, others together
   |                   ^^^^^^
   = help: name it once, in one `draw ... together`
)");
  CHECK(Checked("draw a, c together").said.find("error[E0201]: unknown node `c`") == 0);
  CHECK(Checked("draw a, 3 together")
            .said.find("error[E0101]: expected a node or `others`, but saw `3`") == 0);
}
