// SPDX-License-Identifier: MIT
// Programs written as text, with their grids as data and random weights: what a test of the floors
// above the checker begins with.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "lang/check/check.hpp"
#include "lang/diag/render.hpp"
#include "lang/graph/correspondence.hpp"
#include "lang/syntax/parse.hpp"
#include "runtime/score/table.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/network_builder.hpp"

namespace hyp::test {

struct NoFiles final : source::Loader {
  source::Lookup import(std::string_view, std::string_view) override { return source::NotFound{}; }
  source::Lookup data(std::string_view, std::string_view) override { return source::NotFound{}; }
};

/// A checked text whose data sets are all grids.
class TextProgram {
 public:
  explicit TextProgram(const std::string& text) {
    NoFiles files;
    auto parsed = syntax::parse(sources, sources.add("claim.hyp", text));
    INFO(rendered(parsed.diagnostics));
    REQUIRE(parsed.diagnostics.empty());
    auto checked = check::check(std::make_shared<syntax::File>(std::move(*parsed)), sources, files);
    INFO(rendered(checked.diagnostics));
    REQUIRE(checked);
    program = std::move(*checked);
    for (std::uint32_t i = 0; i < program.data.size(); ++i) {
      auto loaded = model::load_dataset(program.data[i], files, "claim.hyp");
      REQUIRE(loaded);
      datasets.emplace(check::DataId{i}, std::move(*loaded));
    }
  }
  TextProgram(const TextProgram&) = delete;
  TextProgram& operator=(const TextProgram&) = delete;

  source::SourceMap sources;
  check::Program program;
  std::map<check::DataId, model::Dataset> datasets;
  score::Captured captured;

  [[nodiscard]] score::Inputs inputs() const {
    score::Inputs inputs;
    inputs.program = &program;
    for (const auto& [id, data] : datasets) inputs.datasets[id] = &data;
    inputs.captured = &captured;
    return inputs;
  }
  /// The graph of a hypothesis.
  [[nodiscard]] graph::Correspondence graph(std::uint32_t hypothesis = 0) const {
    auto built = graph::build(program, {hypothesis});
    INFO(rendered(built.diagnostics));
    REQUIRE(built);
    return std::move(*built);
  }
  /// Its network with weights in (-1, 1).
  [[nodiscard]] model::Network network(unsigned seed) const {
    model::Network network;
    network.equations = program.models.at(0);
    Random random(seed);
    for (const auto& spec : check::weight_specs(network.equations)) {
      auto& weight = network.weights[spec.name];
      weight.shape = spec.shape;
      for (std::int64_t i = 0; i < check::elements(spec.shape); ++i) {
        weight.values.push_back(random.uniform(-1, 1));
      }
    }
    return network;
  }
  [[nodiscard]] std::string rendered(const std::vector<diag::Diagnostic>& diagnostics) const {
    return diag::render_text(diagnostics, sources, false);
  }
};

}  // namespace hyp::test
