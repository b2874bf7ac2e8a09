// SPDX-License-Identifier: MIT
#include "lang/diag/suggest.hpp"

#include <algorithm>
#include <cstddef>

namespace hyp::diag {
namespace {

// Optimal string alignment: Levenshtein distance plus swaps of neighbours.
std::size_t distance(std::string_view a, std::string_view b) {
  std::vector<std::vector<std::size_t>> d(a.size() + 1, std::vector<std::size_t>(b.size() + 1));
  for (std::size_t i = 0; i <= a.size(); ++i) d[i][0] = i;
  for (std::size_t j = 0; j <= b.size(); ++j) d[0][j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t change = a[i - 1] == b[j - 1] ? 0 : 1;
      d[i][j] = std::min({d[i - 1][j] + 1, d[i][j - 1] + 1, d[i - 1][j - 1] + change});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
        d[i][j] = std::min(d[i][j], d[i - 2][j - 2] + 1);
      }
    }
  }
  return d[a.size()][b.size()];
}

// The one candidate that goes on where the word ends, or ends where the word goes on; else nothing.
std::string longer_or_shorter(std::string_view word, const std::vector<std::string>& candidates) {
  constexpr std::size_t kTelling = 4;
  std::string found;
  for (const std::string_view candidate : candidates) {
    if (std::min(candidate.size(), word.size()) < kTelling || candidate == word) continue;
    if (!candidate.starts_with(word) && !word.starts_with(candidate)) continue;
    if (!found.empty()) return {};
    found = candidate;
  }
  return found;
}

}  // namespace

std::string nearest(std::string_view word, const std::vector<std::string>& candidates) {
  constexpr std::size_t kLongestWord = 100;
  if (word.size() > kLongestWord) return {};
  const std::size_t allowed = std::max<std::size_t>(1, word.size() / 3);
  std::size_t best = allowed + 1;
  std::string found;
  for (const auto& candidate : candidates) {
    if (candidate.size() > word.size() + allowed || candidate == word) continue;
    const std::size_t d = distance(word, candidate);
    if (d < best) {
      best = d;
      found = candidate;
    }
  }
  return found.empty() ? longer_or_shorter(word, candidates) : found;
}

}  // namespace hyp::diag
