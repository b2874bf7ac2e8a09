// SPDX-License-Identifier: MIT
#include "runtime/score/partition.hpp"

#include <algorithm>

namespace hyp::score {
namespace {

// Rows that are not in exactly one member.
struct Astray {
  std::int64_t rows = 0, first_row = 0;
  std::size_t first = 0, second = 0;  // members of the first such row

  void add(std::int64_t row, std::size_t one = 0, std::size_t other = 0) {
    if (rows++ == 0) *this = {1, row, one, other};
  }
};

}  // namespace

std::optional<Numbers> members(const PartitionOnData& on,
                               const std::vector<const Numbers*>& conditions,
                               diag::Diagnostics& diagnostics) {
  const auto& [partition, data] = on;
  const std::size_t count = conditions.size();
  const auto otherwise = static_cast<std::size_t>(
      std::find(conditions.begin(), conditions.end(), nullptr) - conditions.begin());
  Numbers out(static_cast<std::size_t>(data.rows));
  Astray gap, overlap;
  for (std::size_t row = 0; row < out.size(); ++row) {
    std::size_t first = count, second = count;
    for (std::size_t m = 0; m < count && second == count; ++m) {
      if (conditions[m] && (*conditions[m])[row] != 0) (first == count ? first : second) = m;
    }
    if (second != count) overlap.add(static_cast<std::int64_t>(row), first, second);
    if (first == count) first = otherwise;
    if (first == count) gap.add(static_cast<std::int64_t>(row));
    out[row] = static_cast<double>(first);
  }
  using diag::Code;
  if (gap.rows > 0) {
    diagnostics.add({Code::partition_gap,
                     partition.span,
                     {{"partition", partition.name},
                      {"data", data.name},
                      {"count", gap.rows},
                      {"rows", data.rows},
                      {"row", gap.first_row}}});
  }
  if (overlap.rows > 0) {
    const auto& one = partition.members[overlap.first];
    const auto& other = partition.members[overlap.second];
    diagnostics.add(diag::Diagnostic(Code::partition_overlap, partition.span,
                                     {{"partition", partition.name},
                                      {"data", data.name},
                                      {"count", overlap.rows},
                                      {"rows", data.rows},
                                      {"row", overlap.first_row},
                                      {"first", one.name},
                                      {"second", other.name}})
                        .label(one.span, diag::Note::defined_here, {{"name", one.name}})
                        .label(other.span, diag::Note::defined_here, {{"name", other.name}}));
  }
  if (gap.rows > 0 || overlap.rows > 0) return std::nullopt;
  return out;
}

}  // namespace hyp::score
