// SPDX-License-Identifier: MIT
// One unit less, or one unit in the wrong group.
#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "lang/mutate/makers.hpp"

namespace hyp::mutate {
namespace {

using check::Part;
using check::Set;
using check::SitePlace;

Set::Term place(Set::Join join, const Part& part, std::vector<check::IndexRange> units) {
  check::PlaceRef ref;
  ref.target = SitePlace{part.model, part.site, std::move(units), {}};
  return {join, std::move(ref)};
}

std::int64_t unit_count(const check::Program& program, const Part& part) {
  const auto& shape = program[part.model].site(part.site).shape;
  return shape.empty() ? 1 : shape[0];
}

std::vector<std::int64_t> units(const check::Program& program, const Part& part) {
  return check::units_of(part, program[part.model].site(part.site).shape);
}

// Of a site: the elements that one unit has among those claimed.
std::size_t elements_of(const check::Program& program, const Part& part, std::int64_t unit) {
  const std::int64_t each =
      check::elements(program[part.model].site(part.site).shape) / unit_count(program, part);
  return static_cast<std::size_t>(
      std::count_if(part.elements.begin(), part.elements.end(),
                    [&](std::int64_t element) { return element / each == unit; }));
}

bool whole_unit(const check::Program& program, const Part& part, std::int64_t unit) {
  const auto each = static_cast<std::size_t>(
      check::elements(program[part.model].site(part.site).shape) / unit_count(program, part));
  return elements_of(program, part, unit) == each;
}

// `anti_detectors except net.neurons[26]`, in every place of the node.
void drop(check::Node& node, const Part& part, std::int64_t unit) {
  for (auto& set : node.places) {
    set.terms = {{Set::Join::start, std::move(set.terms)},
                 place(Set::Join::except, part, {{unit, unit}})};
  }
}

// What the node claims of one unit: all of it, or its places without everything else.
Set claimed_of(const Making& making, std::size_t node, const Part& part, std::int64_t unit) {
  Set set;
  set.span = making.node(node).span;
  if (whole_unit(making.program, part, unit)) {
    set.terms = {place(Set::Join::start, part, {{unit, unit}})};
    return set;
  }
  std::vector<Set::Term> all;
  for (const auto& mine : making.node(node).places) {
    all.push_back({all.empty() ? Set::Join::start : Set::Join::unite, mine.terms});
  }
  set.terms = {{Set::Join::start, std::move(all)}};
  std::vector<check::IndexRange> rest;
  if (unit > 0) rest.push_back({0, unit - 1});
  const auto last = unit_count(making.program, part) - 1;
  if (unit < last) rest.push_back({unit + 1, last});
  if (!rest.empty()) set.terms.push_back(place(Set::Join::except, part, std::move(rest)));
  for (const auto& other : making.known.parts[node]) {
    if (other.site != part.site) set.terms.push_back(place(Set::Join::except, other, {}));
  }
  return set;
}

void put_places(check::Node& node, std::vector<Set> places) {
  node.places = std::move(places);
  node.place_spans.assign(node.places.size(), node.span);
}

// Of a node that is nothing but one group.
std::optional<check::GroupId> group_of(const check::Node& node) {
  if (node.places.size() != 1 || !node.subspaces.empty()) return std::nullopt;
  const auto& terms = node.places[0].terms;
  if (terms.size() != 1) return std::nullopt;
  const auto* ref = std::get_if<check::PlaceRef>(&terms[0].operand);
  if (!ref || ref->where) return std::nullopt;
  const auto* group = std::get_if<check::GroupId>(&ref->target);
  return group ? std::optional(*group) : std::nullopt;
}

// The one node of a claim that is this group.
std::optional<std::size_t> node_at(const check::Hypothesis& claim, check::GroupId group) {
  std::optional<std::size_t> found;
  for (std::size_t i = 0; i < claim.nodes.size(); ++i) {
    if (group_of(claim.nodes[i]) != group) continue;
    if (found) return std::nullopt;
    found = i;
  }
  return found;
}

// By which the node can be told in this claim.
std::optional<check::GroupId> own_group(const Making& making, std::size_t node) {
  const auto group = group_of(making.node(node));
  return group && node_at(making.hypothesis(), *group) ? group : std::nullopt;
}

std::string name_of_place(const Making& making, std::size_t node) {
  const auto group = own_group(making, node);
  return group ? making.program[*group].name : making.node(node).name;
}

// "unit 26", with its site where the claim stands at several.
std::string name_of_unit(const Making& making, const Part& part, std::int64_t unit) {
  std::set<check::SiteId> sites;
  for (std::size_t i = 0; i < making.known.parts.size(); ++i) {
    if (!making.is_read(i)) continue;
    for (const auto& other : making.known.parts[i]) sites.insert(other.site);
  }
  if (sites.size() == 1) return fmt::format("unit {}", unit);
  return fmt::format("unit {} of {}", unit, making.program[part.model].site(part.site).name);
}

// Calls `make(node, part, unit)` for every unit of nodes that have more than one.
template <typename Make>
void each_unit(const Making& making, Make make) {
  for (std::size_t i = 0; i < making.known.parts.size(); ++i) {
    if (!making.is_read(i)) continue;
    std::size_t count = 0;
    for (const auto& part : making.known.parts[i]) count += units(making.program, part).size();
    if (count < 2) continue;
    for (const auto& part : making.known.parts[i]) {
      for (const auto unit : units(making.program, part)) make(i, part, unit);
    }
  }
}

// Whether a claim before this one names the groups, and so has made the mutant for both.
bool made_before(const Making& making, const std::vector<std::optional<check::GroupId>>& groups) {
  for (const auto& [id, known] : making.claims) {
    if (id == making.id) return false;
    const bool all = std::all_of(groups.begin(), groups.end(), [&, at = id](const auto& group) {
      return group && node_at(making.program[at], *group);
    });
    if (all) return true;
  }
  return false;
}

// The same in the claims that stand at these groups, too.
void change_others(const Making& making, Mutant& mutant, const Part& part, std::int64_t unit,
                   std::optional<check::GroupId> from, std::optional<check::GroupId> to) {
  for (const auto& [id, known] : making.claims) {
    if (id == making.id) continue;
    const auto source = from ? node_at(making.program[id], *from) : std::nullopt;
    const auto target = to ? node_at(making.program[id], *to) : std::nullopt;
    if (!source && !target) continue;
    const Making other{making.program, id, known, making.claims, making.made};
    check::Hypothesis changed = other.start(mutant.kind).changed;
    if (target) {
      auto& node = changed.nodes[*target];
      node.places.push_back(claimed_of(source ? other : making, source ? *source : 0, part, unit));
      node.place_spans.push_back(node.span);
    }
    if (source) drop(changed.nodes[*source], part, unit);
    mutant.also.emplace_back(id, std::move(changed));
  }
}

}  // namespace

std::optional<std::vector<Set>> spelled_out(const check::Program& program,
                                            const std::vector<Part>& parts) {
  std::vector<Set> sets;
  for (const auto& part : parts) {
    std::vector<check::IndexRange> ranges;
    for (const auto unit : units(program, part)) {
      if (!whole_unit(program, part, unit)) return std::nullopt;
      ranges.push_back({unit, unit});
    }
    sets.push_back({{place(Set::Join::start, part, std::move(ranges))}, {}});
  }
  return sets;
}

Mutant Making::start(Kind kind) const {
  Mutant mutant;
  mutant.kind = kind;
  mutant.of = id;
  mutant.changed = hypothesis();
  for (std::size_t i = 0; i < known.parts.size(); ++i) {
    auto& node = mutant.changed.nodes[i];
    const bool open = std::any_of(node.places.begin(), node.places.end(),
                                  [&](const Set& set) { return check::needs_data(program, set); });
    auto places = open ? spelled_out(program, known.parts[i]) : std::nullopt;
    if (places && !places->empty()) put_places(node, std::move(*places));
  }
  return mutant;
}

void drop_units(const Making& making) {
  each_unit(making, [&](std::size_t node, const Part& part, std::int64_t unit) {
    const auto group = own_group(making, node);
    if (made_before(making, {group})) return;
    Mutant mutant = making.start(Kind::drop);
    drop(mutant.changed.nodes[node], part, unit);
    change_others(making, mutant, part, unit, group, std::nullopt);
    mutant.what = fmt::format("{} dropped from {}", name_of_unit(making, part, unit),
                              name_of_place(making, node));
    making.made.push_back(std::move(mutant));
  });
}

void move_units(const Making& making) {
  each_unit(making, [&](std::size_t node, const Part& part, std::int64_t unit) {
    for (std::size_t other = 0; other < making.known.parts.size(); ++other) {
      if (other == node || !making.is_read(other)) continue;
      const auto& theirs = making.known.parts[other];
      const auto at = std::find_if(theirs.begin(), theirs.end(),
                                   [&](const Part& p) { return p.site == part.site; });
      if (at == theirs.end() || elements_of(making.program, *at, unit) > 0) continue;
      const auto from = own_group(making, node), to = own_group(making, other);
      if (made_before(making, {from, to})) continue;
      Mutant mutant = making.start(Kind::move);
      auto& nodes = mutant.changed.nodes;
      nodes[other].places.push_back(claimed_of(making, node, part, unit));
      nodes[other].place_spans.push_back(nodes[other].span);
      drop(nodes[node], part, unit);
      if (from && to) change_others(making, mutant, part, unit, from, to);
      mutant.what = fmt::format("{} moved from {} to {}", name_of_unit(making, part, unit),
                                name_of_place(making, node), name_of_place(making, other));
      making.made.push_back(std::move(mutant));
    }
  });
}

}  // namespace hyp::mutate
