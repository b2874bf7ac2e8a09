// SPDX-License-Identifier: MIT
#include "runtime/model/problem.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace hyp::model {
namespace {

constexpr std::size_t kLongestShown = 80;

bool continues(char c) {
  return (static_cast<unsigned char>(c) & 0xC0) == 0x80;
}

// The length of the UTF-8 sequence that starts `text`, 0 where it is broken or must not reach a
// terminal: control characters (U+0000 - 1F, 7F - 9F) and marks that turn the direction of text.
std::size_t printable_length(std::string_view text) {
  const auto first = static_cast<unsigned char>(text[0]);
  if (first < 0x80) return first < 0x20 || first == 0x7F ? 0 : 1;
  const std::size_t length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
  if (first < 0xC2 || first > 0xF4 || text.size() < length) return 0;
  if (!std::all_of(text.begin() + 1, text.begin() + static_cast<long>(length), continues)) return 0;
  const auto second = static_cast<unsigned char>(text[1]);
  if (first == 0xC2 && second < 0xA0) return 0;
  if (first == 0xE2 && (second == 0x80 || second == 0x81)) {
    const auto third = static_cast<unsigned char>(text[2]);
    const bool turns = second == 0x80
                           ? (third >= 0xA8 && third <= 0xAE) || third == 0x8E || third == 0x8F
                           : third >= 0xA6 && third <= 0xA9;
    if (turns) return 0;
  }
  return length;
}

std::string clean(std::string_view text, std::size_t longest) {
  std::string out;
  for (std::size_t i = 0; i < text.size();) {
    const std::size_t length = printable_length(text.substr(i));
    if (out.size() + std::max<std::size_t>(length, 1) > longest) return out + "...";
    if (length == 0) {
      out += '?';
      ++i;
    } else {
      out += text.substr(i, length);
      i += length;
    }
  }
  return out;
}

}  // namespace

diag::Diagnostic problem(diag::Code code, const Asked& asked, diag::Facts facts) {
  facts.insert(facts.begin(), {"path", clean(asked.file.path, 4096)});
  return diag::Diagnostic(code, asked.span, std::move(facts));
}

diag::Diagnostic problem_in(diag::Code code, const Asked& asked, std::string_view part,
                            diag::Facts facts) {
  facts.insert(facts.begin(), {"part", std::string(part)});
  return problem(code, asked, std::move(facts));
}

std::string shown(std::string_view untrusted) {
  return clean(untrusted, kLongestShown);
}

std::string beginning(std::span<const std::byte> content) {
  constexpr std::size_t kText = 24, kBytes = 8;
  std::string_view text(reinterpret_cast<const char*>(content.data()),
                        std::min(content.size(), kText));
  text = text.substr(0, text.find_first_of("\r\n"));
  const bool readable = !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return c == '\t' || (static_cast<unsigned char>(c) >= 0x20 && c != 0x7F && !(c & 0x80));
  });
  if (readable) return fmt::format("\"{}\"", clean(text, kText));
  std::string bytes = "the bytes";
  for (const auto b : content.first(std::min(content.size(), kBytes))) {
    bytes += fmt::format(" {:02x}", std::to_integer<int>(b));
  }
  return bytes;
}

std::string name_list(const std::vector<std::string>& names, std::size_t most) {
  std::string out;
  for (std::size_t i = 0; i < std::min(names.size(), most); ++i) {
    out += fmt::format("{}`{}`", i == 0 ? "" : ", ", shown(names[i]));
  }
  return names.size() > most ? out + ", ..." : out;
}

Asked member(const Asked& asked, std::string_view name, source::Bytes bytes) {
  return {{asked.file.path + ":" + shown(name), std::move(bytes)}, asked.span};
}

}  // namespace hyp::model
