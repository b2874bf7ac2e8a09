// SPDX-License-Identifier: MIT
// Making donors ready: what each combination of arms comes to.
#include "runtime/plan/donors.hpp"

#include <algorithm>

namespace hyp::plan {
namespace {

// Instead of the index of an arm.
constexpr int kGap = -1, kOverlap = -2;

// Counting how many rows pass, for each place in an order, is quick but takes memory.
constexpr std::size_t kMostCounts = std::size_t{1} << 26;

}  // namespace

Donors::Donors(SharedRules rules, const RuleSetting& setting, const std::vector<DataId>& datum_data,
               const Columns& columns)
    : rules_(std::move(rules)), pool_(setting.pool) {
  const Pool& pool = *pool_;
  way_of_.assign(static_cast<std::size_t>(pool.size()), 0);
  choice_of_.assign(static_cast<std::size_t>(pool.size()), 0);
  ways_.emplace_back();  // of rows that are never a datum
  for (const DataId data : datum_data) {
    std::map<std::vector<int>, std::uint32_t> known;
    for (std::int64_t row = 0; row < pool.rows(data); ++row) {
      std::vector<int> chosen;
      for (const DrawRule& rule : rules_.rules) {
        int arm = kGap;
        for (int i = 0; i < static_cast<int>(rule.arms.size()); ++i) {
          const auto& when = rule.arms[static_cast<std::size_t>(i)].when;
          if (!when) {
            if (arm == kGap) arm = i;
          } else if (columns.of(*when, data)[static_cast<std::size_t>(row)] != 0) {
            arm = arm == kGap ? i : kOverlap;
          }
        }
        chosen.push_back(arm);
      }
      const auto [found, added] = known.try_emplace(chosen, 0);
      if (added) found->second = add_way(chosen, data, *setting.inputs.program);
      way_of_[pool.id(data, row)] = found->second;
    }
  }
  for (std::uint32_t i = 0; i < ways_.size(); ++i) choose(i);
}

std::uint32_t Donors::add_way(const std::vector<int>& arms, DataId data,
                              const check::Program& program) {
  Way way;
  const auto has = [&](int what) {
    return std::find(arms.begin(), arms.end(), what) != arms.end();
  };
  if (has(kOverlap) || has(kGap)) {
    way.problem = has(kOverlap) ? Problem::overlap : Problem::gap;
  } else {
    std::vector<const RuleOnData*> rules;
    for (std::size_t i = 0; i < arms.size(); ++i) {
      const auto arm = static_cast<std::size_t>(arms[i]);
      way.arms.push_back(&rules_.rules[i].arms[arm]);
      rules.push_back(&rules_.arms[i][arm]);
    }
    share(way, rules, data, program);
  }
  if (way.kind == Way::Kind::permutation) shuffled_data_.push_back(data);
  ways_.push_back(std::move(way));
  return static_cast<std::uint32_t>(ways_.size() - 1);
}

// Rules that say the same are one; else all must be sets of rows of one data set.
void Donors::share(Way& way, const std::vector<const RuleOnData*>& rules, DataId data,
                   const check::Program& program) {
  std::vector<const RuleOnData*> distinct;
  for (std::size_t i = 0; i < rules.size(); ++i) {
    if (rules[i]->needs_own_data() && rules[i]->donors != data) way.problem = Problem::other_data;
    bool repeated = false;
    for (std::size_t j = 0; j < i && !repeated; ++j) {
      repeated = same_rule(program, way.arms[i]->rule, way.arms[j]->rule, rules[i]->amount,
                           rules[j]->amount);
    }
    if (!repeated) distinct.push_back(rules[i]);
  }
  if (way.problem != Problem::none) return;
  for (const RuleOnData* rule : distinct) {
    if (distinct.size() > 1 && !rule->has_set()) way.problem = Problem::not_shared;
  }
  for (const RuleOnData* rule : distinct) {
    const bool elsewhere = rule->donors.value_or(data) != distinct[0]->donors.value_or(data);
    if (elsewhere && way.problem == Problem::none) way.problem = Problem::two_data_sets;
  }
  if (way.problem == Problem::none) settle(way, distinct);
}

void Donors::settle(Way& way, const std::vector<const RuleOnData*>& rules) {
  const RuleOnData& first = *rules[0];
  if (first.near) {
    way.kind = Way::Kind::near;
    way.near = first.near.get();
  } else if (first.fixed) {
    way.kind = Way::Kind::fixed;
    way.fixed = *first.fixed;
    way.leaves_out_itself = first.excluding_itself;
  } else if (!first.set) {
    way.kind = Way::Kind::permutation;
  } else {
    // Members count in the order of the window written first, by row where there is none.
    std::size_t base = 0;
    for (std::size_t i = rules.size(); i-- > 0;) {
      if (rules[i]->set->window) base = i;
    }
    way.base = rules[base]->set.get();
    way.kind = rules.size() == 1 ? Way::Kind::range : Way::Kind::chosen;
    for (std::size_t i = 0; i < rules.size(); ++i) {
      if (i != base) way.filters.push_back(rules[i]->set.get());
      way.leaves_out_itself = way.leaves_out_itself || rules[i]->excluding_itself;
    }
  }
}

// Fills in what intersections need: for every choice of filter ranges that occurs, how many
// candidates of the base pass before each place.
void Donors::choose(std::uint32_t index) {
  Way& way = ways_[index];
  if (way.kind != Way::Kind::chosen) return;
  std::map<std::vector<std::uint32_t>, std::uint32_t> known;
  const auto& rows = way.base->candidates->rows;
  for (RowId d = 0; d < way_of_.size(); ++d) {
    if (way_of_[d] != index) continue;
    std::vector<std::uint32_t> key;
    for (const DonorSet* filter : way.filters) {
      key.push_back(filter->ranges[d].low);
      key.push_back(filter->ranges[d].high);
    }
    const auto [found, added] = known.try_emplace(key, static_cast<std::uint32_t>(way.kept.size()));
    choice_of_[d] = found->second;
    if (!added) continue;
    if ((way.kept.size() + 1) * (rows.size() + 1) > kMostCounts) {
      way.kind = Way::Kind::scanned;
      break;
    }
    std::vector<std::uint32_t> kept{0};
    for (const RowId row : rows) {
      bool holds = true;
      for (const DonorSet* filter : way.filters) {
        const std::uint32_t place = filter->candidates->place[row];
        holds = holds && place >= filter->ranges[d].low && place < filter->ranges[d].high;
      }
      kept.push_back(kept.back() + (holds ? 1 : 0));
    }
    way.kept.push_back(std::move(kept));
  }
  if (way.kind != Way::Kind::scanned) return;
  way.kept.clear();
  for (RowId d = 0; d < way_of_.size(); ++d) {
    if (way_of_[d] != index) continue;
    choice_of_[d] = 0;
    for (std::uint32_t p = way.base->ranges[d].low; p < way.base->ranges[d].high; ++p) {
      if (passes(way, d, rows[p])) ++choice_of_[d];
    }
  }
}

}  // namespace hyp::plan
