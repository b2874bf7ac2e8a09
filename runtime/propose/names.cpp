// SPDX-License-Identifier: MIT
#include "runtime/propose/names.hpp"

#include "lang/check/operations.hpp"
#include "lang/diag/display.hpp"
#include "lang/syntax/words.hpp"

namespace hyp::propose {
namespace {

constexpr std::size_t kLongestName = 40;

bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}
bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

}  // namespace

std::optional<std::string> quoted(std::string_view text) {
  std::string out = "\"", plain;
  for (const char c : text) {
    const bool blank = c == '\n' || c == '\t';
    plain += blank ? ' ' : c;
    if (blank) {
      out += c == '\n' ? "\\n" : "\\t";
      continue;
    }
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  // What would hide or reorder the text around it must not get into a file that people read.
  if (diag::printable(plain) != plain) return std::nullopt;
  return out + "\"";
}

Names::Names() {
  // What equations are made of, and what claims call by these names.
  for (const auto* word : {"input", "given", "label", "logits", "neurons", "yes", "no"})
    taken_.insert(word);
  for (const auto& row : check::equations::all_operations()) taken_.emplace(row.signature.name);
  for (const auto& word : syntax::statement_words()) taken_.insert(word);
}

std::string Names::take(std::string_view wanted) {
  std::string base;
  for (const char c : wanted.substr(0, kLongestName)) base += is_letter(c) || is_digit(c) ? c : '_';
  if (base.empty() || is_digit(base[0])) base = "layer" + base;
  if (syntax::is_reserved(base)) base += "_";
  if (taken_.insert(base).second) return base;
  // `conv1` and a number would read as another layer's name.
  const std::string stem = base + "_";
  for (int& n = last_.emplace(stem, 1).first->second;;) {
    auto name = stem + std::to_string(++n);
    if (taken_.insert(name).second) return name;
  }
}

}  // namespace hyp::propose
