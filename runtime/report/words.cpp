// SPDX-License-Identifier: MIT
#include "runtime/report/words.hpp"

#include <algorithm>
#include <array>
#include <cassert>
#include <cstdint>

namespace hyp::report {
namespace {

constexpr std::uint32_t kReplacement = 0xFFFD;

struct CodePoint {
  std::uint32_t value = kReplacement;
  std::size_t bytes = 1;
  bool valid = false;
};

// Overlong forms, surrogates and what lies beyond U+10FFFF are not UTF-8.
CodePoint decode(std::string_view text) {
  const auto byte = [&](std::size_t i) { return static_cast<std::uint8_t>(text[i]); };
  const std::uint8_t lead = byte(0);
  if (lead < 0x80) return {lead, 1, true};
  const std::size_t bytes = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
  if (lead < 0xC2 || lead > 0xF4 || text.size() < bytes) return {};
  std::uint32_t value = lead & (0x7FU >> bytes);
  for (std::size_t i = 1; i < bytes; ++i) {
    if ((byte(i) & 0xC0) != 0x80) return {};
    value = value << 6 | (byte(i) & 0x3FU);
  }
  const std::uint32_t least = bytes == 4 ? 0x10000 : bytes == 3 ? 0x800 : 0x80;
  if (value < least || value > 0x10FFFF || (value >= 0xD800 && value < 0xE000)) return {};
  return {value, bytes, true};
}

struct Range {
  std::uint32_t first, last;
};

template <std::size_t N>
bool in(const std::array<Range, N>& ranges, std::uint32_t c) {
  return std::any_of(ranges.begin(), ranges.end(),
                     [c](Range r) { return c >= r.first && c <= r.last; });
}

// The blocks in use, not the whole of Unicode's tables.
constexpr std::array kZeroWidth = {
    Range{0x0300, 0x036F}, Range{0x0483, 0x0489}, Range{0x0591, 0x05BD}, Range{0x064B, 0x065F},
    Range{0x1AB0, 0x1AFF}, Range{0x1DC0, 0x1DFF}, Range{0x200B, 0x200F}, Range{0x2060, 0x2064},
    Range{0x20D0, 0x20FF}, Range{0xFE00, 0xFE0F}, Range{0xFE20, 0xFE2F}, Range{0xFEFF, 0xFEFF}};
constexpr std::array kWide = {
    Range{0x1100, 0x115F},   Range{0x2E80, 0x303E},   Range{0x3041, 0x33FF},
    Range{0x3400, 0x4DBF},   Range{0x4E00, 0xA4CF},   Range{0xAC00, 0xD7A3},
    Range{0xF900, 0xFAFF},   Range{0xFE30, 0xFE6F},   Range{0xFF00, 0xFF60},
    Range{0xFFE0, 0xFFE6},   Range{0x1F300, 0x1F64F}, Range{0x1F680, 0x1F6FF},
    Range{0x1F900, 0x1F9FF}, Range{0x20000, 0x3FFFD}};
// Marks that turn the direction of the text around them.
constexpr std::array kDirection = {Range{0x202A, 0x202E}, Range{0x2066, 0x2069}};

std::size_t width_of(std::uint32_t c) {
  if (in(kZeroWidth, c)) return 0;
  return in(kWide, c) ? 2 : 1;
}

bool breaks_after(char c) {
  return c == ',' || c == '.' || c == '_' || c == '/' || c == '(';
}

// How many bytes of `word` to put on a line of `columns`, all of them where they fit.
std::size_t fitting(std::string_view word, std::size_t columns) {
  std::size_t used = 0, at = 0, last_break = 0;
  while (at < word.size()) {
    const CodePoint c = decode(word.substr(at));
    used += width_of(c.value);
    if (used > columns) return last_break ? last_break : at;
    at += c.bytes;
    if (breaks_after(word[at - 1])) last_break = at;
  }
  return at;
}

}  // namespace

std::string printable(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    const CodePoint c = decode(text);
    const bool control = c.value < 0x20 || (c.value >= 0x7F && c.value < 0xA0) ||
                         c.value == 0x2028 || c.value == 0x2029 || in(kDirection, c.value);
    if (!c.valid) {
      out += "\uFFFD";
    } else if (c.value == '\t' || c.value == '\n') {
      out += ' ';
    } else if (control) {
      out += '?';
    } else {
      out += text.substr(0, c.bytes);
    }
    text.remove_prefix(c.bytes);
  }
  return out;
}

std::size_t width(std::string_view text) {
  std::size_t columns = 0;
  while (!text.empty()) {
    const CodePoint c = decode(text);
    columns += width_of(c.value);
    text.remove_prefix(c.bytes);
  }
  return columns;
}

std::string pad_right(std::string text, std::size_t columns) {
  const std::size_t used = width(text);
  if (used < columns) text.append(columns - used, ' ');
  return text;
}

std::string pad_left(std::string text, std::size_t columns) {
  const std::size_t used = width(text);
  if (used < columns) text.insert(0, columns - used, ' ');
  return text;
}

std::vector<std::string> wrap(std::string_view text, std::size_t columns) {
  assert(columns >= 2);
  std::vector<std::string> lines{""};
  while (true) {
    text.remove_prefix(std::min(text.find_first_not_of(' '), text.size()));
    if (text.empty()) return lines;
    std::string_view word = text.substr(0, text.find(' '));
    text.remove_prefix(word.size());
    if (!lines.back().empty() && width(lines.back()) + 1 + width(word) <= columns) {
      lines.back() += ' ';
      lines.back() += word;
      continue;
    }
    if (!lines.back().empty()) lines.emplace_back();
    while (true) {
      const std::size_t bytes = fitting(word, columns);
      lines.back() += word.substr(0, bytes);
      word.remove_prefix(bytes);
      if (word.empty()) break;
      lines.emplace_back();
    }
  }
}

}  // namespace hyp::report
