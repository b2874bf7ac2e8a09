// SPDX-License-Identifier: MIT
#include "lang/syntax/habits.hpp"

#include <algorithm>
#include <array>
#include <iterator>

namespace hyp::syntax {
namespace {

// Longer ones first.
constexpr Habit kHabits[] = {
    {"\u201C", "\""}, {"\u201D", "\""}, {"\u2018", "\""}, {"\u2019", "\""}, {"\u2264", "<="},
    {"\u2265", ">="}, {"\u2260", "!="}, {"\u2212", "-"},  {"\u2013", "-"},  {"\u00D7", "*"},
    {"\u2026", ".."}, {"===", "=="},    {"!==", "!="},    {"&&", "and"},    {"||", "or"},
    {"=<", "<="},     {"=>", ">="},     {"<>", "!="},     {"**", ""},       {"/*", "//"},
    {"->", ""},       {":=", "="},      {"...", ".."},    {"+=", "="},      {"!=", ""},
    {"==", ""},       {"&", "and"},     {"|", "or"},      {"!", "not"},     {"#", "//"},
    {"'", "\""},
};

}  // namespace

const Habit* habit_at(std::string_view text, std::size_t offset) {
  const auto* const found =
      std::find_if(std::begin(kHabits), std::end(kHabits), [&](const Habit& habit) {
        return text.substr(offset, habit.written.size()) == habit.written;
      });
  return found == std::end(kHabits) ? nullptr : found;
}

}  // namespace hyp::syntax
