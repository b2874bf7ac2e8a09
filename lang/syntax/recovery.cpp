// SPDX-License-Identifier: MIT
#include "lang/syntax/recovery.hpp"

#include <algorithm>
#include <vector>

#include "lang/syntax/lexeme.hpp"
#include "lang/syntax/words.hpp"

namespace hyp::syntax {
namespace {

bool is_trivia(LexemeKind kind) {
  return kind == LexemeKind::blank || kind == LexemeKind::comment ||
         kind == LexemeKind::documentation || kind == LexemeKind::garbage;
}

// Follows the brackets of a text; what closes nothing but `}` is ignored.
class Brackets {
 public:
  /// False for a `}` that was opened outside.
  bool follow(char sign) {
    if (sign == '(' || sign == '[' || sign == '{') {
      open_.push_back(sign == '(' ? ')' : sign == '[' ? ']' : '}');
      return true;
    }
    const auto match = std::find(open_.rbegin(), open_.rend(), sign);
    if (match == open_.rend()) return sign != '}';
    open_.erase(match.base() - 1, open_.end());
    return true;
  }
  [[nodiscard]] bool all_closed() const { return open_.empty(); }

 private:
  std::vector<char> open_;
};

bool opens_next_line(std::string_view text, std::size_t offset) {
  const auto next = gap_end(text, offset, true);
  return next < text.size() && text[next] == '{';
}

struct Scan {
  Broken broken;
  bool balanced;
};

Scan to_balanced_end(std::string_view text, std::uint32_t begin) {
  Brackets brackets;
  std::uint32_t token_end = begin;
  std::uint32_t i = begin;
  for (;;) {
    const Lexeme next = lexeme_at(text, i);
    if (next.kind == LexemeKind::end) return {{token_end, i}, brackets.all_closed()};
    if (next.kind == LexemeKind::line_break) {
      if (brackets.all_closed() && !opens_next_line(text, i)) return {{token_end, i}, true};
    } else if (next.kind == LexemeKind::punctuation && next.size == 1) {
      if (text[i] == ';' && brackets.all_closed()) return {{token_end, i}, true};
      if (!brackets.follow(text[i])) return {{token_end, i}, brackets.all_closed()};
      token_end = i + 1;
    } else if (!is_trivia(next.kind)) {
      token_end = i + next.size;
    }
    i += next.size;
  }
}

Broken to_line_after(std::string_view text, std::uint32_t begin, std::uint32_t failure) {
  std::uint32_t token_end = begin;
  for (std::uint32_t i = begin;;) {
    const Lexeme next = lexeme_at(text, i);
    if (next.kind == LexemeKind::end) return {token_end, i};
    if (next.kind == LexemeKind::line_break && separators_end(text, i) >= failure) {
      return {token_end, i};
    }
    if (!is_trivia(next.kind) && next.kind != LexemeKind::line_break) token_end = i + next.size;
    i += next.size;
  }
}

}  // namespace

bool begins_file_statement(std::string_view text, std::size_t offset) {
  const Lexeme first = lexeme_at(text, offset);
  if (first.kind != LexemeKind::word || !begins_statement(text.substr(offset, first.size))) {
    return false;
  }
  auto line = offset;
  while (line > 0 && (text[line - 1] == ' ' || text[line - 1] == '\t')) --line;
  if (line > 0 && text[line - 1] != '\n' && text[line - 1] != ';') return false;
  const auto after = gap_end(text, offset + first.size, false);
  const Lexeme second = lexeme_at(text, after);
  return second.kind == LexemeKind::string || second.kind == LexemeKind::number ||
         (second.kind == LexemeKind::word && !is_reserved(text.substr(after, second.size)));
}

Broken skip_broken(const State& state, std::uint32_t begin) {
  const auto size = static_cast<std::uint32_t>(state.text.size());
  if (state.has_too_many_errors()) return {size, size};
  const Scan scan = to_balanced_end(state.text, begin);
  Broken broken = scan.balanced ? scan.broken : to_line_after(state.text, begin, state.failed_at);
  if (broken.end == begin && begin < size) {  // a bracket that closes nothing
    const Lexeme first = lexeme_at(state.text, begin);
    broken = {begin + first.size, begin + first.size};
  }
  return broken;
}

}  // namespace hyp::syntax
