// SPDX-License-Identifier: MIT
#include "lang/diag/display.hpp"

#include <algorithm>
#include <iterator>

namespace hyp::diag {
namespace {

struct Interval {
  std::uint32_t first, last;
};

// Unicode 15, East Asian width W and F and emoji, in blocks: enough to put a caret in place.
constexpr Interval kWide[] = {
    {0x1100, 0x115F},   {0x231A, 0x231B},   {0x2329, 0x232A},   {0x23E9, 0x23F3},
    {0x25FD, 0x25FE},   {0x2614, 0x2615},   {0x2648, 0x2653},   {0x26AA, 0x26AB},
    {0x26BD, 0x26BE},   {0x2705, 0x2705},   {0x270A, 0x270B},   {0x2728, 0x2728},
    {0x274C, 0x274C},   {0x2753, 0x2757},   {0x2795, 0x2797},   {0x2B1B, 0x2B1C},
    {0x2B50, 0x2B55},   {0x2E80, 0x303E},   {0x3041, 0xA4CF},   {0xA960, 0xA97C},
    {0xAC00, 0xD7A3},   {0xF900, 0xFAFF},   {0xFE30, 0xFE6F},   {0xFF01, 0xFF60},
    {0xFFE0, 0xFFE6},   {0x16FE0, 0x18DFF}, {0x1AFF0, 0x1B2FF}, {0x1F18E, 0x1F19A},
    {0x1F200, 0x1F265}, {0x1F300, 0x1F320}, {0x1F32D, 0x1F37C}, {0x1F37E, 0x1F64F},
    {0x1F680, 0x1F6FC}, {0x1F7E0, 0x1F7F0}, {0x1F90C, 0x1FAFF}, {0x20000, 0x3FFFD}};

// Marks that join the character before, joiners, variation selectors, skin tones.
constexpr Interval kZero[] = {
    {0x0300, 0x036F}, {0x0483, 0x0489}, {0x0591, 0x05BD}, {0x0610, 0x061A},   {0x064B, 0x065F},
    {0x0900, 0x0902}, {0x093C, 0x093C}, {0x0941, 0x0948}, {0x0E31, 0x0E31},   {0x0E34, 0x0E3A},
    {0x1AB0, 0x1AFF}, {0x1DC0, 0x1DFF}, {0x200B, 0x200D}, {0x2060, 0x2064},   {0x20D0, 0x20FF},
    {0xFE00, 0xFE0F}, {0xFE20, 0xFE2F}, {0xFEFF, 0xFEFF}, {0x1F3FB, 0x1F3FF}, {0xE0100, 0xE01EF}};

// Controls, and what turns the direction of reading.
constexpr Interval kUnsafe[] = {{0x0000, 0x001F}, {0x007F, 0x009F}, {0x200E, 0x200F},
                                {0x2028, 0x202E}, {0x2066, 0x2069}, {0xD800, 0xDFFF}};

template <std::size_t N>
bool within(const Interval (&table)[N], std::uint32_t character) {
  const auto* const next = std::lower_bound(
      std::begin(table), std::end(table), character,
      [](const Interval& interval, std::uint32_t code) { return interval.last < code; });
  return next != std::end(table) && next->first <= character;
}

struct Character {
  std::uint32_t code;
  std::size_t size;
  bool valid;
};

Character character_at(std::string_view text, std::size_t i) {
  const auto byte = [&](std::size_t k) {
    return k < text.size() ? static_cast<unsigned char>(text[k]) : 0U;
  };
  const unsigned first = byte(i);
  if (first < 0x80) return {first, 1, true};
  const std::size_t size = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
  if (first < 0xC2 || first > 0xF4) return {0, 1, false};
  std::uint32_t code = first & (0x7FU >> size);
  for (std::size_t k = 1; k < size; ++k) {
    if ((byte(i + k) & 0xC0U) != 0x80U) return {0, 1, false};
    code = code << 6U | (byte(i + k) & 0x3FU);
  }
  const bool shortest = size == 2 || code >= (size == 3 ? 0x800U : 0x10000U);
  if (!shortest || code > 0x10FFFF) return {0, 1, false};
  return {code, size, true};
}

constexpr std::string_view kReplacement = "\uFFFD";

}  // namespace

Display display(std::string_view text) {
  constexpr std::uint32_t kTab = 4;
  Display out;
  std::uint32_t column = 0;
  for (std::size_t i = 0; i < text.size();) {
    const Character c = character_at(text, i);
    std::string shown(text.substr(i, c.size));
    std::uint32_t width = 1;
    if (c.valid && c.code == '\t') {
      width = kTab - column % kTab;
      shown.assign(width, ' ');
    } else if (!c.valid || within(kUnsafe, c.code)) {
      shown = kReplacement;
    } else if (c.code < kZero[0].first) {
      width = 1;
    } else if (within(kZero, c.code)) {
      width = 0;
    } else if (within(kWide, c.code)) {
      width = 2;
    }
    out.column.insert(out.column.end(), c.size, column);
    for (std::uint32_t k = 0; k < width; ++k) {
      const auto into = c.code == '\t' ? k : 0;
      out.byte_of_column.push_back(static_cast<std::uint32_t>(out.text.size()) + into);
    }
    out.text += shown;
    column += width;
    i += c.size;
  }
  out.column.push_back(column);
  out.byte_of_column.push_back(static_cast<std::uint32_t>(out.text.size()));
  return out;
}

std::string printable(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size();) {
    const Character c = character_at(text, i);
    if (c.valid && (c.code == '\n' || c.code == '\t')) {
      out += ' ';
    } else if (!c.valid || within(kUnsafe, c.code)) {
      out += kReplacement;
    } else {
      out += text.substr(i, c.size);
    }
    i += c.size;
  }
  return out;
}

}  // namespace hyp::diag
