// SPDX-License-Identifier: MIT
#include "lang/syntax/encoding.hpp"

#include <string>

#include "lang/syntax/lexeme.hpp"

namespace hyp::syntax {
namespace {

std::string hexadecimal(char byte) {
  constexpr std::string_view kDigits = "0123456789ABCDEF";
  const auto b = static_cast<unsigned char>(byte);
  return {'0', 'x', kDigits[b >> 4U], kDigits[b & 15U]};
}

}  // namespace

bool check_encoding(State& state) {
  constexpr std::size_t kMostPlaces = 5;
  const std::string_view text = state.text;
  const auto bad = [&](std::size_t i) {
    const bool line_break = text[i] == '\r' && i + 1 < text.size() && text[i + 1] == '\n';
    return utf8_size(text, i) == 0 || (is_control(text[i]) && !line_break);
  };
  std::size_t places = 0;
  for (std::size_t i = 0; i < text.size();) {
    if (!bad(i)) {
      i += utf8_size(text, i);
      continue;
    }
    const std::size_t begin = i;
    while (i < text.size() && bad(i)) ++i;
    if (++places > kMostPlaces) return false;
    const source::Span span{state.file, static_cast<std::uint32_t>(begin),
                            static_cast<std::uint32_t>(i)};
    const auto code =
        utf8_size(text, begin) == 0 ? diag::Code::not_utf8 : diag::Code::control_character;
    state.record({code, span, {{"byte", hexadecimal(text[begin])}}});
  }
  return true;
}

}  // namespace hyp::syntax
