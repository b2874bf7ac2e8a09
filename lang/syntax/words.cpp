// SPDX-License-Identifier: MIT
#include "lang/syntax/words.hpp"

#include <algorithm>
#include <array>

namespace hyp::syntax {
namespace {

constexpr std::array<std::string_view, 20> kReserved = {
    "and",    "at",        "by",    "except",    "in", "is",    "not",   "of",  "on",   "or",
    "others", "otherwise", "reads", "resampled", "to", "under", "union", "via", "when", "where"};
static_assert(std::is_sorted(kReserved.begin(), kReserved.end()));

constexpr std::array<std::string_view, 16> kStatements = {
    "language",  "import", "data",     "model",     "def",        "let",  "score",      "region",
    "partition", "group",  "subspace", "direction", "hypothesis", "test", "experiment", "train"};

}  // namespace

bool is_reserved(std::string_view word) {
  return std::binary_search(kReserved.begin(), kReserved.end(), word);
}

const std::vector<std::string>& statement_words() {
  static const std::vector<std::string> words(kStatements.begin(), kStatements.end());
  return words;
}

bool begins_statement(std::string_view word) {
  return std::find(kStatements.begin(), kStatements.end(), word) != kStatements.end();
}

}  // namespace hyp::syntax
