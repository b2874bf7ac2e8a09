// SPDX-License-Identifier: MIT
// Counting and drawing the donors that stand ready.
#include <algorithm>
#include <array>
#include <cassert>
#include <map>

#include "runtime/plan/donors.hpp"
#include "runtime/plan/near.hpp"

namespace hyp::plan {

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
      const bool inside = way.near->excluding_itself && near_holds(*way.near, datum);
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
  (void)all_of(datum, [&](RowId row) {
    visit(row);
    return true;
  });
}

bool Donors::all_of(RowId datum, const std::function<bool(RowId)>& holds) const {
  const Way& way = this->way(datum);
  if (count(datum) == 0) return true;
  switch (way.kind) {
    case Way::Kind::range:
    case Way::Kind::chosen:
    case Way::Kind::scanned:
      for (std::uint32_t p = way.base->ranges[datum].low; p < way.base->ranges[datum].high; ++p) {
        const RowId row = way.base->candidates->rows[p];
        if (passes(way, datum, row) && !holds(row)) return false;
      }
      return true;
    case Way::Kind::near:
      return std::all_of(way.near->rows.begin(), way.near->rows.end(), [&](RowId row) {
        return (way.near->excluding_itself && row == datum) || holds(row);
      });
    case Way::Kind::permutation: {
      const DataId data = pool_->data_of(datum);
      const RowId first = pool_->first(data);
      for (std::int64_t row = 0; row < pool_->rows(data); ++row) {
        if (!holds(first + static_cast<RowId>(row))) return false;
      }
      return true;
    }
    case Way::Kind::fixed:
      return holds(way.fixed);
    case Way::Kind::none:
      return true;
  }
  return true;
}

void Donors::for_each_chance(RowId datum, const std::function<void(RowId, double)>& visit) const {
  const Way& way = this->way(datum);
  const std::uint32_t n = count(datum);
  if (n == 0) return;
  if (way.kind == Way::Kind::near) return for_each_near(*way.near, datum, visit);
  for_each(datum, [&](RowId row) { visit(row, 1.0 / n); });
}

bool Donors::contains(RowId datum, RowId row) const {
  const Way& way = this->way(datum);
  if (count(datum) == 0) return false;
  switch (way.kind) {
    case Way::Kind::range:
    case Way::Kind::chosen:
    case Way::Kind::scanned:
      return passes(way, datum, row);
    case Way::Kind::near:
      return way.near->holds[row] != 0 && !(way.near->excluding_itself && row == datum);
    case Way::Kind::permutation:
      return pool_->data_of(row) == pool_->data_of(datum);
    case Way::Kind::fixed:
      return row == way.fixed;
    case Way::Kind::none:
      return false;
  }
  return false;
}

std::vector<std::uint32_t> Donors::key(RowId datum) const {
  const Way& way = this->way(datum);
  std::vector<std::uint32_t> key{way_of_[datum]};
  const auto add = [&](const DonorSet& set) {
    key.insert(key.end(), {set.ranges[datum].low, set.ranges[datum].high, set.left_out(datum)});
  };
  if (way.base) add(*way.base);
  for (const DonorSet* filter : way.filters) add(*filter);
  const bool own = (way.near && way.near->excluding_itself) || (!way.base && way.leaves_out_itself);
  if (own) key.push_back(datum);
  return key;
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
  constexpr std::size_t kAtOnce = 512;
  std::array<std::uint64_t, kAtOnce> words;
  for (std::size_t begin = 0; begin < data.size(); begin += kAtOnce) {
    const std::size_t end = std::min(data.size(), begin + kAtOnce);
    const auto reference = static_cast<std::uint64_t>(first) + begin;
    stream.u64s(reference, trial, {words.data(), end - begin});
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
