// SPDX-License-Identifier: MIT
// What the formatter promises, as functions: for its tests and for the fuzzer.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lang/format/format.hpp"
#include "lang/syntax/lexeme.hpp"
#include "lang/syntax/parse.hpp"

namespace hyp::test {

/// The layout of a text; empty where it does not parse.
inline std::optional<std::string> laid_out(const std::string& text) {
  source::SourceMap sources;
  const auto parsed = syntax::parse(sources, sources.add("layout.hyp", text));
  if (!parsed || !parsed.diagnostics.empty()) return std::nullopt;
  return format::format(*parsed, sources);
}

/// Tokens and comments in order, without what separates them.
inline std::vector<std::string> tokens_of(std::string_view text) {
  std::vector<std::string> tokens;
  for (std::size_t at = 0; at < text.size();) {
    const auto next = syntax::lexeme_at(text, at);
    auto piece = text.substr(at, next.size);
    at += next.size;
    if (next.kind == syntax::LexemeKind::blank || next.kind == syntax::LexemeKind::line_break) {
      continue;
    }
    if (piece == ";") continue;
    tokens.emplace_back(piece.substr(0, piece.find_last_not_of(" \t") + 1));
  }
  return tokens;
}

/// The tree without what separates tokens, and the documentation of its statements.
inline std::string meaning_of(const std::string& text) {
  source::SourceMap sources;
  const auto parsed = syntax::parse(sources, sources.add("layout.hyp", text));
  std::string meaning;
  if (!parsed || !parsed.diagnostics.empty()) return "does not parse";
  for (const auto& node : parsed->tree.nodes) {
    if (node.kind >= syntax::NodeKind::blank) continue;
    const auto own = sources.text(node.span);
    if (own == ";") continue;
    meaning += syntax::name_of(node.kind);
    if (is_token(node.kind)) meaning += " " + std::string(own);
    meaning += '\n';
  }
  for (const auto& statement : parsed->statements)
    meaning += "/// " + statement.documentation + "\n";
  return meaning;
}

/// What of `before` the layout `after` has lost or changed; empty for nothing.
inline std::string difference(const std::string& before, const std::string& after) {
  const auto left = tokens_of(before), right = tokens_of(after);
  for (std::size_t i = 0; i < left.size() || i < right.size(); ++i) {
    const auto was = i < left.size() ? left[i] : "the end";
    const auto is = i < right.size() ? right[i] : "the end";
    if (was != is) return "`" + was + "` became `" + is + "`";
  }
  return meaning_of(before) == meaning_of(after) ? "" : "the tree is another";
}

}  // namespace hyp::test
