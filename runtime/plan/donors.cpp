// SPDX-License-Identifier: MIT
#include "runtime/plan/donors.hpp"

#include <algorithm>
#include <array>
#include <cassert>

#include "runtime/plan/near.hpp"

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
      way_of_[pool.id(data, row)] = static_cast<std::uint16_t>(found->second);
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

bool Donors::passes(const Way& way, RowId datum, RowId row) const {
  return way.base->contains(datum, row) &&
         std::all_of(way.filters.begin(), way.filters.end(),
                     [&](const DonorSet* filter) { return filter->contains(datum, row); });
}

std::uint32_t Donors::kept_before(const Way& way, RowId datum, std::uint32_t place) const {
  return way.kept[choice_of_[datum]][place];
}

std::uint32_t Donors::count(RowId datum) const {
  const Way& way = this->way(datum);
  if (way.problem != Problem::none) return 0;
  switch (way.kind) {
    case Way::Kind::range:
      return way.base->count(datum);
    case Way::Kind::chosen: {
      const Range range = way.base->ranges[datum];
      const auto all = kept_before(way, datum, range.high) - kept_before(way, datum, range.low);
      if (!way.leaves_out_itself) return all;
      const std::uint32_t place = way.base->candidates->place[datum];
      const bool inside = place >= range.low && place < range.high;
      return all - (inside && kept_before(way, datum, place + 1) > kept_before(way, datum, place)
                        ? 1
                        : 0);
    }
    case Way::Kind::scanned:
      return choice_of_[datum];
    case Way::Kind::near: {
      const auto n = static_cast<std::uint32_t>(way.near->rows.size());
      const bool inside =
          way.near->excluding_itself &&
          std::find(way.near->rows.begin(), way.near->rows.end(), datum) != way.near->rows.end();
      return n - (inside ? 1 : 0);
    }
    case Way::Kind::permutation:
      return static_cast<std::uint32_t>(pool_->rows(pool_->data_of(datum)));
    case Way::Kind::fixed:
      return way.leaves_out_itself && way.fixed == datum ? 0 : 1;
    case Way::Kind::none:
      return 0;
  }
  return 0;
}

bool Donors::has_set(RowId datum) const {
  const auto kind = way(datum).kind;
  return kind != Way::Kind::near && kind != Way::Kind::permutation;
}

double Donors::share_of_itself(RowId datum) const {
  const Way& way = this->way(datum);
  const std::uint32_t n = count(datum);
  if (n == 0) return 0;
  switch (way.kind) {
    case Way::Kind::range:
      return way.base->contains(datum, datum) ? 1.0 / n : 0;
    case Way::Kind::chosen:
    case Way::Kind::scanned:
      return passes(way, datum, datum) ? 1.0 / n : 0;
    case Way::Kind::permutation:
      return 1.0 / n;
    case Way::Kind::fixed:
      return way.fixed == datum ? 1 : 0;
    case Way::Kind::near:
      return near_share_of_itself(*way.near, datum);
    case Way::Kind::none:
      return 0;
  }
  return 0;
}

void Donors::for_each(RowId datum, const std::function<void(RowId)>& visit) const {
  const Way& way = this->way(datum);
  if (count(datum) == 0) return;
  switch (way.kind) {
    case Way::Kind::range:
    case Way::Kind::chosen:
    case Way::Kind::scanned:
      for (std::uint32_t p = way.base->ranges[datum].low; p < way.base->ranges[datum].high; ++p) {
        const RowId row = way.base->candidates->rows[p];
        if (passes(way, datum, row)) visit(row);
      }
      break;
    case Way::Kind::near:
      for (const RowId row : way.near->rows) {
        if (!way.near->excluding_itself || row != datum) visit(row);
      }
      break;
    case Way::Kind::permutation: {
      const DataId data = pool_->data_of(datum);
      const RowId first = pool_->first(data);
      for (std::int64_t row = 0; row < pool_->rows(data); ++row) {
        visit(first + static_cast<RowId>(row));
      }
      break;
    }
    case Way::Kind::fixed:
      visit(way.fixed);
      break;
    case Way::Kind::none:
      break;
  }
}

void Donors::mark(std::span<const RowId> data, std::vector<std::uint8_t>& seen) const {
  // Of ranges, where they begin (+1) and end (-1); of ways that reach nearly all, who has been
  // there.
  std::map<const Candidates*, std::vector<std::int32_t>> steps;
  std::map<const Way*, int> visited;
  for (const RowId datum : data) {
    const Way& way = this->way(datum);
    if (way.kind == Way::Kind::range) {
      const auto& candidates = *way.base->candidates;
      auto& step = steps[&candidates];
      step.resize(candidates.rows.size() + 1);
      const Range range = way.base->ranges[datum];
      const auto add = [&](std::uint32_t low, std::uint32_t high) {
        ++step[low];
        --step[high];
      };
      const std::uint32_t out = way.base->left_out(datum);
      if (out == kNowhere) {
        add(range.low, range.high);
      } else {
        add(range.low, out);
        add(out + 1, range.high);
      }
    } else if ((way.kind != Way::Kind::near && way.kind != Way::Kind::permutation) ||
               visited[&way]++ < 2) {  // what one leaves out, the next does not
      for_each(datum, [&](RowId row) { seen[row] = 1; });
    }
  }
  for (const auto& [candidates, step] : steps) {
    std::int32_t open = 0;
    for (std::size_t i = 0; i < candidates->rows.size(); ++i) {
      open += step[i];
      if (open > 0) seen[candidates->rows[i]] = 1;
    }
  }
}

bool Donors::random(std::span<const RowId> data) const {
  return std::any_of(data.begin(), data.end(), [&](RowId datum) { return count(datum) > 1; });
}

std::vector<const DrawRule::Arm*> Donors::arms(RowId datum) const {
  return way(datum).arms;
}

Permutations Donors::permutations(const Stream& stream, std::uint32_t trial) const {
  Permutations all;
  for (const DataId data : shuffled_data_) {
    const RowId first = pool_->first(data);
    std::vector<RowId> rows;
    for (const auto row :
         stream.permutation(trial, static_cast<std::uint64_t>(pool_->rows(data)))) {
      rows.push_back(first + static_cast<RowId>(row));
    }
    all.emplace(data, std::move(rows));
  }
  return all;
}

void Donors::draw(const Stream& stream, std::uint32_t trial, std::int64_t first,
                  std::span<const RowId> data, const Permutations& permutations,
                  std::span<RowId> donors) const {
  // Random words first: nothing in that loop waits for memory, so rows overlap in the processor.
  constexpr std::size_t kAtOnce = 512;
  std::array<std::uint64_t, kAtOnce> words;
  for (std::size_t begin = 0; begin < data.size(); begin += kAtOnce) {
    const std::size_t end = std::min(data.size(), begin + kAtOnce);
    const auto reference = static_cast<std::uint64_t>(first) + begin;
    for (std::size_t i = 0; i < end - begin; ++i) words[i] = stream.u64(reference + i, trial);
    for (std::size_t i = begin; i < end; ++i) {
      const RowId datum = data[i];
      const Way& way = ways_[way_of_[datum]];
      if (way.kind == Way::Kind::range) {
        const Range range = way.base->ranges[datum];
        const std::uint32_t out = way.base->left_out(datum);
        const std::uint32_t n = range.high - range.low - (out == kNowhere ? 0U : 1U);
        auto place = range.low + static_cast<std::uint32_t>(Stream::below(words[i - begin], n));
        if (place >= out) ++place;
        donors[i] = n == 0 ? datum : way.base->candidates->rows[place];
      } else {
        donors[i] = draw_other(way, stream, trial, reference + i - begin, words[i - begin], datum,
                               permutations);
      }
    }
  }
}

RowId Donors::draw_other(const Way& way, const Stream& stream, std::uint32_t trial,
                         std::uint64_t reference, std::uint64_t word, RowId datum,
                         const Permutations& permutations) const {
  switch (way.kind) {
    case Way::Kind::chosen:
    case Way::Kind::scanned: {
      const std::uint32_t n = count(datum);
      return n == 0 ? datum : pick(way, datum, Stream::below(word, n));
    }
    case Way::Kind::near:
      return draw_near(*way.near, stream, trial, reference, datum).value_or(datum);
    case Way::Kind::permutation: {
      const DataId of = pool_->data_of(datum);
      return permutations.at(of)[datum - pool_->first(of)];
    }
    case Way::Kind::fixed:
      return count(datum) == 0 ? datum : way.fixed;
    case Way::Kind::range:
    case Way::Kind::none:
      break;
  }
  return datum;
}

// Member k of an intersection, in the order of its base.
RowId Donors::pick(const Way& way, RowId datum, std::uint64_t k) const {
  const Range range = way.base->ranges[datum];
  const auto& rows = way.base->candidates->rows;
  if (way.kind == Way::Kind::scanned) {
    for (std::uint32_t p = range.low; p < range.high; ++p) {
      if (passes(way, datum, rows[p]) && k-- == 0) return rows[p];
    }
    assert(false);
  }
  const auto& kept = way.kept[choice_of_[datum]];
  std::uint64_t wanted = kept[range.low] + k;
  if (way.leaves_out_itself) {
    const std::uint32_t place = way.base->candidates->place[datum];
    const bool inside = place >= range.low && place < range.high && kept[place + 1] > kept[place];
    if (inside && wanted >= kept[place]) ++wanted;
  }
  const auto after = std::upper_bound(kept.begin() + range.low, kept.begin() + range.high + 1,
                                      static_cast<std::uint32_t>(wanted));
  return rows[static_cast<std::size_t>(after - kept.begin()) - 1];
}

}  // namespace hyp::plan
