// SPDX-License-Identifier: MIT
// Whether the donors that one claim allows are donors that another allows.
#pragma once

#include <map>
#include <optional>
#include <utility>
#include <vector>

#include "runtime/plan/donors.hpp"

namespace hyp::plan {

/// The rows of one pool in another's numbering; empty where the other has no such data.
using RowMap = std::vector<std::optional<RowId>>;

/// Of one datum: whether all that the first allows the second allows, and the other way round.
struct Inclusion {
  bool first_in_second = true, second_in_first = true;
};

/// The donors of two draws, one of each claim, for the same data.
class DonorOverlap {
 public:
  /// All must outlive it. `there` takes rows of the first claim to the second, `back` the other
  /// way.
  DonorOverlap(const Donors& first, const Donors& second, const RowMap& there, const RowMap& back)
      : first_(first), second_(second), there_(there), back_(back) {}

  /// `datum`: of the first claim's pool; it must be in the second's, too.
  [[nodiscard]] Inclusion at(RowId datum);
  /// A donor that the first allows and the second does not, in the first's numbering; and one of
  /// the second alone, in its own.
  [[nodiscard]] std::optional<RowId> of_first_alone(RowId datum) const;
  [[nodiscard]] std::optional<RowId> of_second_alone(RowId datum) const;

 private:
  const Donors& first_;
  const Donors& second_;
  const RowMap& there_;
  const RowMap& back_;
  std::map<std::pair<std::vector<std::uint32_t>, std::vector<std::uint32_t>>, Inclusion> known_;
};

}  // namespace hyp::plan
