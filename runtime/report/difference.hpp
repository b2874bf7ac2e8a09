// SPDX-License-Identifier: MIT
// Two claims about one network side by side, as text and JSON: `hyp diff`.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "runtime/report/report.hpp"
#include "runtime/stats/results.hpp"

namespace hyp::report {

/// How what two claims allow compares, over the examples.
struct Overlap {
  std::int64_t equal = 0;
  std::int64_t first_within = 0;   ///< all that the first allows the second allows, and more
  std::int64_t second_within = 0;  ///< the other way round
  std::int64_t neither = 0;
  [[nodiscard]] std::int64_t all() const { return equal + first_within + second_within + neither; }
};

/// A swap that one claim allows and the other does not.
struct TellingSwap {
  std::string data;
  std::int64_t example = 0;
  /// Who stands in for it, and at which nodes.
  struct Donor {
    std::string data;
    std::int64_t row = 0;
    std::vector<std::string> at;
  };
  std::vector<Donor> donors;
  std::string allowed, refused;  ///< why by the one, why not by the other
};

/// A node of one claim or of both; of a claim without it the texts are empty.
struct ComparedNode {
  struct Side {
    std::string name, value, rule;
  };
  std::array<Side, 2> sides;
  std::string place;                                 ///< where both stand; else that of the one
  std::array<std::vector<std::string>, 2> only;      ///< units that one of them alone claims
  std::optional<Overlap> donors;                     ///< where both are drawn for the examples
  std::array<std::optional<TellingSwap>, 2> allows;  ///< the first's, the second's alone
};

/// Which claim says more: that allows every swap of the other, and calls more irrelevant by it.
enum class Order { equal, first, second, incomparable, not_compared };

struct Difference {
  struct Side {
    std::string file, hypothesis, data;
    stats::SweepPoint point;
    std::int64_t points = 1;
  };
  std::array<Side, 2> sides;
  std::vector<ComparedNode> nodes;
  Order order = Order::not_compared;
  std::string reason;  ///< of not_compared
  Overlap combinations;
  std::array<std::optional<TellingSwap>, 2> allows;  ///< combinations of one alone
  Provenance provenance;
};

[[nodiscard]] std::string to_text(const Difference& difference, bool color);
/// One JSON object, `format_version` 1.
[[nodiscard]] std::string to_json(const Difference& difference);

}  // namespace hyp::report
