// SPDX-License-Identifier: MIT
// What a layout is made of: a file as blocks of lines, lines as tokens, and of the author's layout
// no more than is kept.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "lang/syntax/tree.hpp"

namespace hyp::format {

constexpr std::size_t kWidth = 100;           ///< columns of a line
constexpr std::size_t kIndent = 2;            ///< columns of a level
constexpr std::size_t kLabel = 8;             ///< columns of `scrub:` and `swap:`
constexpr std::size_t kWidestGap = 16;        ///< spaces that aligning adds at most
constexpr std::size_t kNeverFits = 1U << 30;  ///< width of what cannot stand on one line

/// Columns of a text, one a character.
[[nodiscard]] std::size_t width_of(std::string_view text);

struct Block;

/// Where a line that is too long may go on.
enum class Break : std::uint8_t { none, comma, operation };

struct Token {
  std::string_view text;
  std::size_t gap = 0;        ///< spaces before it on its line
  Break after = Break::none;  ///< whether a line may end behind it
  bool comment = false;
  bool own_line = false;        ///< of a comment: nothing stands before it
  bool column = false;          ///< neighbouring lines of one kind have it below each other
  bool follows_label = false;   ///< two spaces before it, unless the whole block is one line
  bool pin = false;             ///< `sha256`: in brackets a line may end before it
  bool like_statement = false;  ///< must not be the first of a line: it would begin a statement
  std::size_t close = 0;        ///< of an opening bracket: the token that closes it
  std::shared_ptr<const Block> block = {};  ///< in place of `{ ... }`
};

/// A statement, or a comment on its own line.
struct Line {
  syntax::NodeKind kind;
  std::vector<Token> tokens = {};
  std::string run = {};          ///< lines below each other share columns where this is equal
  std::string_view remark = {};  ///< the comment behind it
  std::string_view label = {};   ///< `scrub:` or `swap:` before it
  bool hangs = false;            ///< below a label, under what stands behind it
  bool blank_before = false;
  bool joined = false;  ///< the author put it behind the line before
};

struct Block {
  std::vector<Line> lines = {};
  std::string_view remark = {};  ///< the comment behind `{`
  bool one_line = false;         ///< the author put it on one line
  std::size_t width = kNeverFits;
};

/// The document of a tree without error nodes.
[[nodiscard]] Block read(const syntax::Tree& tree, std::string_view text);

/// Columns of tokens[begin, end) on one line, without the gap before the first.
[[nodiscard]] std::size_t width_of(const std::vector<Token>& tokens);

/// Whether `scrub: measure a` stands without `;` between `line` and `next`.
[[nodiscard]] bool labels(const Line& line, const Line& next);

}  // namespace hyp::format
