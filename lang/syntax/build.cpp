// SPDX-License-Identifier: MIT
#include "lang/syntax/build.hpp"

#include "lang/syntax/lexeme.hpp"
#include "lang/syntax/literals.hpp"

namespace hyp::syntax {
namespace {

constexpr std::string_view kProse = "the sentence in quotes";

}  // namespace

void build(File& file, State& state) {
  Builder(file.tree, state).file(file);
}

void Builder::file(File& file) {
  const TreeNode& root = tree_.nodes[0];
  check_language(root);
  for (std::uint32_t i = 0; i < root.child_count; ++i) {
    const TreeNode& child = tree_.nodes[tree_.children[root.first_child + i]];
    if (child.kind == NodeKind::error) lose(file, child);
    if (is_token(child.kind) || child.kind == NodeKind::error) continue;
    found_ = 0;
    damaged_ = too_deep_ = false;
    auto built = statement(child);
    if (!built) continue;
    if (found_ > 0) {
      lose(file, child);
      continue;
    }
    built->span = child.span;
    built->documentation = documentation(root, i);
    built->damaged = damaged_;
    file.statements.push_back(std::move(*built));
  }
}

// A statement begins with its words and the name it defines: `region bright`, `def model cnn`.
void Builder::lose(File& file, const TreeNode& error) const {
  std::uint32_t at = error.span.begin;
  for (int words = 0; words < 3; ++words) {
    const Lexeme lexeme = lexeme_at(state_.text, at);
    if (lexeme.kind != LexemeKind::word) return;
    const Span span{file.file, at, at + lexeme.size};
    if (text_of(span) == "test" || text_of(span) == "train") return;  // they define nothing
    const bool second_of_definition = words == 1 && text_of(error.span).starts_with("def ");
    if (words > 0 && !second_of_definition) {
      file.lost.push_back({std::string(text_of(span)), span});
      return;
    }
    at = static_cast<std::uint32_t>(gap_end(state_.text, span.end, false));
  }
}

std::string Builder::documentation(const TreeNode& file, std::uint32_t child) const {
  std::string joined;
  for (std::uint32_t i = child; i > 0; --i) {
    const auto at = [&](std::uint32_t k) -> const TreeNode& {
      return tree_.nodes[tree_.children[file.first_child + k]];
    };
    // Going up: the statement's indent, then a line break, then a line of documentation.
    while (i > 0 && at(i - 1).kind == NodeKind::blank) --i;
    const bool breaks = i == child || (i > 0 && at(i - 1).kind == NodeKind::line_break);
    if (!breaks) break;
    if (i < 2 || at(i - 1).kind != NodeKind::line_break ||
        at(i - 2).kind != NodeKind::documentation) {
      break;
    }
    i -= 1;
    // A remark behind another statement documents nothing.
    std::uint32_t before = i - 1;
    while (before > 0 && at(before - 1).kind == NodeKind::blank) --before;
    if (before > 0 && at(before - 1).kind != NodeKind::line_break) break;
    auto line = text_of(at(i - 1).span).substr(3);
    if (line.starts_with(' ')) line.remove_prefix(1);
    // Blanks at the end of a line say nothing, and the layout drops them.
    line = line.substr(0, line.find_last_not_of(" \t") + 1);
    joined = std::string(line) + (joined.empty() ? "" : "\n") + joined;
  }
  return joined;
}

Name Builder::name(const TreeNode& node) {
  return {std::string(text_of(node.span)), node.span};
}

Path Builder::path(const TreeNode& node) {
  Path path{{}, node.span};
  for (Cursor c = children(node); !c.at_end();) {
    if (!c.take(".")) path.parts.push_back(name(c.take()));
  }
  return path;
}

Path Builder::about(const TreeNode& clause) {
  Cursor c = children(clause);
  c.take("about");
  return path(c.take());
}

void Builder::prose(std::string& into, std::optional<Span>& first, const TreeNode& node) {
  if (first) said_twice(kProse, node.span, *first);
  first = node.span;
  Cursor c = children(node);
  into = string(c.take()).value;
}

void Builder::record(diag::Diagnostic error) {
  ++found_;
  state_.record(std::move(error));
}

void Builder::said_twice(std::string_view what, Span again, Span first) {
  const bool word = what != kProse;
  record(diag::Diagnostic(diag::Code::said_twice, again,
                          {{"what", word ? "`" + std::string(what) + "`" : std::string(what)}})
             .label(first, diag::Note::first_said));
}

}  // namespace hyp::syntax
