// SPDX-License-Identifier: MIT
#include "tests/oracle/random_rules.hpp"

#include <fmt/format.h>

namespace hyp::oracle {

RandomRules::RandomRules(Random& random, const RandomNetwork& network, const RandomData& data)
    : random_(random), data_(data) {
  const auto inputs = network.sites[0].width;
  std::string sum = "0";
  for (std::int64_t i = 0; i < inputs; ++i) {
    sum += fmt::format(" + {} * input[{}]", random.between(-2, 2), i);
  }
  // A vector that is neither the input nor the label.
  const auto& site = network.sites[static_cast<std::size_t>(
      random.between(1, static_cast<std::int64_t>(network.sites.size()) - 2))];
  text_ += "score s0 = " + sum + "\n";
  text_ += fmt::format("score s1 = sum(net.{})\n", site.name);
  text_ += fmt::format("score s2 = max(input[0], input[{}]) / 3\n", inputs - 1);
  text_ += fmt::format("region r0 = s0 > {}\n", random.between(-2, 2));
  text_ +=
      fmt::format("region r1 = input[{}] <= 1 and input[0] >= 1\n", random.between(0, inputs - 1));
  text_ += fmt::format("region r2 = net.{}[{}] > {}\n", site.name,
                       random.between(0, site.width - 1), random.between(-1, 3));
  text_ += "partition p { low: s0 < 0; mid: 0 <= s0 <= 2; high: otherwise }\n";
  scores_ = {"s0", "s1", "s2"};
  regions_ = {"r0", "r1", "r2", "p.low", "p.mid", "high"};
}

std::string RandomRules::region() {
  const std::string one = random_.pick(regions_);
  switch (random_.between(0, 5)) {
    case 0:
      return "not " + one;
    case 1:
      return one + " or " + random_.pick(regions_);
    default:
      return one;
  }
}

std::string RandomRules::value() {
  switch (random_.between(0, 4)) {
    case 0:
      return "p";
    case 1:
      return random_.pick(data_.columns);
    case 2:
      return "net.label";
    default:
      return region();
  }
}

std::string RandomRules::amount() {
  switch (random_.between(0, 3)) {
    case 0:
      return "width";
    case 1:
      return fmt::format("{}", random_.between(0, 4));
    default:
      return fmt::format("{}%", random_.between(0, 60));
  }
}

std::string RandomRules::modifiers(const RuleWish& wish) {
  std::string text;
  if (wish.of_more && random_.chance(40)) {
    text = " of more";
  } else if (random_.chance(20)) {
    text = " excluding itself";
  }
  return text + (random_.chance(85) ? " allow 100%" : "");
}

std::string RandomRules::rule(const RuleWish& wish) {
  // Columns belong to `rows`, so donors of `more` are found by regions alone.
  const std::string more = modifiers(wish);
  const bool other_data = more.find("of more") != std::string::npos;
  switch (random_.between(wish.sets_only ? 4 : 0, 11)) {
    case 0:
      return "near " + score() + " sigma " + amount() + in() + more;
    case 1:
      return "shuffled";
    case 2:
      return fmt::format("fixed rows[{}]", random_.between(0, 5));
    case 3:
      return random_.chance(50) ? "fixed more[1]" : "near s1 sigma 30%";
    case 4:
      return "itself";
    case 5:
      return "any" + more;
    case 6:
      return "from " + region() + more;
    case 7:
      return other_data ? "same (p, " + region() + ")" + more
                        : "same (" + value() + ", " + value() + ")" + more;
    case 8:
    case 9:
      return "within " + amount() + " of " + score() + in() + more;
    default:
      return "nearest " +
             (random_.chance(50) ? fmt::format("{}", random_.between(1, 6))
                                 : fmt::format("{}%", random_.between(5, 60))) +
             " of " + score() + in() + more;
  }
}

std::string RandomRules::spec(const RuleWish& wish) {
  RuleWish inner = wish;
  switch (random_.between(0, 5)) {
    case 0:
      inner.of_more = false;  // shared draws want one data set whatever the arm
      return "{\n    when " + region() + ": " + rule(inner) + "\n    otherwise: " + rule(inner) +
             "\n  }";
    case 1:
      inner.of_more = false;
      return "{\n    when p.low: " + rule(inner) + "\n    when mid: " + rule(inner) +
             "\n    otherwise: " + rule(inner) + "\n  }";
    default:
      return rule(wish);
  }
}

}  // namespace hyp::oracle
