// SPDX-License-Identifier: MIT
#include "lang/syntax/literals.hpp"

#include <charconv>
#include <cmath>

namespace hyp::syntax {
namespace {

// The text of a percentage as one of its fraction: "0.01" and "1e3" become "0.01e-2", "1e1". An
// exponent beyond all numbers stays beyond them.
std::string fraction(std::string_view text) {
  const auto e = text.find_first_of("eE");
  long exponent = 0;
  if (e != std::string_view::npos) {
    auto digits = text.substr(e + 1);
    if (digits.front() == '+') digits.remove_prefix(1);
    const auto parsed = std::from_chars(digits.data(), digits.data() + digits.size(), exponent);
    if (parsed.ec != std::errc()) return std::string(text);
  }
  return std::string(text.substr(0, e)) + "e" + std::to_string(exponent - 2);
}

}  // namespace

std::optional<Number> decode_number(std::string_view text) {
  Number number;
  number.percent = text.ends_with('%');
  if (number.percent) text.remove_suffix(1);
  number.integer = !number.percent && text.find_first_of(".eE") == std::string_view::npos;
  const std::string written = number.percent ? fraction(text) : std::string(text);
  const auto parsed =
      std::from_chars(written.data(), written.data() + written.size(), number.value);
  if (parsed.ec != std::errc() || !std::isfinite(number.value)) return std::nullopt;
  return number;
}

DecodedText decode_text(std::string_view text) {
  DecodedText out;
  for (std::uint32_t i = 1; i + 1 < text.size(); ++i) {
    if (text[i] != '\\') {
      out.value += text[i];
      continue;
    }
    switch (text[++i]) {
      case '"':
      case '\\':
        out.value += text[i];
        break;
      case 'n':
        out.value += '\n';
        break;
      case 't':
        out.value += '\t';
        break;
      default:
        out.bad_escapes.push_back(i - 1);
    }
  }
  return out;
}

}  // namespace hyp::syntax
