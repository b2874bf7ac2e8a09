// SPDX-License-Identifier: MIT
#include "runtime/cli/unified_diff.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <vector>

namespace hyp::cli {
namespace {

using Lines = std::vector<std::string_view>;

// With their line breaks.
Lines lines_of(std::string_view text) {
  Lines lines;
  while (!text.empty()) {
    const auto end = std::min(text.find('\n'), text.size() - 1) + 1;
    lines.push_back(text.substr(0, end));
    text.remove_prefix(end);
  }
  return lines;
}

struct Edit {
  char sign;  // ' ', '-' or '+'
  std::string_view line;
};

// A longest common subsequence; where that would take too much memory all of it is replaced.
void compare(const Lines& before, const Lines& after, std::vector<Edit>& edits) {
  constexpr std::size_t kMostCells = 16U << 20U;
  const std::size_t rows = before.size() + 1, columns = after.size() + 1;
  std::vector<std::uint32_t> common;
  const bool small = rows <= kMostCells / columns;
  if (small) common.assign(rows * columns, 0);
  for (std::size_t i = before.size(); small && i-- > 0;) {
    for (std::size_t k = after.size(); k-- > 0;) {
      common[i * columns + k] = before[i] == after[k] ? common[(i + 1) * columns + k + 1] + 1
                                                      : std::max(common[(i + 1) * columns + k],
                                                                 common[i * columns + k + 1]);
    }
  }
  std::size_t i = 0, k = 0;
  while (i < before.size() || k < after.size()) {
    if (small && i < before.size() && k < after.size() && before[i] == after[k]) {
      edits.push_back({' ', before[i++]});
      ++k;
    } else if (i < before.size() &&
               (k == after.size() || !small ||
                common[(i + 1) * columns + k] >= common[i * columns + k + 1])) {
      edits.push_back({'-', before[i++]});
    } else {
      edits.push_back({'+', after[k++]});
    }
  }
}

std::vector<Edit> edits_of(Lines before, Lines after) {
  std::vector<Edit> edits;
  const auto same = std::mismatch(before.begin(), before.end(), after.begin(), after.end());
  const auto begin = same.first - before.begin();
  std::ptrdiff_t end = 0;
  const auto most = static_cast<std::ptrdiff_t>(std::min(before.size(), after.size())) - begin;
  while (end < most && before[before.size() - 1 - static_cast<std::size_t>(end)] ==
                           after[after.size() - 1 - static_cast<std::size_t>(end)]) {
    ++end;
  }
  for (std::ptrdiff_t i = 0; i < begin; ++i)
    edits.push_back({' ', before[static_cast<std::size_t>(i)]});
  compare({before.begin() + begin, before.end() - end}, {after.begin() + begin, after.end() - end},
          edits);
  for (auto line = before.end() - end; line != before.end(); ++line) edits.push_back({' ', *line});
  return edits;
}

std::string range(std::size_t begin, std::size_t count) {
  const auto first = count == 0 ? begin : begin + 1;
  return count == 1 ? fmt::format("{}", first) : fmt::format("{},{}", first, count);
}

}  // namespace

std::string unified_diff(std::string_view name, std::string_view before, std::string_view after) {
  constexpr std::size_t kAround = 3;
  if (before == after) return {};
  const auto edits = edits_of(lines_of(before), lines_of(after));
  std::string text = fmt::format("--- {0}\n+++ {0}\n", name);
  std::size_t left = 0, right = 0;  // lines before `at`
  for (std::size_t at = 0; at < edits.size();) {
    auto change = at;
    while (change < edits.size() && edits[change].sign == ' ') ++change;
    if (change == edits.size()) break;
    const auto begin = std::max(at, change < kAround ? 0 : change - kAround);
    left += begin - at;
    right += begin - at;
    auto end = change;
    for (std::size_t i = change; i < edits.size() && i <= end + 2 * kAround + 1; ++i) {
      if (edits[i].sign != ' ') end = i;
    }
    end = std::min(end + kAround + 1, edits.size());
    std::size_t removed = 0, added = 0;
    std::string body;
    for (std::size_t i = begin; i < end; ++i) {
      removed += edits[i].sign != '+' ? 1 : 0;
      added += edits[i].sign != '-' ? 1 : 0;
      body += edits[i].sign;
      body += edits[i].line;
      if (!edits[i].line.ends_with('\n')) body += "\n\\ No newline at end of file\n";
    }
    text += fmt::format("@@ -{} +{} @@\n{}", range(left, removed), range(right, added), body);
    left += removed;
    right += added;
    at = end;
  }
  return text;
}

}  // namespace hyp::cli
