// SPDX-License-Identifier: MIT
#include "runtime/embed/diff_cells.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

namespace hyp::embed {
namespace {

using Along = std::pair<check::SiteId, std::vector<double>>;

bool same_places(const plan::Replaced& a, const plan::Replaced& b) {
  return std::equal(a.places.begin(), a.places.end(), b.places.begin(), b.places.end(),
                    [](const plan::Place& x, const plan::Place& y) {
                      return x.site == y.site && x.elements == y.elements &&
                             (!x.along) == (!y.along) &&
                             (!x.along || x.along->rows == y.along->rows);
                    });
}

}  // namespace

std::string Cells::not_comparable(std::uint32_t first, std::uint32_t second) const {
  std::array<std::set<check::SiteId>, 2> sites;
  std::array<std::set<Along>, 2> along;
  for (const std::size_t side : {0, 1}) {
    for (const auto& replaced : visit(side, side == 0 ? first : second).replaced) {
      for (const auto& place : replaced.places) {
        sites[side].insert(place.site);
        if (place.along) along[side].insert({place.site, place.along->rows});
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

// Nodes that read others must be the same nodes.
std::string Cells::deeper(std::uint32_t first, std::uint32_t second) const {
  for (const std::size_t side : {0, 1}) {
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

std::vector<Cell> Cells::of(std::uint32_t first, std::uint32_t second) const {
  using Key = std::pair<check::SiteId, std::int64_t>;
  std::array<std::map<Key, const plan::Replaced*>, 2> elements;
  std::array<std::map<Along, const plan::Replaced*>, 2> along;
  for (const std::size_t side : {0, 1}) {
    for (const auto& replaced : visit(side, side == 0 ? first : second).replaced) {
      for (const auto& place : replaced.places) {
        if (place.along) along[side][{place.site, place.along->rows}] = &replaced;
        for (const auto element : place.elements) elements[side][{place.site, element}] = &replaced;
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
bool Cells::rest(std::size_t side, check::NodeId reader) const {
  return compared_.tests[side]->claim->graph()[reader].others.any();
}

}  // namespace hyp::embed
