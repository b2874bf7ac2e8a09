// SPDX-License-Identifier: MIT
#include "lang/syntax/tree_maker.hpp"

#include "lang/syntax/lexeme.hpp"

namespace hyp::syntax {
namespace {

bool only_with_operator(NodeKind kind) {
  switch (kind) {
    case NodeKind::disjunction:
    case NodeKind::conjunction:
    case NodeKind::negation:
    case NodeKind::comparison:
    case NodeKind::range:
    case NodeKind::sum:
    case NodeKind::product:
    case NodeKind::sign:
    case NodeKind::postfix:
    case NodeKind::text:
      return true;
    default:
      return false;
  }
}

NodeKind trivia_kind(LexemeKind kind) {
  switch (kind) {
    case LexemeKind::blank:
      return NodeKind::blank;
    case LexemeKind::line_break:
      return NodeKind::line_break;
    case LexemeKind::comment:
      return NodeKind::comment;
    case LexemeKind::documentation:
      return NodeKind::documentation;
    case LexemeKind::punctuation:
      return NodeKind::punctuation;
    default:
      return NodeKind::skipped;
  }
}

}  // namespace

void TreeMaker::forget_from(std::uint32_t offset) {
  while (!open_.empty() && pieces_[open_.back()].end > offset) open_.pop_back();
}

std::uint32_t TreeMaker::open(std::uint32_t offset) {
  forget_from(offset);
  return static_cast<std::uint32_t>(open_.size());
}

void TreeMaker::token(NodeKind kind, std::uint32_t begin, std::uint32_t end) {
  forget_from(begin);
  open_.push_back(static_cast<std::uint32_t>(pieces_.size()));
  pieces_.push_back({kind, begin, end});
}

void TreeMaker::close(NodeKind kind, std::uint32_t first, std::uint32_t offset) {
  forget_from(offset);
  const auto count = static_cast<std::uint32_t>(open_.size()) - first;
  if (count == 0 || (count == 1 && only_with_operator(kind))) return;
  const Piece node{kind, pieces_[open_[first]].begin, pieces_[open_.back()].end,
                   static_cast<std::uint32_t>(children_.size()), count};
  children_.insert(children_.end(), open_.begin() + first, open_.end());
  open_.resize(first);
  open_.push_back(static_cast<std::uint32_t>(pieces_.size()));
  pieces_.push_back(node);
}

void TreeMaker::error(std::uint32_t begin, std::uint32_t end) {
  const auto first = open(begin);
  if (begin == end) return;
  token(NodeKind::skipped, begin, end);
  close(NodeKind::error, first, end);
}

std::uint32_t TreeMaker::last_end(std::uint32_t offset) {
  forget_from(offset);
  return open_.empty() ? 0 : pieces_[open_.back()].end;
}

// Copies what was kept, parents before their children, and fills the gaps between the pieces.
class TreeFinisher {
 public:
  TreeFinisher(const TreeMaker& maker, source::FileId file, std::string_view text)
      : maker_(maker), file_(file), text_(text) {}

  Tree finish() {
    const auto size = static_cast<std::uint32_t>(text_.size());
    add(NodeKind::file, 0, size);
    fill(0, 0, size, maker_.open_.data(), maker_.open_.size());
    return std::move(tree_);
  }

 private:
  std::uint32_t add(NodeKind kind, std::uint32_t begin, std::uint32_t end) {
    tree_.nodes.push_back({kind, {file_, begin, end}});
    return static_cast<std::uint32_t>(tree_.nodes.size() - 1);
  }

  void fill(std::uint32_t parent, std::uint32_t begin, std::uint32_t end,
            const std::uint32_t* pieces, std::size_t count) {
    std::vector<std::uint32_t> children;
    for (std::size_t i = 0; i < count; ++i) {
      const auto& piece = maker_.pieces_[pieces[i]];
      fill_gap(children, begin, piece.begin);
      const auto index = add(piece.kind, piece.begin, piece.end);
      children.push_back(index);
      if (!is_token(piece.kind)) {
        fill(index, piece.begin, piece.end, maker_.children_.data() + piece.first_child,
             piece.child_count);
      }
      begin = piece.end;
    }
    fill_gap(children, begin, end);
    tree_.nodes[parent].first_child = static_cast<std::uint32_t>(tree_.children.size());
    tree_.nodes[parent].child_count = static_cast<std::uint32_t>(children.size());
    tree_.children.insert(tree_.children.end(), children.begin(), children.end());
  }

  void fill_gap(std::vector<std::uint32_t>& children, std::uint32_t begin, std::uint32_t end) {
    while (begin < end) {
      const Lexeme next = lexeme_at(text_.substr(0, end), begin);
      children.push_back(add(trivia_kind(next.kind), begin, begin + next.size));
      begin += next.size;
    }
  }

  const TreeMaker& maker_;
  source::FileId file_;
  std::string_view text_;
  Tree tree_;
};

Tree TreeMaker::finish(source::FileId file, std::string_view text) const {
  return TreeFinisher(*this, file, text).finish();
}

}  // namespace hyp::syntax
