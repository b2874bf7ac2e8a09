// SPDX-License-Identifier: MIT
// Random scores, regions, partitions and rules, as text.
#pragma once

#include <string>
#include <vector>

#include "tests/oracle/random_network.hpp"

namespace hyp::oracle {

/// What a rule may be.
struct RuleWish {
  bool sets_only = false;  ///< so that it can be drawn together with others
  bool of_more = false;    ///< donors of `more` allowed
};

class RandomRules {
 public:
  RandomRules(Random& random, const RandomNetwork& network, const RandomData& data);

  /// The declarations behind the names that rules use.
  [[nodiscard]] const std::string& text() const { return text_; }
  /// A rule, or arms in braces.
  [[nodiscard]] std::string spec(const RuleWish& wish);
  [[nodiscard]] std::string region();
  /// A value that examples can share.
  [[nodiscard]] std::string value();
  [[nodiscard]] std::string score() { return random_.pick(scores_); }
  /// A tolerance: a number, a percentage, the parameter `width`.
  [[nodiscard]] std::string amount();

 private:
  [[nodiscard]] std::string rule(const RuleWish& wish);
  [[nodiscard]] std::string in() { return random_.chance(30) ? " in (" + region() + ")" : ""; }
  [[nodiscard]] std::string modifiers(const RuleWish& wish);

  Random& random_;
  const RandomData& data_;
  std::string text_;
  std::vector<std::string> scores_, regions_;
};

}  // namespace hyp::oracle
