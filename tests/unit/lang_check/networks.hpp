// SPDX-License-Identifier: MIT
// Networks and data of a short text, and what was said about them, one line a diagnostic.
#pragma once

#include <fmt/format.h>

#include <optional>
#include <string>

#include "lang/check/models.hpp"
#include "lang/diag/render.hpp"
#include "lang/syntax/parse.hpp"
#include "tests/support/catch.hpp"

namespace hyp::check::test {

/// "E0301 `pool2` wants ...; help: write ...; here `...`: label": code, marked text, message, all
/// of it rendered.
inline std::string said(const std::vector<diag::Diagnostic>& diagnostics,
                        const source::SourceMap& sources) {
  std::string out;
  for (const auto& d : diagnostics) {
    const auto r = diag::render(d, sources);
    out += fmt::format("{} [{}] {}\n", r.code, sources.text(*d.span), r.message);
    for (std::size_t i = 0; i < d.labels.size(); ++i) {
      out += fmt::format("  at [{}] {}\n", sources.text(d.labels[i].span), r.labels[i].text);
    }
    for (const auto& note : r.notes) out += fmt::format("  note: {}\n", note);
    if (!r.help.empty()) out += fmt::format("  help: {}\n", r.help);
  }
  return out;
}

struct Text {
  source::SourceMap sources;
  syntax::File file;

  explicit Text(const std::string& text) {
    const auto id = sources.add("test.hyp", "language 1\n" + text);
    auto parsed = syntax::parse(sources, id);
    INFO(diag::render_text(parsed.diagnostics, sources, false));
    REQUIRE(parsed.diagnostics.empty());
    file = std::move(*parsed);
  }
};

inline std::optional<double> numbers(const syntax::Name& name) {
  if (name.text == "seven") return 7;
  return std::nullopt;
}

struct Built {
  std::optional<Model> model;
  std::string said;
};

/// The first model of the text; `weights: "w.pt"` where it takes weights as an argument.
inline Built network(const std::string& text, bool weights = true,
                     std::map<std::string, double> arguments = {}) {
  const Text t(text);
  const auto& model = std::get<syntax::Model>(t.file.statements.at(0).node);
  ModelInstance instance;
  instance.equations = &model;
  instance.name = "net";
  instance.span = model.name.span;
  instance.numbers = std::move(arguments);
  if (weights) instance.weights = FileReference{"w.pt", "", model.name.span};
  diag::Diagnostics diagnostics;
  Built built{build_model(instance, numbers, diagnostics), {}};
  built.said = said(diagnostics.all(), t.sources);
  CHECK(built.model.has_value() != diagnostics.has_errors());
  return built;
}

/// What is said about a network with this input and these equations.
inline std::string complaints(const std::string& input, const std::string& equations) {
  return network("model net {\n input " + input + "\n" + equations + "\n}\n").said;
}

struct BuiltData {
  std::optional<DataDeclaration> data;
  std::string said;
};

inline BuiltData data(const std::string& value) {
  const Text t("data d = " + value + "\n");
  diag::Diagnostics diagnostics;
  BuiltData built{
      build_data(std::get<syntax::Data>(t.file.statements.at(0).node), "d", numbers, diagnostics),
      {}};
  built.said = said(diagnostics.all(), t.sources);
  CHECK(built.data.has_value() != diagnostics.has_errors());
  return built;
}

}  // namespace hyp::check::test
