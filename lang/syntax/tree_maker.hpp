// SPDX-License-Identifier: MIT
// Grows the tree while the grammar matches. A grammar that tries and gives up moves back in the
// text; what lies beyond the place it moved back to is forgotten, so nothing has to be undone.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "lang/syntax/tree.hpp"

namespace hyp::syntax {

class TreeMaker {
 public:
  /// The number of pieces that stand before `offset`: where a node that begins there begins.
  [[nodiscard]] std::uint32_t open(std::uint32_t offset);
  void token(NodeKind kind, std::uint32_t begin, std::uint32_t end);
  /// Joins the pieces from `first` up to `offset` into a node; an operator's node only where there
  /// is more than one piece, any node only where there is one.
  void close(NodeKind kind, std::uint32_t first, std::uint32_t offset);
  /// Makes the text [begin, end) an error node, in place of all that was understood of it.
  void error(std::uint32_t begin, std::uint32_t end);
  /// Where the last piece before `offset` ends.
  [[nodiscard]] std::uint32_t last_end(std::uint32_t offset);

  /// The tree of the file, with blanks, comments and line breaks put where they stand.
  [[nodiscard]] Tree finish(source::FileId file, std::string_view text) const;

 private:
  struct Piece {
    NodeKind kind;
    std::uint32_t begin, end;
    std::uint32_t first_child = 0, child_count = 0;
  };
  void forget_from(std::uint32_t offset);
  friend class TreeFinisher;

  std::vector<Piece> pieces_;
  std::vector<std::uint32_t> children_;  ///< indices into pieces_
  std::vector<std::uint32_t> open_;      ///< pieces that no node holds yet, in order
};

}  // namespace hyp::syntax
