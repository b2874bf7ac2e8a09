// SPDX-License-Identifier: MIT
// Groups to elements: set by set, one element at a time.
#include <algorithm>
#include <cmath>
#include <set>

#include "tests/oracle/expressions.hpp"

namespace hyp::oracle {
namespace {

using check::Set;
using check::SiteId;

struct Element {
  SiteId site;
  std::int64_t index;
  auto operator<=>(const Element&) const = default;
};
using Elements = std::set<Element>;

class Groups {
 public:
  Groups(const World& world, const Expressions& expressions)
      : world_(world), expressions_(expressions), model_((*world.program)[world.claim().model]) {}

  Elements terms(const std::vector<Set::Term>& terms) const {
    Elements all;
    for (const auto& term : terms) {
      for (const auto& element : operand(term)) {
        if (term.join == Set::Join::except) {
          all.erase(element);
        } else {
          all.insert(element);
        }
      }
    }
    return all;
  }

 private:
  Elements operand(const Set::Term& term) const {
    if (const auto* inner = std::get_if<std::vector<Set::Term>>(&term.operand))
      return terms(*inner);
    const auto& place = std::get<check::PlaceRef>(term.operand);
    Elements all;
    if (const auto* group = std::get_if<check::GroupId>(&place.target)) {
      all = terms((*world_.program)[*group].set.terms);
    } else {
      all = elements(std::get<check::SitePlace>(place.target));
    }
    if (!place.where) return all;
    Elements kept;
    for (const auto& element : all) {
      if (keeps(*place.where, element)) kept.insert(element);
    }
    return kept;
  }

  Elements elements(const check::SitePlace& place) const {
    if (place.model != world_.claim().model) throw Refused("a place in another network");
    const auto& shape = model_.site(place.site).shape;
    Elements all;
    for (std::int64_t i = 0; i < check::elements(shape); ++i) {
      bool inside = place.units.empty() || within(place.units, coordinate(shape, i, 0));
      for (std::uint32_t axis = 1; axis < shape.size(); ++axis) {
        std::vector<check::IndexRange> ranges;
        for (const auto& position : place.positions) {
          if (position.axis == axis) ranges.push_back(position.range);
        }
        inside = inside && (ranges.empty() || within(ranges, coordinate(shape, i, axis)));
      }
      if (inside) all.insert({place.site, i});
    }
    return all;
  }

  static std::int64_t coordinate(const check::Shape& shape, std::int64_t flat, std::uint32_t axis) {
    if (shape.empty()) return 0;
    const auto below = check::elements({shape.begin() + axis + 1, shape.end()});
    return flat / below % shape[axis];
  }

  static bool within(const std::vector<check::IndexRange>& ranges, std::int64_t i) {
    return std::any_of(ranges.begin(), ranges.end(),
                       [&](const auto& range) { return range.first <= i && i <= range.last; });
  }

  bool keeps(const check::Where& where, const Element& element) const {
    const auto& shape = model_.site(element.site).shape;
    const auto unit = coordinate(shape, element.index, 0);
    return condition(where, where.predicate, element.site, unit) != 0;
  }

  // A constant expression in which statistics of one unit may stand.
  double condition(const check::Where& where, check::ExprId id, SiteId site,
                   std::int64_t unit) const {
    using check::Expr;
    const auto& node = (*world_.program)[id].node;
    const auto inner = [&](check::ExprId e) { return condition(where, e, site, unit); };
    if (const auto* s = std::get_if<Expr::Statistic>(&node)) {
      return statistic(where, *s, site, unit);
    }
    if (const auto* e = std::get_if<Expr::Negate>(&node)) return -inner(e->operand);
    if (const auto* e = std::get_if<Expr::Not>(&node)) return inner(e->operand) != 0 ? 0 : 1;
    if (const auto* e = std::get_if<Expr::Logic>(&node)) {
      const bool a = inner(e->left) != 0, b = inner(e->right) != 0;
      return (e->op == Expr::LogicOp::conjunction ? a && b : a || b) ? 1 : 0;
    }
    if (const auto* e = std::get_if<Expr::Arithmetic>(&node)) {
      const double a = inner(e->left), b = inner(e->right);
      switch (e->op) {
        case Expr::ArithmeticOp::add:
          return a + b;
        case Expr::ArithmeticOp::subtract:
          return a - b;
        case Expr::ArithmeticOp::multiply:
          return a * b;
        case Expr::ArithmeticOp::divide:
          return a / b;
      }
    }
    if (const auto* e = std::get_if<Expr::Compare>(&node)) {
      const double a = inner(e->left), b = inner(e->right);
      switch (e->op) {
        case Expr::CompareOp::less:
          return a < b;
        case Expr::CompareOp::less_equal:
          return a <= b;
        case Expr::CompareOp::greater:
          return a > b;
        case Expr::CompareOp::greater_equal:
          return a >= b;
        case Expr::CompareOp::equal:
          return a == b;
        case Expr::CompareOp::not_equal:
          return a != b;
      }
    }
    return expressions_.constant(id);
  }

  double statistic(const check::Where& where, const check::Expr::Statistic& s, SiteId site,
                   std::int64_t unit) const {
    const auto& shape = model_.site(site).shape;
    Values all;
    for (std::int64_t row = 0; row < world_.rows(where.data); ++row) {
      const Datum at{where.data, row};
      if (s.in && !expressions_.holds(*s.in, at)) continue;
      const Values values = expressions_.site(site, at);
      for (std::int64_t i = 0; i < static_cast<std::int64_t>(values.size()); ++i) {
        if (coordinate(shape, i, 0) == unit) all.push_back(values[static_cast<std::size_t>(i)]);
      }
    }
    if (all.empty()) throw Refused("a statistic over no example");
    double sum = 0, squares = 0, active = 0;
    for (const double v : all) sum += v;
    const double n = static_cast<double>(all.size()), mean = sum / n;
    for (const double v : all) {
      squares += (v - mean) * (v - mean);
      active += v > 0 ? 1 : 0;
    }
    switch (s.kind) {
      case check::Expr::Statistic::Kind::min:
        return *std::min_element(all.begin(), all.end());
      case check::Expr::Statistic::Kind::max:
        return *std::max_element(all.begin(), all.end());
      case check::Expr::Statistic::Kind::mean:
        return mean;
      case check::Expr::Statistic::Kind::std:
        return std::sqrt(squares / n);
      case check::Expr::Statistic::Kind::active:
        return active / n;
    }
    return 0;
  }

  const World& world_;
  const Expressions& expressions_;
  const check::Model& model_;
};

}  // namespace

std::vector<check::Part> Expressions::parts(const std::vector<check::Set>& sets) const {
  const Groups groups(world_, *this);
  Elements all;
  for (const auto& set : sets) all.merge(groups.terms(set.terms));
  std::vector<check::Part> parts;
  for (const auto& element : all) {
    if (parts.empty() || parts.back().site != element.site) {
      parts.push_back({world_.claim().model, element.site, {}});
    }
    parts.back().elements.push_back(element.index);
  }
  if (parts.empty()) throw Refused("a group has no unit on this data");
  return parts;
}

}  // namespace hyp::oracle
