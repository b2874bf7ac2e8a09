// SPDX-License-Identifier: MIT
#include "lang/format/spacing.hpp"

#include <algorithm>
#include <array>

namespace hyp::format {
namespace {

using syntax::NodeKind;

template <std::size_t N>
bool one_of(std::string_view text, const std::array<std::string_view, N>& list) {
  return std::find(list.begin(), list.end(), text) != list.end();
}

constexpr std::array<std::string_view, 6> kTightBefore = {")", "]", ",", ":", ".", ".."};
constexpr std::array<std::string_view, 4> kTightAfter = {"(", "[", ".", ".."};
constexpr std::array<std::string_view, 10> kOperators = {"+", "-",  "*",  "/",  "<",
                                                         ">", "<=", ">=", "==", "!="};

bool is_sign(NodeKind kind) {
  return kind == NodeKind::punctuation;
}

bool tight(const Token& token, NodeKind kind, NodeKind around, std::string_view last,
           Before before) {
  if (is_sign(before.kind) && one_of(last, kTightAfter)) return true;
  if (is_sign(before.kind) && last == "-" && before.around == NodeKind::sign) return true;
  if (!is_sign(kind)) return false;
  // `5 .x` and `5.x` are not the same.
  if (token.text == "." && before.kind == NodeKind::number) return false;
  if (one_of(token.text, kTightBefore)) return true;
  if (token.text == "(") return around == NodeKind::arguments || around == NodeKind::parameters;
  return token.text == "[" && around == NodeKind::subscript;
}

bool joins(const Token& token, NodeKind kind, NodeKind around) {
  if (is_sign(kind)) return around != NodeKind::sign && one_of(token.text, kOperators);
  const bool logical = around == NodeKind::conjunction || around == NodeKind::disjunction ||
                       around == NodeKind::intervention;
  return kind == NodeKind::word && logical && (token.text == "and" || token.text == "or");
}

}  // namespace

void set_spacing(Token& token, NodeKind kind, NodeKind around, const std::vector<Token>& tokens,
                 Before before) {
  const auto last = std::find_if(tokens.rbegin(), tokens.rend(),
                                 [](const Token& other) { return !other.comment; });
  const bool first = last == tokens.rend();
  token.gap = first || tight(token, kind, around, last->text, before) ? 0 : 1;
  if (is_sign(kind) && token.text == ",") token.after = Break::comma;
  if (joins(token, kind, around)) token.after = Break::operation;
  token.pin = kind == NodeKind::word && around == NodeKind::text;
}

}  // namespace hyp::format
