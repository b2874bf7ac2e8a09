// SPDX-License-Identifier: MIT
#include "lang/syntax/lexeme.hpp"

namespace hyp::syntax {
namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

// Bytes of one text, zero beyond its end.
struct Reader {
  std::string_view text;
  char operator[](std::size_t i) const { return i < text.size() ? text[i] : '\0'; }
};

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}
bool is_word(char c) {
  return is_letter(c) || is_digit(c);
}

Lexeme make(LexemeKind kind, std::size_t begin, std::size_t end) {
  return {kind, static_cast<std::uint32_t>(end - begin)};
}

bool at_line_end(std::string_view text, std::size_t i) {
  return i >= text.size() || text[i] == '\n' || (text[i] == '\r' && Reader{text}[i + 1] == '\n');
}

std::size_t line_end(std::string_view text, std::size_t i) {
  while (!at_line_end(text, i)) ++i;
  return i;
}

Lexeme number(std::string_view text, std::size_t begin) {
  const Reader at{text};
  std::size_t i = begin;
  while (is_digit(at[i])) ++i;
  if (at[i] == '.' && is_digit(at[i + 1])) {
    ++i;
    while (is_digit(at[i])) ++i;
  }
  if (at[i] == 'e' || at[i] == 'E') {
    const std::size_t digits = i + (at[i + 1] == '+' || at[i + 1] == '-' ? 2 : 1);
    if (is_digit(at[digits])) {
      i = digits;
      while (is_digit(at[i])) ++i;
    }
  }
  if (at[i] == '%') ++i;
  const bool dot = at[i] == '.' && at[i + 1] != '.';
  if (!dot && !is_word(at[i])) return make(LexemeKind::number, begin, i);
  while (is_word(at[i]) || (at[i] == '.' && at[i + 1] != '.')) ++i;
  return make(LexemeKind::bad_number, begin, i);
}

Lexeme string(std::string_view text, std::size_t begin) {
  for (std::size_t i = begin + 1;; ++i) {
    if (at_line_end(text, i)) return make(LexemeKind::unclosed_string, begin, i);
    if (text[i] == '"') return make(LexemeKind::string, begin, i + 1);
    if (text[i] == '\\' && !at_line_end(text, i + 1)) ++i;
  }
}

Lexeme other(std::string_view text, std::size_t begin) {
  const Reader at{text};
  const char c = at[begin];
  const char next = at[begin + 1];
  if ((c == '.' && next == '.') ||
      (next == '=' && (c == '<' || c == '>' || c == '=' || c == '!'))) {
    return {LexemeKind::punctuation, 2};
  }
  constexpr std::string_view kSigns = "()[]{},;:.=+-*/<>";
  if (kSigns.find(c) != std::string_view::npos) return {LexemeKind::punctuation, 1};
  std::size_t i = begin;
  while (i < text.size() && !at_line_end(text, i) &&
         (is_control(text[i]) || utf8_size(text, i) == 0)) {
    ++i;
  }
  if (i > begin) return make(LexemeKind::garbage, begin, i);
  return {LexemeKind::stray, utf8_size(text, begin)};
}

}  // namespace

bool is_control(char byte) {
  const auto b = static_cast<unsigned char>(byte);
  return (b < 0x20 && b != '\t' && b != '\n') || b == 0x7F;
}

std::uint32_t utf8_size(std::string_view text, std::size_t offset) {
  const auto at = [&](std::size_t i) -> unsigned {
    return offset + i < text.size() ? static_cast<unsigned char>(text[offset + i]) : 0U;
  };
  const auto continues = [&](std::size_t i) { return (at(i) & 0xC0U) == 0x80U; };
  const unsigned first = at(0);
  if (offset >= text.size()) return 0;
  if (first < 0x80) return 1;
  if (first >= 0xC2 && first <= 0xDF) return continues(1) ? 2 : 0;
  if (first >= 0xE0 && first <= 0xEF) {
    // Overlong forms and surrogates are not UTF-8.
    const bool shortest = first != 0xE0 || at(1) >= 0xA0;
    const bool surrogate = first == 0xED && at(1) >= 0xA0;
    return continues(1) && continues(2) && shortest && !surrogate ? 3 : 0;
  }
  if (first >= 0xF0 && first <= 0xF4) {
    const bool in_range = (first != 0xF0 || at(1) >= 0x90) && (first != 0xF4 || at(1) < 0x90);
    return continues(1) && continues(2) && continues(3) && in_range ? 4 : 0;
  }
  return 0;
}

Lexeme lexeme_at(std::string_view text, std::size_t offset) {
  const Reader at{text};
  if (offset >= text.size()) return {LexemeKind::end, 0};
  const char c = text[offset];
  std::size_t i = offset;
  if (is_letter(c)) {
    while (is_word(at[i])) ++i;
    return make(LexemeKind::word, offset, i);
  }
  if (c == ' ' || c == '\t') {
    while (at[i] == ' ' || at[i] == '\t') ++i;
    return make(LexemeKind::blank, offset, i);
  }
  if (offset == 0 && text.substr(0, 3) == kByteOrderMark) return {LexemeKind::blank, 3};
  if (c == '\n') return {LexemeKind::line_break, 1};
  if (c == '\r' && at[offset + 1] == '\n') return {LexemeKind::line_break, 2};
  if (is_digit(c)) return number(text, offset);
  if (c == '"') return string(text, offset);
  if (c == '/' && at[offset + 1] == '/') {
    const bool documents = at[offset + 2] == '/' && at[offset + 3] != '/';
    return make(documents ? LexemeKind::documentation : LexemeKind::comment, offset,
                line_end(text, offset));
  }
  return other(text, offset);
}

std::size_t gap_end(std::string_view text, std::size_t offset, bool lines) {
  for (;;) {
    const Lexeme next = lexeme_at(text, offset);
    const bool skip = next.kind == LexemeKind::blank || next.kind == LexemeKind::comment ||
                      next.kind == LexemeKind::documentation || next.kind == LexemeKind::garbage ||
                      (lines && next.kind == LexemeKind::line_break);
    if (!skip) return offset;
    offset += next.size;
  }
}

std::size_t separators_end(std::string_view text, std::size_t offset) {
  for (;;) {
    offset = gap_end(text, offset, true);
    if (offset >= text.size() || text[offset] != ';') return offset;
    ++offset;
  }
}

}  // namespace hyp::syntax
