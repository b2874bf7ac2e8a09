// SPDX-License-Identifier: MIT
#include "lang/syntax/recovery.hpp"

#include <algorithm>
#include <array>
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
    if (const auto opener = kOpeners.find(sign); opener != kOpeners.npos) {
      open_.push_back(kClosers[opener]);
      ++count_[opener];
      return true;
    }
    const auto closer = kClosers.find(sign);
    if (closer == kClosers.npos) return true;
    if (count_[closer] == 0) return sign != '}';
    for (char closed = 0; closed != sign; open_.pop_back()) {  // and what was left open inside
      closed = open_.back();
      --count_[kClosers.find(closed)];
    }
    return true;
  }
  [[nodiscard]] bool all_closed() const { return open_.empty(); }
  [[nodiscard]] bool in_round() const { return !open_.empty() && open_.back() != '}'; }

 private:
  static constexpr std::string_view kOpeners = "([{";
  static constexpr std::string_view kClosers = ")]}";
  std::vector<char> open_;  // the signs that will close them
  std::array<std::size_t, 3> count_ = {};
};

bool opens_next_line(std::string_view text, std::size_t offset) {
  const auto next = gap_end(text, offset, true);
  return next < text.size() && text[next] == '{';
}

// A text that was meant to go over several lines is skipped whole: up to a line, not far below,
// whose one quotation mark is its last character. Elsewhere it ends where its first line does.
std::uint32_t end_of_long_text(std::string_view text, std::uint32_t line_end) {
  constexpr int kMostLines = 20;
  std::size_t i = line_end;
  for (int lines = 0; lines < kMostLines && i < text.size(); ++lines) {
    const std::size_t begin = text.find('\n', i);
    if (begin == std::string_view::npos ||
        begins_file_statement(text, gap_end(text, begin, true))) {
      break;
    }
    i = std::min(text.find('\n', begin + 1), text.size());
    auto line = text.substr(begin + 1, i - begin - 1);
    if (line.ends_with('\r')) line.remove_suffix(1);
    const auto quote = line.find('"');
    if (quote == std::string_view::npos) continue;
    if (quote > 0 && quote + 1 == line.size()) {
      return static_cast<std::uint32_t>(begin + 1 + line.size());
    }
    break;
  }
  return line_end;
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
      const auto next_line = gap_end(text, i, true);
      if (brackets.in_round() && begins_file_statement(text, next_line)) {
        return {{token_end, i}, false};
      }
    } else if (next.kind == LexemeKind::punctuation && next.size == 1) {
      if (text[i] == ';' && brackets.all_closed()) return {{token_end, i}, true};
      if (!brackets.follow(text[i])) return {{token_end, i}, brackets.all_closed()};
      token_end = i + 1;
    } else if (!is_trivia(next.kind)) {
      token_end = i + next.size;
      if (next.kind == LexemeKind::unclosed_string) token_end = end_of_long_text(text, token_end);
    }
    i = std::max(i + next.size, token_end);
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
