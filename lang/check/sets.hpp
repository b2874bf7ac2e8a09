// SPDX-License-Identifier: MIT
// Which elements of which sites a group means.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "lang/check/ids.hpp"
#include "lang/check/model.hpp"
#include "lang/source/span.hpp"

namespace hyp::check {

struct Program;

/// Elements of one site, as sorted flat indices into its value. A unit is one index of the first
/// axis: a neuron of a vector, a channel of a map.
struct Part {
  ModelId model;
  SiteId site;
  std::vector<std::int64_t> elements;

  bool operator==(const Part&) const = default;
};

/// The units that `part` touches, sorted.
[[nodiscard]] std::vector<std::int64_t> units_of(const Part& part, const Shape& shape);

struct IndexRange {
  std::int64_t first = 0;
  std::int64_t last = 0;  ///< included
};

/// Units of one site, perhaps only at some positions. Axis 0 is the unit; `positions` fix later
/// axes.
struct SitePlace {
  ModelId model;
  SiteId site;
  std::vector<IndexRange> units;  ///< empty: all
  struct Position {
    std::uint32_t axis;
    IndexRange range;
  };
  std::vector<Position> positions;
};

/// `where max == 0 on images`: keeps the units whose statistics satisfy the predicate.
struct Where {
  ExprId predicate;
  DataId data;
};

struct PlaceRef {
  std::variant<GroupId, SitePlace> target;
  std::optional<Where> where;
  source::Span span;
};

/// Joined from left to right.
struct Set {
  enum class Join { start, unite, except };
  struct Term {
    Join join = Join::start;
    std::variant<PlaceRef, std::vector<Term>> operand;
  };
  std::vector<Term> terms;
  source::Span span;
};

/// For each unit of `site` whether the predicate of `where` holds.
using UnitPredicate =
    std::function<std::vector<bool>(const Where& where, ModelId model, SiteId site)>;

/// The parts of a set, one a site, in the order of (model, site). Empty parts are left out.
[[nodiscard]] std::vector<Part> resolve(const Program& program, const Set& set,
                                        const UnitPredicate& predicate);

/// Calls `visit` for every place of a set, through the groups that it names, each group once.
void each_place(const Program& program, const Set& set,
                const std::function<void(const PlaceRef& place)>& visit);

/// Whether resolving asks for statistics.
[[nodiscard]] bool needs_data(const Program& program, const Set& set);

}  // namespace hyp::check
