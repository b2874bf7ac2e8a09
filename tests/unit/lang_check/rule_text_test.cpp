// SPDX-License-Identifier: MIT
// Reports and graphs show rules and expressions as the file writes them.
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

constexpr const char* kWorld = R"(language 1
data digits = grid(x: 0..9, y: 0..9)
data pairs  = grid(x: 0..4, y: 0..4)
model net(weights: "net.pt") {
  input [2]
  neurons = relu(linear(input, out: 4, weights: "hidden"))
  logits  = linear(neurons, out: 2)
  label   = argmax(logits)
}
let   width = 7%
score total = sum(input)
region large = total > 12
region small = total < 6
partition sizes { big: large; rest: otherwise }
)";

check::Program checked(const std::string& text) {
  source::SourceMap sources;
  NoFiles files;
  auto parsed = syntax::parse(sources, sources.add("claim.hyp", kWorld + text));
  INFO(diag::render_text(parsed.diagnostics, sources, false));
  REQUIRE(parsed.diagnostics.empty());
  auto result = check::check(std::make_shared<syntax::File>(std::move(*parsed)), sources, files);
  INFO(diag::render_text(result.diagnostics, sources, false));
  REQUIRE(result);
  return std::move(*result);
}

// What a rule written so is shown as.
std::string shown(const std::string& rule) {
  const auto program =
      checked("hypothesis h about net {\n  big at net.neurons[0] is large, resampled " + rule +
              "\n  answer at net.label is big\n}\n");
  return check::to_text(program, *program.hypotheses.at(0).nodes.at(0).rule);
}

std::string shown_region(const std::string& region) {
  const auto program = checked("region shown = " + region + "\n");
  return check::to_text(program, program.regions.back().value);
}

}  // namespace

TEST_CASE("a rule is shown as the file writes it") {
  for (const std::string rule : {"itself",
                                 "any",
                                 "shuffled",
                                 "from not large",
                                 "from large or small",
                                 "same value",
                                 "same net.label",
                                 "same (sizes, net.label)",
                                 "within 1% of total",
                                 "within 0.07 of total",
                                 "within width of total in large",
                                 "within 2 * width of total - 1 in not large",
                                 "nearest 50 of total",
                                 "nearest 7% of total in large or small",
                                 "near total sigma 0.1%",
                                 "near total sigma width in small",
                                 "fixed digits[6]",
                                 "any, excluding itself",
                                 "same value, excluding itself, allow 2.5%",
                                 "within 3 of total in large, of pairs",
                                 "from large, of pairs, allow 7%"}) {
    CHECK(shown(rule) == rule);
  }
}

TEST_CASE("the arms of a rule follow each other") {
  CHECK(shown("{\n    when large:  within 1% of total in large\n    otherwise:   from not large\n  "
              "}") == "when large: within 1% of total in large; otherwise: from not large");
  CHECK(shown("{ when total > 3 and large: any; when not (total > 3 and large): itself }") ==
        "when total > 3 and large: any; when not (total > 3 and large): itself");
  CHECK(shown("{ otherwise: any }") == "any");
}

TEST_CASE("an expression has brackets only where it needs them") {
  for (const std::string region :
       {"not large", "large and not small", "(large or small) and not (large and small)",
        "total - (1 - 2) > 2 * (total + 1)", "digits.x / 2 >= -digits.y", "total == 3",
        "max(total, 2 * total) < abs(total)", "digits.x > 3"}) {
    CHECK(shown_region(region) == region);
  }
}
