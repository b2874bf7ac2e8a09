// SPDX-License-Identifier: MIT
// A text and what the parser made of it, kept together for tests.
#pragma once

#include <string>

#include "lang/diag/render.hpp"
#include "lang/syntax/parse.hpp"

struct Parsed {
  hyp::source::SourceMap sources;
  hyp::diag::Outcome<hyp::syntax::File> outcome;

  explicit Parsed(std::string text)
      : outcome(hyp::syntax::parse(sources, sources.add("claim.hyp", std::move(text)))) {}

  [[nodiscard]] const hyp::syntax::File& file() const { return *outcome; }
  [[nodiscard]] std::string errors() const {
    return hyp::diag::render_text(outcome.diagnostics, sources, false);
  }
  /// Whether the tree still holds the file byte for byte.
  [[nodiscard]] bool lossless() const {
    return hyp::syntax::text_of(file().tree, sources) == sources.text(file().file);
  }
  template <typename Node>
  [[nodiscard]] const Node& statement(std::size_t index = 0) const {
    return std::get<Node>(file().statements.at(index).node);
  }
};
