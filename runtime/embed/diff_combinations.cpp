// SPDX-License-Identifier: MIT
#include "runtime/embed/diff_combinations.hpp"

#include <map>
#include <tuple>

#include "runtime/embed/diff_cells.hpp"
#include "runtime/embed/rule_reason.hpp"

namespace hyp::embed {
namespace {

using plan::RowId;
using Draws = std::array<std::uint32_t, 2>;

using Below = std::pair<std::uint32_t, std::uint32_t>;  // a visit of each

// Draws of this side that the other makes as one: then the donors must be the same.
bool drawn_apart(std::size_t side, const Cell& cell, const Cell& other) {
  return cell.draws[1 - side] == other.draws[1 - side] && cell.draws[side] != other.draws[side];
}

class Combinations {
 public:
  Combinations(const Compared& compared, report::Difference& out)
      : compared_(compared), cells_(compared), out_(out) {}

  diag::Outcome<bool> compare() {
    out_.reason = cells_.not_comparable(0, 0);
    if (!out_.reason.empty()) return true;
    const auto cells = cells_.of(0, 0);
    const auto& scrub = *compared_.scrubs[0];
    for (std::int64_t r = 0; r < scrub.pool->rows(scrub.references); ++r) {
      if (auto stop = compared_.stopped(r)) return std::move(*stop);
      const RowId datum = scrub.pool->id(scrub.references, r);
      const auto found = at(cells, datum);
      auto& counts = out_.combinations;
      (found.first_in_second   ? found.second_in_first ? counts.equal : counts.first_within
       : found.second_in_first ? counts.second_within
                               : counts.neither) += 1;
      for (const int side : {0, 1}) {
        const bool inside = side == 0 ? found.first_in_second : found.second_in_first;
        if (inside || out_.allows[static_cast<std::size_t>(side)]) continue;
        auto swap = telling(side, cells, datum);
        if (!swap) return std::move(swap.diagnostics);
        out_.allows[static_cast<std::size_t>(side)] = std::move(*swap.value);
      }
    }
    const auto& n = out_.combinations;
    out_.order = n.equal == n.all()                 ? report::Order::equal
                 : n.neither + n.first_within == 0  ? report::Order::first
                 : n.neither + n.second_within == 0 ? report::Order::second
                                                    : report::Order::incomparable;
    return true;
  }

 private:
  // --- one datum ---

  [[nodiscard]] std::optional<RowId> only_donor(std::size_t side, const Cell& cell,
                                                RowId datum) const {
    const auto& donors = *compared_.scrubs[side]->donors[cell.draws[side]];
    std::optional<RowId> one;
    if (donors.count(datum) == 1) donors.for_each(datum, [&](RowId row) { one = row; });
    return one;
  }

  [[nodiscard]] RowId datum_of(std::size_t side, RowId datum) const {
    return side == 0 ? datum : *compared_.maps[0][datum];
  }

  plan::Inclusion at(const std::vector<Cell>& cells, RowId datum) {
    plan::Inclusion all;
    std::array<bool, 2> empty{false, false};
    for (const Cell& cell : cells) {
      const auto one = overlap(cell.draws).at(datum);
      all.first_in_second = all.first_in_second && one.first_in_second;
      all.second_in_first = all.second_in_first && one.second_in_first;
      for (const std::size_t side : {0, 1}) {
        const auto& donors = *compared_.scrubs[side]->donors[cell.draws[side]];
        empty[side] = empty[side] || donors.count(datum_of(side, datum)) == 0;
      }
      deeper(cell, datum, all);
    }
    for (const std::size_t side : {0, 1}) {
      bool& inside = side == 0 ? all.first_in_second : all.second_in_first;
      inside = inside && !apart(cells, side, datum);
      // Who has nobody for some cell allows nothing at all.
      if (empty[side]) inside = true;
    }
    return all;
  }

  [[nodiscard]] bool apart(const std::vector<Cell>& cells, std::size_t side, RowId datum) const {
    for (const Cell& cell : cells) {
      for (const Cell& other : cells) {
        if (!drawn_apart(side, cell, other)) continue;
        const auto one = only_donor(side, cell, datum_of(side, datum));
        if (!one || one != only_donor(side, other, datum_of(side, datum))) return true;
      }
    }
    return false;
  }

  // What the nodes below allow on each donor that both claims let them meet: the same for data with
  // the same donors.
  void deeper(const Cell& cell, RowId datum, plan::Inclusion& all) {
    if (!cell.visits[0] || !cell.visits[1]) return;
    const Below below{*cell.visits[0], *cell.visits[1]};
    const auto& first = *compared_.scrubs[0]->donors[cell.draws[0]];
    const auto& second = *compared_.scrubs[1]->donors[cell.draws[1]];
    const auto [known, added] =
        met_.try_emplace({below, first.key(datum), second.key(datum_of(1, datum))});
    plan::Inclusion& found = known->second;
    if (added) {
      (void)first.all_of(datum, [&](RowId donor) {
        if (!compared_.maps[0][donor]) return true;
        const auto one = below_at(below, donor);
        found.first_in_second = found.first_in_second && one.first_in_second;
        found.second_in_first = found.second_in_first && one.second_in_first;
        return found.first_in_second || found.second_in_first;
      });
    }
    all.first_in_second = all.first_in_second && found.first_in_second;
    all.second_in_first = all.second_in_first && found.second_in_first;
  }

  plan::Inclusion below_at(const Below& below, RowId datum) {
    const auto known = below_.find({below, datum});
    if (known != below_.end()) return known->second;
    if (!below_cells_.contains(below)) below_cells_[below] = cells_.of(below.first, below.second);
    const auto found = at(below_cells_[below], datum);
    below_.emplace(std::pair(below, datum), found);
    return found;
  }

  plan::DonorOverlap& overlap(const Draws& draws) {
    const auto found = overlaps_.find(draws);
    if (found != overlaps_.end()) return found->second;
    return overlaps_.emplace(draws, compared_.overlap(draws[0], draws[1])).first->second;
  }

  // --- an example of each ---

  diag::Outcome<report::TellingSwap> telling(int side, const std::vector<Cell>& cells,
                                             RowId datum) {
    for (const Cell& cell : cells) {
      auto& sets = overlap(cell.draws);
      const auto donor = side == 0 ? sets.of_first_alone(datum) : sets.of_second_alone(datum);
      if (donor)
        return compared_.telling(side, cell.draws, datum, *donor,
                                 {cell.at[static_cast<std::size_t>(side)]});
    }
    const auto own = static_cast<std::size_t>(side);
    for (const Cell& cell : cells) {
      for (const Cell& other : cells) {
        if (!drawn_apart(own, cell, other)) continue;
        const auto pair = different(own, cell, other, datum_of(own, datum));
        if (!pair) continue;
        report::TellingSwap swap = begin(own, datum);
        swap.donors = {called(own, pair->first, {cell.at[own]}),
                       called(own, pair->second, {other.at[own]})};
        swap.allowed = "each is drawn by itself";
        swap.refused = "one donor is drawn for both";
        return swap;
      }
    }
    report::TellingSwap swap = begin(own, datum);
    swap.allowed = "of the nodes further upstream, on the donors of those that read them";
    swap.refused = "not there";
    return swap;
  }

  // A donor of each that are not the same example.
  [[nodiscard]] std::optional<std::pair<RowId, RowId>> different(std::size_t side, const Cell& a,
                                                                 const Cell& b, RowId datum) const {
    const auto& scrub = *compared_.scrubs[side];
    std::optional<std::pair<RowId, RowId>> found;
    (void)scrub.donors[a.draws[side]]->all_of(datum, [&](RowId one) {
      return scrub.donors[b.draws[side]]->all_of(datum, [&](RowId other) {
        if (one != other) found.emplace(one, other);
        return one == other;
      });
    });
    return found;
  }

  [[nodiscard]] report::TellingSwap begin(std::size_t side, RowId datum) const {
    const auto& scrub = *compared_.scrubs[side];
    report::TellingSwap swap;
    swap.data = compared_.tests[side]->program[scrub.references].name;
    swap.example = scrub.pool->row_of(datum_of(side, datum));
    return swap;
  }

  [[nodiscard]] report::TellingSwap::Donor called(std::size_t side, RowId row,
                                                  std::vector<std::string> at) const {
    const auto& pool = *compared_.scrubs[side]->pool;
    return {compared_.tests[side]->program[pool.data_of(row)].name, pool.row_of(row),
            std::move(at)};
  }

  const Compared& compared_;
  Cells cells_;
  report::Difference& out_;
  std::map<Draws, plan::DonorOverlap> overlaps_;
  using Key = std::vector<std::uint32_t>;
  std::map<std::tuple<Below, Key, Key>, plan::Inclusion> met_;
  std::map<std::pair<Below, RowId>, plan::Inclusion> below_;
  std::map<Below, std::vector<Cell>> below_cells_;
};

}  // namespace

std::optional<diag::Diagnostic> Compared::stopped(std::int64_t row) const {
  constexpr std::int64_t kBetweenLooks = 256;
  auto& listener = tests[0]->stages.listener;
  if (row % kBetweenLooks != 0 || !listener.cancelled()) return std::nullopt;
  return diag::Diagnostic(diag::Code::interrupted, std::nullopt,
                          {{"done", row},
                           {"total", scrubs[0]->pool->rows(scrubs[0]->references)},
                           {"steps", "examples"},
                           {"model", tests[0]->hypothesis.name}});
}

diag::Outcome<report::TellingSwap> Compared::telling(int side, std::array<std::uint32_t, 2> draws,
                                                     RowId datum, RowId donor,
                                                     std::vector<std::string> at) const {
  const auto own = static_cast<std::size_t>(side), other = 1 - own;
  const RowId own_datum = own == 0 ? datum : *maps[0][datum];
  const RowId other_datum = own == 0 ? *maps[0][datum] : datum;
  const auto& pool = *scrubs[own]->pool;
  report::TellingSwap swap;
  swap.data = tests[own]->program[scrubs[own]->references].name;
  swap.example = pool.row_of(own_datum);
  swap.donors = {
      {tests[own]->program[pool.data_of(donor)].name, pool.row_of(donor), std::move(at)}};
  auto allowed = rule_reason(*tests[own], *scrubs[own]->donors[draws[own]], own_datum, donor);
  if (!allowed) return std::move(allowed.diagnostics);
  swap.allowed = std::move(*allowed.value);
  const auto theirs = maps[own][donor];
  if (!theirs) {
    swap.refused = "its donors come from other data";
    return swap;
  }
  auto refused =
      rule_reason(*tests[other], *scrubs[other]->donors[draws[other]], other_datum, *theirs);
  if (!refused) return std::move(refused.diagnostics);
  swap.refused = std::move(*refused.value);
  return swap;
}

diag::Outcome<bool> compare_combinations(const Compared& compared, report::Difference& out) {
  return Combinations(compared, out).compare();
}

}  // namespace hyp::embed
