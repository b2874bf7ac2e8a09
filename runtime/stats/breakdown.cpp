// SPDX-License-Identifier: MIT
#include "runtime/stats/breakdown.hpp"

#include <algorithm>
#include <set>

namespace hyp::stats {
namespace {

std::string name_of(const check::Program& program, const std::vector<check::MeasureLine>& lines,
                    check::PartitionId partition, std::size_t member) {
  const auto& own = program[partition];
  const std::string& name = own.members[member].name;
  std::set<check::PartitionId> with_that_name;
  for (const auto& line : lines) {
    for (const auto id : line.by) {
      const auto& members = program[id].members;
      if (std::any_of(members.begin(), members.end(),
                      [&](const check::Partition::Member& m) { return m.name == name; })) {
        with_that_name.insert(id);
      }
    }
  }
  return with_that_name.size() > 1 ? own.name + "." + name : name;
}

score::Membership rows_of(const std::vector<std::uint32_t>& members, std::size_t member) {
  score::Membership out(members.size());
  std::transform(members.begin(), members.end(), out.begin(),
                 [&](std::uint32_t m) -> std::uint8_t { return m == member; });
  return out;
}

}  // namespace

std::vector<Slice> slices(const check::Program& program,
                          const std::vector<check::MeasureLine>& lines,
                          const check::MeasureLine& line, const score::Table* table) {
  std::vector<Slice> out(1);
  for (const auto partition : line.by) {
    const auto& members = table->partitions.at(partition);
    for (std::size_t m = 0; m < program[partition].members.size(); ++m) {
      out.push_back({name_of(program, lines, partition, m), rows_of(members, m)});
    }
  }
  return out;
}

}  // namespace hyp::stats
