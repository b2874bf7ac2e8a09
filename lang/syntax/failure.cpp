// SPDX-License-Identifier: MIT
// Turns "this rule must match here" into an error that says what was seen instead.
#include <algorithm>
#include <array>
#include <optional>
#include <string>

#include "lang/diag/suggest.hpp"
#include "lang/syntax/advice.hpp"
#include "lang/syntax/habits.hpp"
#include "lang/syntax/lexeme.hpp"
#include "lang/syntax/recovery.hpp"
#include "lang/syntax/state.hpp"
#include "lang/syntax/words.hpp"

namespace hyp::syntax {
namespace {

using diag::Code;
using diag::Diagnostic;

struct Seen {
  std::uint32_t begin, end;
  LexemeKind kind;
  std::string_view text;
  std::string_view meant = {};
};

Seen look(std::string_view text, std::uint32_t offset) {
  if (const Habit* const habit = habit_at(text, offset)) {
    const auto end = static_cast<std::uint32_t>(offset + habit->written.size());
    return {offset, end, LexemeKind::stray, habit->written, habit->meant};
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

bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

// The words in backticks of a text such as "`about` or `{`", and those of a list.
std::vector<std::string> words_of(const Expected& expected) {
  std::vector<std::string> words;
  for (std::size_t i = expected.what.find('`'); i != std::string_view::npos;) {
    const auto close = expected.what.find('`', i + 1);
    if (is_letter(expected.what[i + 1]))
      words.emplace_back(expected.what.substr(i + 1, close - i - 1));
    i = expected.what.find('`', close + 1);
  }
  for (std::size_t i = 0; i < expected.words.size();) {
    const auto end = std::min(expected.words.find(' ', i), expected.words.size());
    words.emplace_back(expected.words.substr(i, end - i));
    i = end + 1;
  }
  return words;
}

// In small letters: no word of the language has others.
std::string nearest_word(std::string_view written, const std::vector<std::string>& words) {
  std::string word(written);
  std::transform(word.begin(), word.end(), word.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  const std::string meant(translated(word));
  for (const auto& candidate : words) {
    if (candidate == meant || (candidate == word && word != written)) return candidate;
  }
  return diag::nearest(word, words);
}

std::string suggest(const Expected& expected, const Seen& seen) {
  const bool one_sign = expected.what == "`=`" || expected.what == "`:`";
  const bool defines = seen.text == "=" || seen.text == "==" || seen.text == ":" ||
                       seen.text == ":=" || seen.text == "is";
  if (one_sign && defines) return std::string(expected.what.substr(1, 1));
  const bool compares = seen.text == "=" || seen.text == "is";
  if (compares && expected.what.starts_with("an operator")) return "==";
  if (defines && expected.what.starts_with("`is`")) return "is";
  if (seen.text == "and" && expected.what.starts_with("`is`, `reads`")) return ",";
  if (seen.text == "=" && expected.what == "`,` or `)`") return ":";
  if (seen.text == "=" && expected.what == "`to`") return "to";
  if (seen.text == "|" && expected.what == "a value") return {};  // the first of a pair
  if (!seen.meant.empty()) return std::string(seen.meant);
  if (seen.kind != LexemeKind::word) return {};
  return nearest_word(seen.text, words_of(expected));
}

bool is_operator(std::string_view text) {
  constexpr std::array<std::string_view, 14> kOperators = {
      "+", "-", "*", "/", "<", ">", "<=", ">=", "==", "!=", "and", "or", ",", "="};
  return std::find(kOperators.begin(), kOperators.end(), text) != kOperators.end();
}

}  // namespace

// The failure of one rule at one place, in the words of its reader.
class Failure {
 public:
  Failure(const State& state, const Expected& expected, std::uint32_t offset, std::uint32_t before)
      : state_(state), expected_(expected), seen_(look(state.text, offset)), before_(before) {
    look_back();
    line_ended_ = offset != state.statement && before < offset &&
                  state.text.substr(before, offset - before).find('\n') != std::string_view::npos &&
                  !(expected.closes && expected.what == "`}`");
  }

  [[nodiscard]] Diagnostic diagnostic() const {
    if (expected_.code == Code::nested_too_deep) {
      return {expected_.code, span(), {{"limit", State::kMaxNesting}}};
    }
    if (const auto special = of_what_was_seen()) return *special;
    if (expected_.code == Code::unknown_statement) return of_beginning();
    return with_opening(expected(shown()));
  }

 private:
  [[nodiscard]] bool ends_line() const {
    return line_ended_ || seen_.kind == LexemeKind::line_break;
  }
  [[nodiscard]] bool ends() const { return ends_line() || seen_.kind == LexemeKind::end; }

  [[nodiscard]] source::Span span() const {
    if (ends()) return {state_.file, before_, before_};
    return {state_.file, seen_.begin, seen_.end};
  }
  [[nodiscard]] std::string shown() const {
    if (seen_.kind == LexemeKind::end) return "the end of the file";
    return ends_line() ? "the end of the line" : quoted(seen_.text);
  }

  // `a <> b` fails at `>`: what is wrong began one sign before.
  void look_back() {
    if (seen_.begin == 0 || before_ != seen_.begin) return;
    for (std::uint32_t back = std::min(2U, seen_.begin); back > 0; --back) {
      const Seen longer = look(state_.text, seen_.begin - back);
      if (longer.kind != LexemeKind::stray || longer.end <= seen_.begin) continue;
      seen_ = longer;
      return;
    }
  }

  // Some things are wrong wherever they stand.
  [[nodiscard]] std::optional<Diagnostic> of_what_was_seen() const {
    const auto text = std::string(seen_.text);
    if (ends()) {
      const bool next_line_opens =
          expected_.what.find("`{`") != std::string_view::npos && brace() != state_.text.size();
      if (!next_line_opens) return std::nullopt;
      return Diagnostic(Code::brace_on_next_line, source::Span{state_.file, brace(), brace() + 1});
    }
    if (seen_.kind == LexemeKind::bad_number) {
      Diagnostic error(Code::bad_number, span(), {{"text", text}});
      if (expected_.what == "a name") {
        error.facts.emplace_back("advice", "a name begins with a letter or `_`");
      }
      return error;
    }
    if (seen_.kind == LexemeKind::unclosed_string) return Diagnostic(Code::unclosed_text, span());
    if (expected_.what == "a value" && text == ".") {
      const Lexeme digits = lexeme_at(state_.text, seen_.end);
      if (digits.kind == LexemeKind::number) {
        const source::Span whole{state_.file, seen_.begin, seen_.end + digits.size};
        return Diagnostic(
            Code::bad_number, whole,
            {{"text", "." + std::string(state_.text.substr(seen_.end, digits.size))}});
      }
    }
    if (expected_.code == Code::reserved_word && is_reserved(text)) {
      return Diagnostic(Code::reserved_word, span(), {{"word", text}});
    }
    if (!expected_.closes && closes_nothing())
      return Diagnostic(Code::closes_nothing, span(), {{"bracket", text}});
    return std::nullopt;
  }

  // Where a `{` stands on a line below, or the end of the text.
  [[nodiscard]] std::uint32_t brace() const {
    const auto next = gap_end(state_.text, before_, true);
    const bool there = next < state_.text.size() && state_.text[next] == '{';
    return static_cast<std::uint32_t>(there ? next : state_.text.size());
  }

  [[nodiscard]] bool closes_nothing() const {
    const auto closer = std::string_view(")]}").find(seen_.text);
    if (seen_.text.size() != 1 || closer == std::string_view::npos) return false;
    const char opener = "([{"[closer];
    return std::none_of(state_.openings.begin(), state_.openings.end(),
                        [&](auto offset) { return state_.text[offset] == opener; });
  }

  // A statement, or a line of a block, begins with something that none begins with.
  [[nodiscard]] Diagnostic of_beginning() const {
    if (is_operator(seen_.text)) {
      return {Code::operator_begins_line, span(), {{"operator", seen_.text}}};
    }
    if (seen_.kind != LexemeKind::word || is_reserved(seen_.text)) return expected(shown());
    Diagnostic error(Code::unknown_statement, span(), {{"seen", shown()}});
    const auto nearest =
        nearest_word(seen_.text, expected_.words.empty() ? statement_words() : words_of(expected_));
    if (!nearest.empty()) {
      error.facts.emplace_back("suggestion", nearest);
    } else {
      add_advice(error);
    }
    return error;
  }

  void add_advice(Diagnostic& error) const {
    const auto seen_at = std::max(state_.statement, ends() ? before_ : seen_.begin);
    const auto rest = ends() ? std::string_view() : state_.text.substr(seen_.end);
    const auto found = advice({expected_.what, ends() ? std::string_view() : seen_.text,
                               state_.text.substr(state_.statement, seen_at - state_.statement),
                               rest.substr(0, rest.find('\n'))});
    if (!found.empty()) error.facts.emplace_back("advice", found);
  }

  [[nodiscard]] Diagnostic expected(const std::string& seen) const {
    Diagnostic error(Code::expected, span(), {{"expected", expected_.what}, {"seen", seen}});
    const auto suggestion = ends() ? std::string() : suggest(expected_, seen_);
    if (!suggestion.empty()) {
      error.facts.emplace_back("suggestion", suggestion);
    } else {
      add_advice(error);
    }
    return error;
  }

  [[nodiscard]] Diagnostic with_opening(Diagnostic error) const {
    if (!expected_.closes || state_.openings.empty()) return error;
    const auto opening = state_.openings.back();
    return std::move(error).label({state_.file, opening, opening + 1}, diag::Note::opened_here);
  }

  const State& state_;
  const Expected& expected_;
  Seen seen_;
  std::uint32_t before_;  // the end of the last piece that was understood
  bool line_ended_ = false;
};

void State::record(Diagnostic error) {
  if (has_too_many_errors()) return;
  const auto same_place = [&](const Diagnostic& other) {
    return other.span && error.span && other.span->begin == error.span->begin;
  };
  if (std::any_of(errors.begin(), errors.end(), same_place)) return;
  if (errors.size() == kMaxErrors) {
    error = Diagnostic(Code::too_many_errors, error.span, {{"limit", kMaxErrors}});
  }
  errors.push_back(std::move(error));
}

void State::fail(const Expected& expected, std::uint32_t offset) {
  failed_at = offset;
  record(Failure(*this, expected, offset, tree.last_end(offset)).diagnostic());
  throw Failed{};
}

}  // namespace hyp::syntax
