// SPDX-License-Identifier: MIT
#include "runtime/stats/draw_classes.hpp"

#include <algorithm>
#include <map>

namespace hyp::stats {

DrawClasses::DrawClasses(const plan::Scrub& scrub, exec::Combinations& combinations,
                         RowId reference)
    : scrub_(scrub), sum_(combinations.sum()), reference_(reference) {
  wanted_ = combinations.effect();
  if (scrub.mode == plan::Mode::swap) {
    for (const auto& replaced : scrub.tree.visits.front().replaced) {
      wanted_[replaced.draw] = true;
    }
  }
  for (std::size_t i = wanted_.size(); i-- > 0;) {
    const auto datum = scrub.tree.draws[i].datum;
    if (wanted_[i] && datum) wanted_[*datum] = true;
  }
  for (std::uint32_t i = 0; i < wanted_.size(); ++i) {
    if (wanted_[i]) order_.push_back(i);
  }
}

bool DrawClasses::flat() const {
  return std::all_of(order_.begin(), order_.end(),
                     [&](std::uint32_t i) { return !scrub_.tree.draws[i].datum; });
}

// What a donor brings at a draw, and what it carries there.
std::vector<double> DrawClasses::signature(std::uint32_t draw, RowId donor) const {
  std::vector<double> all;
  for (const auto& summand : sum_->summands()) {
    if (summand.draw != draw) continue;
    const double* row = summand.contribution->row(donor);
    all.insert(all.end(), row, row + sum_->classes());
  }
  if (scrub_.mode != plan::Mode::swap) return all;
  for (const double value : values_of(draw, donor)) all.push_back(value);
  return all;
}

std::vector<double> DrawClasses::values_of(std::uint32_t draw, RowId donor) const {
  std::vector<double> all;
  if (!scrub_.prediction) return all;
  for (const auto& replaced : scrub_.tree.visits.front().replaced) {
    if (replaced.draw != draw) continue;
    if (const auto value = scrub_.prediction->carried(replaced.node, donor)) {
      all.push_back(*value);
    }
  }
  return all;
}

std::vector<DonorClass> DrawClasses::of(std::uint32_t draw, RowId datum) const {
  std::vector<DonorClass> all;
  // Sets count as whole numbers, so that their sums are exact.
  const auto& donors = *scrub_.donors[draw];
  const bool even = donors.has_set(datum);
  std::map<std::vector<double>, std::size_t> known;
  donors.for_each_chance(datum, [&](RowId row, double probability) {
    const double weight = even ? 1 : probability;
    if (weight == 0) return;
    if (!sum_ || scrub_.tree.draws[draw].datum) return all.push_back({row, weight});
    const auto [at, added] = known.try_emplace(signature(draw, row), all.size());
    if (added) all.push_back({row, 0});
    all[at->second].weight += weight;
  });
  return all;
}

double DrawClasses::total(const std::vector<DonorClass>& classes) {
  double sum = 0;
  for (const DonorClass& one : classes) sum += one.weight;
  return sum;
}

const std::vector<std::vector<DonorClass>>& DrawClasses::all() {
  for (std::size_t i = all_.size(); i < order_.size(); ++i) {
    all_.push_back(of(order_[i], reference_));
  }
  return all_;
}

double DrawClasses::combinations() {
  double product = 1;
  for (const auto& classes : all()) product *= static_cast<double>(classes.size());
  return product;
}

}  // namespace hyp::stats
