// SPDX-License-Identifier: MIT
#include <algorithm>

#include "runtime/plan/scrub.hpp"

namespace hyp::plan {

std::vector<DrawFacts> facts(const Scrub& scrub) {
  const Visit& output = scrub.tree.visits.front();
  std::vector<DrawFacts> all;
  std::map<std::uint32_t, std::size_t> known;
  const auto add = [&](std::uint32_t draw) -> DrawFacts& {
    const auto [found, added] = known.try_emplace(draw, all.size());
    if (!added) return all[found->second];
    DrawFacts facts{draw, scrub.tree.draws[draw].stream, scrub.tree.draws[draw].drawers, {}, {}, {},
                    {}};
    const Donors& donors = *scrub.donors[draw];
    std::vector<std::int64_t> sizes;
    bool sets = true;
    const std::int64_t rows = scrub.pool->rows(scrub.references);
    for (std::int64_t r = 0; r < rows; ++r) {
      const RowId datum = scrub.pool->id(scrub.references, r);
      sizes.push_back(donors.count(datum));
      sets = sets && donors.has_set(datum);
      facts.without += sizes.back() == 0 ? 1 : 0;
      facts.itself += donors.share_of_itself(datum);
    }
    facts.itself /= static_cast<double>(rows);
    if (sets) {
      std::sort(sizes.begin(), sizes.end());
      facts.smallest = sizes.front();
      facts.median = sizes[sizes.size() / 2];
      facts.largest = sizes.back();
    }
    all.push_back(std::move(facts));
    return all.back();
  };
  for (const auto& replaced : output.replaced) {
    auto& places = add(replaced.draw).places;
    places.insert(places.end(), replaced.places.begin(), replaced.places.end());
  }
  add(output.others);
  return all;
}

}  // namespace hyp::plan
