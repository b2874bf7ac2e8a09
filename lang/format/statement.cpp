// SPDX-License-Identifier: MIT
#include "lang/format/statement.hpp"

#include <algorithm>

namespace hyp::format {
namespace {

// A part of a line between two places where it may be broken.
struct Piece {
  std::size_t begin, end;
};

class Statement {
 public:
  Statement(const Line& line, std::size_t indent)
      : tokens_(line.tokens), indent_(indent), at_(indent) {
    widths_.push_back(0);
    for (auto& token : tokens_) {
      if (token.follows_label) token.gap = 2;
      const auto own = token.comment ? kNeverFits
                       : token.block ? token.block->width
                                     : width_of(token.text);
      widths_.push_back(widths_.back() + token.gap + own);
    }
  }

  Row lay_out() {
    const auto count = tokens_.size();
    if (indent_ + width(0, count) <= kWidth) {
      put(0, count);
    } else {
      std::size_t begin = 0;
      for (std::size_t i = 0; i <= count; ++i) {
        if (i < count && !tokens_[i].block) continue;
        if (begin < i) spread(begin, i, indent_, false, i < count ? 2 : 0);
        if (i < count) open_block(tokens_[i]);
        begin = i + 1;
      }
    }
    if (first_line_) row_.width = at_;
    return std::move(row_);
  }

 private:
  // Columns of [begin, end) without the gap before it.
  [[nodiscard]] std::size_t width(std::size_t begin, std::size_t end) const {
    return begin < end ? widths_[end] - widths_[begin] - tokens_[begin].gap : 0;
  }
  [[nodiscard]] std::size_t gap(std::size_t i) const { return at_line_start_ ? 0 : tokens_[i].gap; }
  [[nodiscard]] bool fits(std::size_t begin, std::size_t end, std::size_t tail) const {
    return begin == end || at_ + gap(begin) + width(begin, end) + tail <= kWidth;
  }

  void write(std::string_view text) {
    row_.text += text;
    at_ += width_of(text);
    at_line_start_ = false;
  }

  void new_line(std::size_t indent) {
    if (first_line_) row_.width = at_;
    first_line_ = false;
    row_.text += '\n';
    row_.text.append(indent, ' ');
    at_ = indent;
    at_line_start_ = true;
  }

  void put(std::size_t i) {
    const auto& token = tokens_[i];
    write(std::string(gap(i), ' '));
    if (token.column && first_line_) {
      row_.bytes.push_back(row_.text.size());
      row_.columns.push_back(at_);
    }
    if (token.block) {
      put(*token.block);
    } else {
      write(token.text);
    }
  }
  void put(std::size_t begin, std::size_t end) {
    for (std::size_t i = begin; i < end; ++i) put(i);
  }

  // On this line.
  void put(const Block& block) {
    write("{");
    for (std::size_t i = 0; i < block.lines.size(); ++i) {
      const auto& line = block.lines[i];
      write(i == 0 ? " " : labels(block.lines[i - 1], line) ? " " : "; ");
      for (std::size_t k = 0; k < line.tokens.size(); ++k) {
        const auto& token = line.tokens[k];
        if (k > 0) write(std::string(token.gap, ' '));
        if (token.block) {
          put(*token.block);
        } else {
          write(token.text);
        }
      }
    }
    write(" }");
  }

  void open_block(const Token& token) {
    if (token.block->width <= 3) return put(static_cast<std::size_t>(&token - tokens_.data()));
    write(at_line_start_ ? "{" : " {");
    if (!token.block->remark.empty()) {
      write("  ");
      write(token.block->remark);
    }
    new_line(0);
    row_.text += format::lay_out(token.block->lines, indent_ + kIndent);
    row_.text.append(indent_, ' ');
    at_ = indent_;
    write("}");
  }

  // The pieces of [begin, end) that a line may end between: outside of further brackets, behind
  // what `at` breaks, before what is pinned where `pins`; comments always end a line.
  template <typename Breaks>
  std::vector<Piece> pieces(std::size_t begin, std::size_t end, bool pins, Breaks breaks) const {
    std::vector<Piece> all{{begin, begin}};
    for (std::size_t i = begin; i < end; ++i) {
      if (tokens_[i].close != 0) i = tokens_[i].close;
      all.back().end = i + 1;
      if (i + 1 >= end) break;
      const auto& next = tokens_[i + 1];
      const bool before_comment = next.comment && next.own_line;
      const bool may =
          !next.comment && !next.like_statement && (breaks(tokens_[i].after) || (pins && next.pin));
      if (tokens_[i].comment || before_comment || may) all.push_back({i + 1, i + 1});
    }
    return all;
  }

  [[nodiscard]] bool each_fits(const std::vector<Piece>& all, std::size_t indent) const {
    return all.size() > 1 && std::all_of(all.begin(), all.end(), [&](const Piece& piece) {
             return indent + width(piece.begin, piece.end) <= kWidth;
           });
  }

  // Writes [begin, end); lines after the first begin two columns beyond `indent`. `tail` columns
  // will follow. In brackets (`inside`) a line may end anywhere.
  void spread(std::size_t begin, std::size_t end, std::size_t indent, bool inside,
              std::size_t tail) {
    if (fits(begin, end, tail)) return put(begin, end);
    const auto at_commas = [](Break kind) { return kind == Break::comma; };
    const auto anywhere = [](Break kind) { return kind != Break::none; };
    if (has_comment(begin, end)) {
      return fill(pieces(begin, end, false, anywhere), indent, indent + kIndent, inside, tail);
    }
    const auto items = pieces(begin, end, false, at_commas);
    if (items.size() > 1) return fill(items, indent, indent + kIndent, inside, tail);
    const auto operands = pieces(begin, end, false, anywhere);
    if (each_fits(operands, indent + kIndent)) {
      return fill(operands, indent, indent + kIndent, inside, tail);
    }
    if (open_brackets(begin, end, indent, inside, tail)) return;
    const auto pinned = pieces(begin, end, inside, anywhere);
    if (pinned.size() > 1) return fill(pinned, indent, indent + kIndent, inside, tail);
    put(begin, end);
  }

  [[nodiscard]] bool has_comment(std::size_t begin, std::size_t end) const {
    for (std::size_t i = begin; i < end; ++i) {
      if (tokens_[i].close != 0) i = tokens_[i].close;
      if (tokens_[i].comment) return true;
    }
    return false;
  }

  // As many pieces a line as it holds.
  void fill(const std::vector<Piece>& all, std::size_t indent, std::size_t next_indent, bool inside,
            std::size_t tail) {
    bool ended = false;
    for (std::size_t i = 0; i < all.size(); ++i) {
      const auto& piece = all[i];
      const bool remark = tokens_[piece.end - 1].comment;
      const auto end = remark ? piece.end - 1 : piece.end;
      const auto after = i + 1 == all.size() ? tail : 0;
      const bool own_line = piece.begin == end && tokens_[end].own_line;
      const bool full = i > 0 && !fits(piece.begin, end, after);
      if (ended || own_line || full) begin_line(next_indent);
      // A piece that all of it is a remark follows what stands on the line.
      if (end > piece.begin) {
        if (all.size() == 1 && !remark) {
          put(piece.begin, end);
        } else {
          spread(piece.begin, end, i == 0 ? indent : next_indent, inside, after);
        }
      }
      if (remark) put(end);
      ended = remark;
    }
    if (ended) begin_line(indent);
  }

  void begin_line(std::size_t indent) {
    if (!at_line_start_) return new_line(indent);
    if (at_ == indent || row_.text.empty()) return;
    row_.text.erase(row_.text.size() - at_);
    row_.text.append(indent, ' ');
    at_ = indent;
  }

  // Breaks behind the bracket that holds most.
  bool open_brackets(std::size_t begin, std::size_t end, std::size_t indent, bool inside,
                     std::size_t tail) {
    std::size_t open = end, widest = 0;
    for (std::size_t i = begin; i < end; ++i) {
      const auto close = tokens_[i].close;
      if (close == 0) continue;
      if (close > i + 1 && width(i, close) > widest) {
        open = i;
        widest = width(i, close);
      }
      i = close;
    }
    if (open == end) return false;
    const auto close = tokens_[open].close;
    if (begin < open) spread(begin, open, indent, inside, 1);
    put(open);
    const auto& first = tokens_[open + 1];
    if (!first.comment) new_line(indent + kIndent);
    const bool tight = close + 1 < end && tokens_[close + 1].gap == 0;
    const auto after = 1 + (close + 1 == end ? tail
                            : tight          ? width_of(tokens_[close + 1].text)
                                             : 0);
    if (fits(open + 1, close, after)) {
      put(open + 1, close);
    } else {
      const auto at_commas = [](Break kind) { return kind == Break::comma; };
      const auto items = pieces(open + 1, close, false, at_commas);
      if (items.size() > 1 || has_comment(open + 1, close)) {
        fill(items, indent + kIndent, indent + kIndent, true, after);
      } else {
        spread(open + 1, close, indent + kIndent, true, after);
      }
    }
    if (at_line_start_) begin_line(indent);
    put(close);
    if (close + 1 < end) spread(close + 1, end, indent, inside, tail);
    return true;
  }

  std::vector<Token> tokens_;
  std::vector<std::size_t> widths_;  ///< of the tokens before each, with their gaps
  std::size_t indent_;
  std::size_t at_;             ///< columns of the line so far
  bool at_line_start_ = true;  ///< nothing but indentation stands there
  bool first_line_ = true;
  Row row_;
};

}  // namespace

Row lay_out(const Line& line, std::size_t indent) {
  return Statement(line, indent).lay_out();
}

}  // namespace hyp::format
