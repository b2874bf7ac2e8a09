// SPDX-License-Identifier: MIT
#include "lang/syntax/advice.hpp"

#include <algorithm>
#include <iterator>

#include "lang/syntax/words.hpp"

namespace hyp::syntax {
namespace {

// The first row whose beginnings fit is taken; an empty one fits everything.
struct Row {
  std::string_view expected, seen, advice;
};
constexpr std::string_view kNoPower = "there is no power: write `x * x`, or `exp(3 * log(x))`";
constexpr std::string_view kNoIf =
    "there is no `if`: say each case as a region, with `and`, `or`, `not`, or as a member of a "
    "`partition`";
constexpr std::string_view kParts =
    "the parts of a block are parted by `;` or a line break; the decimal point is `.`";
constexpr std::string_view kJoin =
    "join units with `union`, as in `net.a[2] union net.b[0]`, or list them: `net.a[2, 11]`";
constexpr std::string_view kData = "say on which data: `on DATA`";
constexpr std::string_view kBlock =
    "put what belongs to it in braces: `{` ends the line, `}` the block";
constexpr Row kRows[] = {
    {"", "**", kNoPower},
    {"", "^", kNoPower},
    {"", "if", kNoIf},
    {"", "%", "write a percentage without a blank, `94%`; there is no remainder"},
    {"`,` or `]`", ":",
     "a range holds both ends: `[2..5]` is 2, 3, 4 and 5; for all, leave the brackets out"},
    {"a value or a range", ":",
     "a range holds both ends, `[2..5]`; for all, leave the brackets out"},
    {"a value", "|", "an absolute value is `abs(...)`"},
    {"a value", "=", "leave it out"},
    {"a value", ":", "leave it out"},
    {"an operator or the end", ",", kParts},
    {"an operator or the end", "in", "compare with each: `x == 1 or x == 7`"},
    {"`,` or `)`", "[", "close the bracket before it, or put a `,` between"},
    {"`union`", ",", kJoin},
    {"`union`", "+", kJoin},
    {"`union`", "-", "take units away with `except`: `net.a except net.a[11]`"},
    {"a group or the units", "[", kJoin},
    {"`about` or", ":", kBlock},
    {"`on` or", ":", kBlock},
    {"`{`", ":", kBlock},
    {"`{`", "=", kBlock},
    {"`:`", "{", "write `:` instead; no braces are needed"},
    {"`on` or `{`", "about", kData},
    {"`on`", "", kData},
    {"`at` and a place", "else", "write `all else is any`"},
    {"a node, `all else`", "otherwise", "write `all else is any`"},
    {"`else`", "", "write `all else is any`"},
    {"`,`, `as` or", "",
     "a file stands in quotes: `import \"std/mnist\"`, or `import train from \"std/mnist\"`"},
    {"a name in quotes", "\"", ""},
    {"a name in quotes", "", "write it in quotes"},
    {"a name", "\"", "write it without quotes"},
    {"the end of the line", "\"", "a sentence has one pair of quotes, and stands on one line"},
};

bool is_blank(char c) {
  return c == ' ' || c == '\t';
}

std::string_view without_blanks(std::string_view text) {
  while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_blank(text.back())) text.remove_suffix(1);
  return text;
}

bool is_word(std::string_view text) {
  return !text.empty() &&
         ((text[0] >= 'a' && text[0] <= 'z') || (text[0] >= 'A' && text[0] <= 'Z'));
}
bool is_number(std::string_view text) {
  return !text.empty() && text[0] >= '0' && text[0] <= '9';
}

// What depends on more than the two texts.
std::string_view of_surroundings(const Met& met) {
  const auto before = without_blanks(met.before);
  if (before.starts_with("language")) return "write `language 1`";
  if (met.expected.starts_with("a comparison") && before.ends_with("refuted")) {
    return "`expect refuted` is for the test of a hypothesis: write it in a `test NAME on DATA`";
  }
  if (met.expected.starts_with("an operator or the end") && begins_statement(met.seen)) {
    return "a statement has a line of its own: put a line break or `;` before this one";
  }
  const bool lists = met.expected == "`,` or `)`" || met.expected == "`,` or `]`";
  const bool one_line = before.find('\n') == std::string_view::npos;
  if (lists && one_line && (is_word(met.seen) || is_number(met.seen))) return "put a `,` before it";
  const bool assigned = without_blanks(met.after).starts_with("=");
  const bool goes_on = met.seen == "-" || (is_word(met.seen) && assigned);
  if (met.expected == "`=`" && goes_on && begins_statement(before.substr(0, before.find(' ')))) {
    return "a name is one word of letters, digits and `_`";
  }
  if (met.expected == "a statement" && assigned) {
    return "say what it is: `let`, `score`, `region`, `group`, `data` or `model` stands before the "
           "name";
  }
  return {};
}

// Where a row would be wrong: positions of units, and a test that has said its data.
bool misleads(const Met& met) {
  if (met.expected.starts_with("`union`")) return met.before.find(" at ") != std::string_view::npos;
  return met.expected.starts_with("`on` or") && met.before.find(" on ") != std::string_view::npos;
}

struct Translation {
  std::string_view word, meant;
};
constexpr Translation kTranslations[] = {
    {"ablate", "zero"},   {"assert", "expect"},  {"const", "let"},          {"dataset", "data"},
    {"elif", "when"},     {"else", "otherwise"}, {"from", "import"},        {"knockout", "zero"},
    {"lr", "rate"},       {"network", "model"},  {"learning_rate", "rate"}, {"neurons", "group"},
    {"print", "measure"}, {"var", "let"},
};

}  // namespace

std::string_view advice(const Met& met) {
  if (const auto special = of_surroundings(met); !special.empty()) return special;
  if (misleads(met)) return {};
  const auto* const row = std::find_if(std::begin(kRows), std::end(kRows), [&](const Row& r) {
    const bool fits = is_word(r.seen) ? met.seen == r.seen : met.seen.starts_with(r.seen);
    return met.expected.starts_with(r.expected) && fits;
  });
  return row == std::end(kRows) ? std::string_view() : row->advice;
}

std::string_view translated(std::string_view word) {
  const auto* const row =
      std::find_if(std::begin(kTranslations), std::end(kTranslations),
                   [&](const Translation& translation) { return translation.word == word; });
  return row == std::end(kTranslations) ? std::string_view() : row->meant;
}

}  // namespace hyp::syntax
