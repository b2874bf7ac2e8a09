// SPDX-License-Identifier: MIT
// A combination gives every claimed element a donor, and one to what nobody claims. Elements that
// two claims draw for alike are one cell: claim A allows what claim B allows where at each cell
// B's donors are among A's, and A forces no two cells to one donor that B draws apart.
#include "runtime/embed/diff_combinations.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "runtime/embed/rule_reason.hpp"

namespace hyp::embed {
namespace {

using plan::RowId;
using Draws = std::array<std::uint32_t, 2>;

// What both draw for by these draws; `visits` where a node on either side reads others.
struct Cell {
  Draws draws;
  std::array<std::optional<std::uint32_t>, 2> visits;
  std::array<std::string, 2> at;  // a node of each, or all else
};

using Along = std::pair<check::SiteId, std::vector<double>>;

class Combinations {
 public:
  Combinations(const Compared& compared, report::Difference& out)
      : compared_(compared), model_(compared.tests[0]->model), out_(out) {}

  diag::Outcome<bool> compare() {
    out_.reason = not_comparable(0, 0);
    if (!out_.reason.empty()) return true;
    auto cells = cells_of(0, 0);
    const auto& scrub = *compared_.scrubs[0];
    for (std::int64_t r = 0; r < scrub.pool->rows(scrub.references); ++r) {
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
  [[nodiscard]] const plan::Visit& visit(int side, std::uint32_t index) const {
    return compared_.scrubs[static_cast<std::size_t>(side)]->tree.visits[index];
  }
  [[nodiscard]] const std::string& node_name(int side, check::NodeId node) const {
    return compared_.tests[static_cast<std::size_t>(side)]->hypothesis.nodes[node.index].name;
  }

  // --- whether the two speak of the same cells ---

  std::string not_comparable(std::uint32_t first, std::uint32_t second) const {
    std::array<std::set<check::SiteId>, 2> sites;
    std::array<std::set<Along>, 2> along;
    for (const int side : {0, 1}) {
      const auto i = static_cast<std::size_t>(side);
      for (const auto& replaced : visit(side, side == 0 ? first : second).replaced) {
        for (const auto& place : replaced.places) {
          sites[i].insert(place.site);
          if (place.along) along[i].insert({place.site, place.along->rows});
        }
      }
    }
    if (along[0] != along[1]) {
      return "they stand on different subspaces, whose parts overlap";
    }
    for (const auto& one : sites[0]) {
      for (const auto& other : sites[1]) {
        const bool shared = sites[1].contains(one) && sites[0].contains(other);
        if (one == other || shared) continue;
        if (downstream(one, other) || downstream(other, one)) {
          return fmt::format("one stands on `{}` and the other on `{}`, and one feeds the other",
                             model_.site(one).name, model_.site(other).name);
        }
      }
    }
    return deeper(first, second);
  }

  [[nodiscard]] bool downstream(check::SiteId from, check::SiteId to) const {
    return check::downstream_of(model_, from)[to.index];
  }

  // Nodes that read others must be the same nodes.
  std::string deeper(std::uint32_t first, std::uint32_t second) const {
    for (const int side : {0, 1}) {
      const auto& own = visit(side, side == 0 ? first : second).replaced;
      const auto& others = visit(1 - side, side == 0 ? second : first).replaced;
      for (const auto& replaced : own) {
        if (!replaced.visit) continue;
        const auto match = std::find_if(others.begin(), others.end(), [&](const auto& other) {
          return other.visit && same_places(replaced, other);
        });
        if (match == others.end()) {
          return fmt::format("`{}` reads other nodes, and the other claim has no such node there",
                             node_name(side, replaced.node));
        }
        if (side == 1) continue;
        auto reason = not_comparable(*replaced.visit, *match->visit);
        if (!reason.empty()) return reason;
      }
    }
    return {};
  }

  static bool same_places(const plan::Replaced& a, const plan::Replaced& b) {
    return std::equal(a.places.begin(), a.places.end(), b.places.begin(), b.places.end(),
                      [](const plan::Place& x, const plan::Place& y) {
                        return x.site == y.site && x.elements == y.elements &&
                               (!x.along) == (!y.along) &&
                               (!x.along || x.along->rows == y.along->rows);
                      });
  }

  // --- cells ---

  std::vector<Cell> cells_of(std::uint32_t first, std::uint32_t second) const {
    using Key = std::pair<check::SiteId, std::int64_t>;
    std::array<std::map<Key, const plan::Replaced*>, 2> elements;
    std::array<std::map<Along, const plan::Replaced*>, 2> along;
    for (const int side : {0, 1}) {
      const auto i = static_cast<std::size_t>(side);
      for (const auto& replaced : visit(side, side == 0 ? first : second).replaced) {
        for (const auto& place : replaced.places) {
          if (place.along) along[i][{place.site, place.along->rows}] = &replaced;
          for (const auto element : place.elements) elements[i][{place.site, element}] = &replaced;
        }
      }
    }
    std::vector<Cell> cells;
    const std::array<std::uint32_t, 2> others{visit(0, first).others, visit(1, second).others};
    const auto add = [&](const plan::Replaced* one, const plan::Replaced* other) {
      Cell cell{{one ? one->draw : others[0], other ? other->draw : others[1]}, {}, {}};
      for (const auto& known : cells) {
        if (known.draws == cell.draws) return;
      }
      if (one) cell.visits[0] = one->visit;
      if (other) cell.visits[1] = other->visit;
      cell.at = {one ? node_name(0, one->node) : "all else",
                 other ? node_name(1, other->node) : "all else"};
      cells.push_back(std::move(cell));
    };
    const auto find = [](const auto& map, const auto& key) {
      const auto at = map.find(key);
      return at == map.end() ? nullptr : at->second;
    };
    for (const auto& [key, replaced] : elements[0]) add(replaced, find(elements[1], key));
    for (const auto& [key, replaced] : elements[1]) add(find(elements[0], key), replaced);
    for (const auto& [key, replaced] : along[0]) add(replaced, find(along[1], key));
    if (rest(0, visit(0, first).node) && rest(1, visit(1, second).node)) {
      const bool known = std::any_of(cells.begin(), cells.end(),
                                     [&](const Cell& cell) { return cell.draws == others; });
      if (!known) cells.push_back({others, {}, {"all else", "all else"}});
    }
    return cells;
  }

  // Whether anything is left that no node claims.
  [[nodiscard]] bool rest(int side, check::NodeId reader) const {
    return compared_.tests[static_cast<std::size_t>(side)]->claim->graph()[reader].others.any();
  }

  // --- one datum ---

  // Draws of this side that the other makes as one: then the donors must be the same.
  [[nodiscard]] static bool drawn_apart(std::size_t side, const Cell& cell, const Cell& other) {
    return cell.draws[1 - side] == other.draws[1 - side] && cell.draws[side] != other.draws[side];
  }

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

  // What the nodes below allow on each donor that either claim lets them meet.
  void deeper(const Cell& cell, RowId datum, plan::Inclusion& all) {
    if (!cell.visits[0] || !cell.visits[1]) return;
    const auto below = std::pair(*cell.visits[0], *cell.visits[1]);
    const auto& first = *compared_.scrubs[0]->donors[cell.draws[0]];
    first.for_each(datum, [&](RowId donor) {
      if (!all.first_in_second && !all.second_in_first) return;
      if (!compared_.maps[0][donor]) return;
      const auto one = below_at(below, donor);
      all.first_in_second = all.first_in_second && one.first_in_second;
      all.second_in_first = all.second_in_first && one.second_in_first;
    });
  }

  plan::Inclusion below_at(const std::pair<std::uint32_t, std::uint32_t>& below, RowId datum) {
    const auto [known, added] = below_[below].try_emplace(datum);
    if (!added) return known->second;
    auto [cells, made] = below_cells_.try_emplace(below);
    if (made) cells->second = cells_of(below.first, below.second);
    const auto found = at(cells->second, datum);
    return below_[below][datum] = found;
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
  const check::Model& model_;
  report::Difference& out_;
  std::map<Draws, plan::DonorOverlap> overlaps_;
  std::map<std::pair<std::uint32_t, std::uint32_t>, std::map<RowId, plan::Inclusion>> below_;
  std::map<std::pair<std::uint32_t, std::uint32_t>, std::vector<Cell>> below_cells_;
};

}  // namespace

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
