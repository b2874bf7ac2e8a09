// SPDX-License-Identifier: MIT
// A partition puts every row in exactly one member, or says which rows it does not.
#pragma once

#include <optional>
#include <vector>

#include "lang/diag/outcome.hpp"
#include "runtime/score/table.hpp"

namespace hyp::score {

struct PartitionOnData {
  const check::Partition& partition;
  const model::Dataset& data;
};

/// The member of each row, as its index. `conditions` has one column of truth values per member,
/// null for `otherwise`.
[[nodiscard]] std::optional<Numbers> members(const PartitionOnData& on,
                                             const std::vector<const Numbers*>& conditions,
                                             diag::Diagnostics& diagnostics);

}  // namespace hyp::score
