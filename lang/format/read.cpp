// SPDX-License-Identifier: MIT
#include <algorithm>

#include "lang/format/columns.hpp"
#include "lang/format/document.hpp"
#include "lang/format/spacing.hpp"
#include "lang/syntax/words.hpp"

namespace hyp::format {
namespace {

using syntax::NodeKind;
using syntax::TreeNode;

bool is_comment(NodeKind kind) {
  return kind == NodeKind::comment || kind == NodeKind::documentation;
}

std::string_view without_blanks_at_end(std::string_view text) {
  return text.substr(0, text.find_last_not_of(" \t") + 1);
}

class Reader {
 public:
  Reader(const syntax::Tree& tree, std::string_view text) : tree_(tree), text_(text) {}

  // The lines of a block, from child `at` of `node` on up to its `}` or the last child; `at` is
  // then there.
  Block block(const TreeNode& node, std::uint32_t& at) {
    Block block;
    const bool whole_file = node.kind == NodeKind::file;
    std::size_t breaks = 0;
    bool detached = false;  // by a `;`: a comment that stays apart from what follows
    bool semicolon = false;
    for (; at < node.child_count; ++at) {
      const TreeNode& next = child(node, at);
      if (next.kind == NodeKind::blank) continue;
      if (next.kind == NodeKind::line_break) {
        ++breaks;
        semicolon = false;
        continue;
      }
      if (text_of(next) == ";") {
        semicolon = true;
        detached = detached || (!block.lines.empty() && is_comment(block.lines.back().kind));
        continue;
      }
      if (text_of(next) == "}") break;
      const bool first = block.lines.empty();
      if (is_comment(next.kind) && breaks == 0 && !(first && whole_file)) {
        (first ? block.remark : block.lines.back().remark) = comment(next);
        continue;
      }
      Line line = is_comment(next.kind) ? comment_line(next) : statement(next);
      line.blank_before = !first && (breaks > 1 || detached);
      line.joined = !first && breaks == 0;
      detached = is_comment(next.kind) && semicolon;
      block.lines.push_back(std::move(line));
      breaks = 0;
      semicolon = false;
    }
    return block;
  }

 private:
  const TreeNode& child(const TreeNode& node, std::uint32_t i) const {
    return tree_.nodes[tree_.children[node.first_child + i]];
  }
  std::string_view text_of(const TreeNode& node) const {
    if (!is_token(node.kind)) return {};
    return text_.substr(node.span.begin, node.span.size());
  }
  std::string_view comment(const TreeNode& node) const {
    return without_blanks_at_end(text_of(node));
  }

  Line comment_line(const TreeNode& node) const {
    Token token{comment(node)};
    token.comment = token.own_line = true;
    return {node.kind, {token}};
  }

  Line statement(const TreeNode& node) {
    Line line{node.kind};
    own_line_ = false;
    add(line.tokens, node);
    match_brackets(line.tokens);
    mark_statements(line.tokens);
    set_columns(line);
    return line;
  }

  void add(std::vector<Token>& tokens, const TreeNode& node) {
    for (std::uint32_t i = 0; i < node.child_count; ++i) {
      const TreeNode& next = child(node, i);
      if (!is_token(next.kind)) {
        const bool begins_clause = next.kind == NodeKind::clause;
        const auto first = tokens.size();
        add(tokens, next);
        if (begins_clause && first < tokens.size()) mark_clause(tokens, first, node.kind);
      } else if (next.kind == NodeKind::line_break) {
        own_line_ = true;
      } else if (text_of(next) == "{") {
        Token token{"{", 1};
        token.block = braces(node, i);
        tokens.push_back(std::move(token));
      } else if (next.kind != NodeKind::blank) {
        add_token(tokens, node, next);
      }
    }
  }

  void add_token(std::vector<Token>& tokens, const TreeNode& node, const TreeNode& next) {
    Token token{text_of(next)};
    if (is_comment(next.kind)) {
      token.text = comment(next);
      token.comment = true;
      token.own_line = own_line_;
      token.gap = 2;
    } else {
      set_spacing(token, next.kind, node.kind, tokens, before_);
      before_ = {next.kind, node.kind};
    }
    own_line_ = false;
    tokens.push_back(std::move(token));
  }

  std::shared_ptr<const Block> braces(const TreeNode& node, std::uint32_t& at) {
    const auto begin = child(node, at).span.begin;
    ++at;
    auto inside = std::make_shared<Block>(block(node, at));
    const auto end = at < node.child_count ? child(node, at).span.end : node.span.end;
    const bool empty = inside->lines.empty() && inside->remark.empty();
    inside->one_line =
        empty || text_.substr(begin, end - begin).find('\n') == std::string_view::npos;
    if (inside->one_line) {
      inside->width = empty ? 3 : 4;
      for (std::size_t i = 0; i < inside->lines.size(); ++i) {
        const auto& line = inside->lines[i];
        inside->width += width_of(line.tokens);
        if (i > 0) inside->width += labels(inside->lines[i - 1], line) ? 1 : 2;
      }
      inside->width = std::min(inside->width, kNeverFits);
    }
    own_line_ = false;
    before_ = {NodeKind::punctuation, node.kind};
    return inside;
  }

  static void match_brackets(std::vector<Token>& tokens) {
    std::vector<std::size_t> open;
    for (std::size_t i = 0; i < tokens.size(); ++i) {
      if (tokens[i].text == "(" || tokens[i].text == "[") open.push_back(i);
      if ((tokens[i].text == ")" || tokens[i].text == "]") && !open.empty()) {
        tokens[open.back()].close = i;
        open.pop_back();
      }
    }
  }

  // See syntax::begins_file_statement: such words at the beginning of a line end what stands
  // before them.
  static void mark_statements(std::vector<Token>& tokens) {
    for (std::size_t i = 0; i + 1 < tokens.size(); ++i) {
      const char next = tokens[i + 1].text.empty() ? ' ' : tokens[i + 1].text[0];
      const bool sign = std::string_view("()[]{},:.=+-*/<>!").find(next) != std::string_view::npos;
      tokens[i].like_statement = syntax::begins_statement(tokens[i].text) && !sign;
    }
  }

  const syntax::Tree& tree_;
  std::string_view text_;
  Before before_ = {};
  bool own_line_ = false;
};

}  // namespace

std::size_t width_of(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) {
    return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;
  }));
}

std::size_t width_of(const std::vector<Token>& tokens) {
  std::size_t width = 0;
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    if (tokens[i].comment) return kNeverFits;
    width += (i > 0 ? tokens[i].gap : 0) +
             (tokens[i].block ? tokens[i].block->width : width_of(tokens[i].text));
  }
  return std::min(width, kNeverFits);
}

bool labels(const Line& line, const Line& next) {
  return line.kind == NodeKind::section && line.remark.empty() &&
         (next.kind == NodeKind::measures || next.kind == NodeKind::expectation);
}

Block read(const syntax::Tree& tree, std::string_view text) {
  std::uint32_t at = 0;
  return Reader(tree, text).block(tree.nodes[0], at);
}

}  // namespace hyp::format
