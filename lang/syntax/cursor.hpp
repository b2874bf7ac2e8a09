// SPDX-License-Identifier: MIT
// Walks over the children of a tree node that carry meaning: no blanks, no comments.
#pragma once

#include <cassert>
#include <string_view>

#include "lang/syntax/tree.hpp"

namespace hyp::syntax {

class Cursor {
 public:
  Cursor(const Tree& tree, std::string_view text, const TreeNode& node)
      : tree_(tree), text_(text), next_(node.first_child), end_(next_ + node.child_count) {
    skip_trivia();
  }

  [[nodiscard]] bool at_end() const { return next_ == end_; }
  [[nodiscard]] const TreeNode& peek() const {
    assert(!at_end());
    return tree_.nodes[tree_.children[next_]];
  }
  [[nodiscard]] NodeKind kind() const { return at_end() ? NodeKind::blank : peek().kind; }
  /// The text of the next word or sign; empty where something else comes.
  [[nodiscard]] std::string_view token() const {
    const bool simple = kind() == NodeKind::word || kind() == NodeKind::punctuation;
    return simple ? text_.substr(peek().span.begin, peek().span.size()) : std::string_view();
  }
  const TreeNode& take() {
    const TreeNode& node = peek();
    ++next_;
    skip_trivia();
    return node;
  }
  /// Passes over the next token where it is this one.
  bool take(std::string_view expected) {
    if (token() != expected) return false;
    take();
    return true;
  }

 private:
  void skip_trivia() {
    while (next_ != end_ && (peek().kind >= NodeKind::blank || token() == ";")) ++next_;
  }

  const Tree& tree_;
  std::string_view text_;
  std::uint32_t next_, end_;
};

}  // namespace hyp::syntax
