// SPDX-License-Identifier: MIT
#include "lang/check/sets.hpp"

#include <algorithm>
#include <cassert>
#include <iterator>
#include <map>
#include <set>
#include <utility>

#include "lang/check/program.hpp"

namespace hyp::check {
namespace {

using Elements = std::vector<std::int64_t>;  // sorted, each once
using Parts = std::map<std::pair<ModelId, SiteId>, Elements>;

// How many elements one unit has.
std::int64_t unit_size(const Shape& shape) {
  return shape.empty() ? 1 : elements(Shape(shape.begin() + 1, shape.end()));
}

// The indices of one axis that any of the ranges holds; every index where there is no range.
Elements indices(const std::vector<IndexRange>& ranges, std::int64_t extent) {
  std::vector<bool> chosen(static_cast<std::size_t>(extent), ranges.empty());
  for (const auto& range : ranges) {
    assert(range.first >= 0 && range.first <= range.last && range.last < extent);
    std::fill(chosen.begin() + range.first, chosen.begin() + range.last + 1, true);
  }
  Elements out;
  for (std::int64_t i = 0; i < extent; ++i) {
    if (chosen[static_cast<std::size_t>(i)]) out.push_back(i);
  }
  return out;
}

Elements elements_of(const SitePlace& place, const Shape& shape) {
  Elements flat{0};
  for (std::uint32_t axis = 0; axis < shape.size(); ++axis) {
    std::vector<IndexRange> ranges = axis == 0 ? place.units : std::vector<IndexRange>{};
    for (const auto& position : place.positions) {
      if (position.axis == axis) ranges.push_back(position.range);
    }
    const Elements along = indices(ranges, shape[axis]);
    Elements next;
    next.reserve(flat.size() * along.size());
    for (const auto start : flat) {
      for (const auto i : along) next.push_back(start * shape[axis] + i);
    }
    flat = std::move(next);
  }
  return flat;
}

class Resolver {
 public:
  Resolver(const Program& program, const UnitPredicate& predicate)
      : program_(program), predicate_(predicate) {}

  Parts terms(const std::vector<Set::Term>& all) {
    Parts sum;
    for (const auto& term : all) join(sum, operand(term), term.join);
    return sum;
  }

 private:
  Parts operand(const Set::Term& term) {
    if (const auto* inner = std::get_if<std::vector<Set::Term>>(&term.operand)) {
      return terms(*inner);
    }
    const auto& place = std::get<PlaceRef>(term.operand);
    Parts parts;
    if (const auto* group = std::get_if<GroupId>(&place.target)) {
      parts = this->group(*group);
    } else {
      const auto& site = std::get<SitePlace>(place.target);
      parts[{site.model, site.site}] =
          elements_of(site, program_[site.model].site(site.site).shape);
    }
    if (place.where) keep(parts, *place.where);
    return parts;
  }

  // Each group is resolved once: groups that name the one before twice stay linear.
  const Parts& group(GroupId id) {
    const auto known = groups_.find(id);
    if (known != groups_.end()) return known->second;
    return groups_.emplace(id, terms(program_[id].set.terms)).first->second;
  }

  void keep(Parts& parts, const Where& where) const {
    assert(predicate_ && "a set that needs data was resolved without it");
    for (auto& [key, list] : parts) {
      const std::vector<bool> holds = predicate_(where, key.first, key.second);
      const std::int64_t size = unit_size(program_[key.first].site(key.second).shape);
      std::erase_if(list, [&](std::int64_t element) {
        return !holds[static_cast<std::size_t>(element / size)];
      });
    }
  }

  static void join(Parts& sum, Parts&& more, Set::Join how) {
    for (auto& [key, list] : more) {
      Elements& mine = sum[key];
      Elements result;
      if (how == Set::Join::except) {
        std::set_difference(mine.begin(), mine.end(), list.begin(), list.end(),
                            std::back_inserter(result));
      } else {
        std::set_union(mine.begin(), mine.end(), list.begin(), list.end(),
                       std::back_inserter(result));
      }
      mine = std::move(result);
    }
  }

  const Program& program_;
  const UnitPredicate& predicate_;
  std::map<GroupId, Parts> groups_;
};

struct PlaceWalk {
  const Program& program;
  const std::function<void(const PlaceRef&)>& visit;
  std::set<GroupId> entered = {};

  void terms(const std::vector<Set::Term>& all) {
    for (const auto& term : all) {
      if (const auto* inner = std::get_if<std::vector<Set::Term>>(&term.operand)) {
        terms(*inner);
        continue;
      }
      const auto& place = std::get<PlaceRef>(term.operand);
      visit(place);
      const auto* group = std::get_if<GroupId>(&place.target);
      if (group && entered.insert(*group).second) terms(program[*group].set.terms);
    }
  }
};

}  // namespace

std::vector<std::int64_t> units_of(const Part& part, const Shape& shape) {
  const std::int64_t size = unit_size(shape);
  std::vector<std::int64_t> units;
  for (const auto element : part.elements) {
    if (units.empty() || units.back() != element / size) units.push_back(element / size);
  }
  return units;
}

std::vector<Part> resolve(const Program& program, const Set& set, const UnitPredicate& predicate) {
  std::vector<Part> out;
  for (auto& [key, list] : Resolver(program, predicate).terms(set.terms)) {
    if (!list.empty()) out.push_back({key.first, key.second, std::move(list)});
  }
  return out;
}

void each_place(const Program& program, const Set& set,
                const std::function<void(const PlaceRef& place)>& visit) {
  PlaceWalk{program, visit}.terms(set.terms);
}

bool needs_data(const Program& program, const Set& set) {
  bool found = false;
  each_place(program, set, [&](const PlaceRef& place) { found = found || place.where; });
  return found;
}

}  // namespace hyp::check
