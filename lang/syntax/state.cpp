// SPDX-License-Identifier: MIT
#include "lang/syntax/state.hpp"

#include <algorithm>
#include <array>
#include <string>

#include "lang/diag/suggest.hpp"
#include "lang/syntax/lexeme.hpp"
#include "lang/syntax/recovery.hpp"
#include "lang/syntax/words.hpp"

namespace hyp::syntax {
namespace {

using diag::Code;
using diag::Diagnostic;

struct Habit {
  std::string_view written;
  std::string_view meant;  ///< empty where only the extent of what was seen matters
};

// What other languages write; longer ones first.
constexpr std::array kHabits = {
    Habit{"===", "=="},    Habit{"!==", "!="},    Habit{"&&", "and"},    Habit{"||", "or"},
    Habit{"=<", "<="},     Habit{"=>", ">="},     Habit{"<>", "!="},     Habit{"**", ""},
    Habit{"/*", "//"},     Habit{"->", ""},       Habit{"!=", ""},       Habit{"&", "and"},
    Habit{"|", "or"},      Habit{"!", "not"},     Habit{"#", "//"},      Habit{"'", "\""},
    Habit{"\u201C", "\""}, Habit{"\u201D", "\""}, Habit{"\u2018", "\""}, Habit{"\u2264", "<="},
    Habit{"\u2265", ">="}, Habit{"\u2260", "!="}, Habit{"\u2212", "-"},  Habit{"\u00D7", "*"},
    Habit{"\u2026", ".."}, Habit{"\u2013", "-"},
};

struct Seen {
  std::uint32_t begin, end;
  LexemeKind kind;
  std::string_view text;
  std::string_view meant = {};
};

Seen look(std::string_view text, std::uint32_t offset) {
  for (const auto& habit : kHabits) {
    if (text.substr(offset, habit.written.size()) == habit.written) {
      const auto end = static_cast<std::uint32_t>(offset + habit.written.size());
      return {offset, end, LexemeKind::stray, habit.written, habit.meant};
    }
  }
  const Lexeme lexeme = lexeme_at(text, offset);
  return {offset, offset + lexeme.size, lexeme.kind, text.substr(offset, lexeme.size)};
}

// In backticks, a long one cut.
std::string quoted(std::string_view text) {
  constexpr std::size_t kLongest = 40;
  if (text.size() <= kLongest) return "`" + std::string(text) + "`";
  std::size_t cut = kLongest;
  while (cut > 0 && (static_cast<unsigned char>(text[cut]) & 0xC0U) == 0x80U) --cut;
  return "`" + std::string(text.substr(0, cut)) + "...`";
}

// The words in backticks of a text such as "`about` or `{`".
std::vector<std::string> words_in(std::string_view expected) {
  std::vector<std::string> words;
  for (std::size_t i = expected.find('`'); i != std::string_view::npos;) {
    const auto close = expected.find('`', i + 1);
    words.emplace_back(expected.substr(i + 1, close - i - 1));
    i = expected.find('`', close + 1);
  }
  return words;
}

std::string suggest(const Expected& expected, const Seen& seen) {
  const bool operator_fits = expected.what.starts_with("an operator");
  if (!seen.meant.empty()) return std::string(seen.meant);
  if (seen.text == "=" && operator_fits) return "==";
  if (seen.text == "==" && expected.what == "`=`") return "=";
  if (seen.kind != LexemeKind::word) return {};
  return diag::nearest(
      seen.text, operator_fits ? std::vector<std::string>{"and", "or"} : words_in(expected.what));
}

bool is_operator(std::string_view text) {
  constexpr std::array kOperators = {
      "+", "-", "*", "/", "<", ">", "<=", ">=", "==", "!=", "and", "or", ",", "="};
  return std::find(kOperators.begin(), kOperators.end(), text) != kOperators.end();
}

// A statement, or a line of a block, begins with something that none begins with.
Diagnostic unknown_beginning(const Expected& expected, const Seen& seen, source::Span span) {
  if (seen.kind == LexemeKind::word && !is_reserved(seen.text)) {
    Diagnostic error(Code::unknown_statement, span, {{"seen", quoted(seen.text)}});
    const bool of_file = expected.what == "a statement";
    const auto nearest = diag::nearest(seen.text, of_file ? statement_words() : experiment_words());
    if (!nearest.empty()) error.facts.emplace_back("suggestion", nearest);
    return error;
  }
  if (is_operator(seen.text)) {
    return {Code::operator_begins_line, span, {{"operator", std::string(seen.text)}}};
  }
  Diagnostic error(Code::expected, span,
                   {{"expected", expected.what}, {"seen", quoted(seen.text)}});
  if (!seen.meant.empty()) error.facts.emplace_back("suggestion", seen.meant);
  return error;
}

}  // namespace

void State::record(Diagnostic error) {
  if (!has_too_many_errors()) errors.push_back(std::move(error));
}

void State::fail(const Expected& expected, std::uint32_t offset) {
  failed_at = offset;
  Seen seen = look(text, offset);
  source::Span span{file, seen.begin, seen.end};
  const auto before = tree.last_end(offset);
  const bool next_statement =
      offset > before &&
      text.substr(before, offset - before).find('\n') != std::string_view::npos &&
      begins_file_statement(text, offset);
  std::string shown = quoted(seen.text);
  if (seen.kind == LexemeKind::line_break || (next_statement && !expected.closes)) {
    shown = "the end of the line";
    span = {file, before, before};
  } else if (seen.kind == LexemeKind::end) {
    shown = "the end of the file";
    span = {file, before, before};
  }
  const auto finish = [&](Diagnostic error) {
    if (expected.closes && !openings.empty()) {
      error.labels.push_back(
          {{file, openings.back(), openings.back() + 1}, diag::Note::opened_here, {}});
    }
    record(std::move(error));
    throw Failed{};
  };
  if (expected.code == Code::nested_too_deep) {
    finish({expected.code, source::Span{file, offset, offset + 1}, {{"limit", kMaxNesting}}});
  }
  if (seen.kind == LexemeKind::bad_number) {
    finish({Code::bad_number, span, {{"text", std::string(seen.text)}}});
  }
  if (seen.kind == LexemeKind::unclosed_string) finish({Code::unclosed_text, span});
  if (expected.code == Code::unknown_statement) finish(unknown_beginning(expected, seen, span));
  if (expected.code == Code::reserved_word && is_reserved(seen.text)) {
    finish({Code::reserved_word, span, {{"word", std::string(seen.text)}}});
  }
  Diagnostic error(Code::expected, span, {{"expected", expected.what}, {"seen", shown}});
  const auto suggestion = span.size() == 0 ? std::string() : suggest(expected, seen);
  if (!suggestion.empty()) error.facts.emplace_back("suggestion", suggestion);
  finish(std::move(error));
  throw Failed{};
}

}  // namespace hyp::syntax
