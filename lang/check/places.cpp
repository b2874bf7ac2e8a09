// SPDX-License-Identifier: MIT
// Groups and places: names and indices to sites and units, each in range.
#include <algorithm>

#include "lang/check/context.hpp"

namespace hyp::check {
namespace {

// A number or a range of whole numbers from 0.
std::optional<IndexRange> check_range(Context& context, const Scope& scope,
                                      const syntax::Expr& expr) {
  const auto* range = std::get_if<syntax::Range>(&expr.node);
  if (!range) {
    const auto index = check_whole(context, scope, expr, 0);
    return index ? std::optional(IndexRange{*index, *index}) : std::nullopt;
  }
  const auto first = check_whole(context, scope, *range->first, 0);
  const auto last = check_whole(context, scope, *range->last, 0);
  if (!first || !last) return std::nullopt;
  if (*first <= *last) return IndexRange{*first, *last};
  context.error({diag::Code::range_reversed,
                 expr.span,
                 {{"text", context.text(expr.span)},
                  {"suggestion", std::to_string(*last) + ".." + std::to_string(*first)}}});
  return std::nullopt;
}

bool check_units(Context& context, const Scope& scope, const syntax::Subscript& subscript,
                 const Site& site, SitePlace& place) {
  const std::int64_t count = site.shape.empty() ? 1 : site.shape[0];
  bool fits = true;
  for (const auto& item : subscript.items) {
    const auto range = check_range(context, scope, *item);
    fits = fits && range;
    if (!range) continue;
    if (range->last >= count) {
      context.error({diag::Code::unit_out_of_range,
                     item->span,
                     {{"unit", range->first >= count ? range->first : range->last},
                      {"site", context.text(subscript.object->span)},
                      {"count", count == 1 ? "1 unit" : std::to_string(count) + " units"},
                      {"last", count - 1}}});
      fits = false;
    }
    place.units.push_back(*range);
  }
  return fits;
}

bool check_positions(Context& context, const Scope& scope, const syntax::Place& source,
                     const Site& site, SitePlace& place) {
  bool fits = true;
  for (const auto& position : source.positions) {
    const std::uint32_t axis = position.axis.text == "column" ? 2 : 1;
    const std::size_t rank = position.axis.text == "position" ? 2 : 3;
    const auto range = check_range(context, scope, *position.range);
    fits = fits && range;
    if (!range) continue;
    if (site.shape.size() != rank) {
      context.error(
          {diag::Code::no_axis,
           position.axis.span,
           {{"site", site.name}, {"axis", position.axis.text}, {"shape", to_string(site.shape)}}});
      fits = false;
    } else if (range->last >= site.shape[axis]) {
      context.error({diag::Code::position_out_of_range,
                     position.range->span,
                     {{"axis", position.axis.text},
                      {"seen", range->last},
                      {"site", site.name},
                      {"count", site.shape[axis]},
                      {"last", site.shape[axis] - 1}}});
      fits = false;
    }
    place.positions.push_back({axis, *range});
  }
  return fits;
}

// The site or group that a place names; a subscript lists units of a site.
std::optional<PlaceRef> check_target(Context& context, const Scope& scope,
                                     const syntax::Place& source) {
  const auto* subscript = std::get_if<syntax::Subscript>(&source.target->node);
  const syntax::Expr& object = subscript ? *subscript->object : *source.target;
  const auto entity = find_entity(context, scope, object);
  if (!entity) return std::nullopt;
  PlaceRef place{GroupId{}, std::nullopt, source.span};
  if (const auto* group = std::get_if<GroupId>(&*entity)) {
    if (!subscript && source.positions.empty()) {
      place.target = *group;
      return place;
    }
  }
  if (const auto* subspace = std::get_if<SubspaceId>(&*entity)) {
    report_subspace(context, *subspace, object.span);
    return std::nullopt;
  }
  const auto* expr = std::get_if<ExprId>(&*entity);
  const auto* ref = expr ? std::get_if<Expr::SiteRef>(&context.program[*expr].node) : nullptr;
  if (!ref) {
    diag::Facts facts{{"text", context.text(object.span)}, {"seen", describe(*entity, context)}};
    if (const auto* model = std::get_if<ModelId>(&*entity)) {
      std::vector<std::string> sites;
      for (const Site& site : context.program[*model].sites) {
        if (!site.name.empty()) sites.push_back(context.program[*model].name + "." + site.name);
      }
      facts.emplace_back("sites", listed(sites));
    }
    context.error({diag::Code::not_a_place, object.span, std::move(facts)});
    return std::nullopt;
  }
  SitePlace at{ref->model, ref->site, {}, {}};
  const Site& site = context.program[at.model].site(at.site);
  const bool units_fit = !subscript || check_units(context, scope, *subscript, site, at);
  if (!check_positions(context, scope, source, site, at) || !units_fit) return std::nullopt;
  place.target = std::move(at);
  return place;
}

std::optional<PlaceRef> check_place(Context& context, const Scope& scope,
                                    const syntax::Place& source) {
  auto place = check_target(context, scope, source);
  if (!source.where) return place;
  Scope statistics = scope;
  statistics.statistics = true;
  const auto predicate = check_expr(context, statistics, *source.where, Want::condition);
  const auto data = find_data(context, scope.module, *source.on);
  if (!place || !predicate || !data) return std::nullopt;
  place->where = Where{*predicate, *data};
  return place;
}

std::optional<Set::Term> check_term(Context& context, const Scope& scope,
                                    const syntax::Set::Term& source) {
  Set::Term term{static_cast<Set::Join>(source.join), {}};  // the two list the same joins in order
  if (const auto* place = std::get_if<syntax::Place>(&source.operand)) {
    auto checked = check_place(context, scope, *place);
    if (!checked) return std::nullopt;
    term.operand = std::move(*checked);
    return term;
  }
  auto inner = check_set(context, scope, *std::get<std::unique_ptr<syntax::Set>>(source.operand));
  if (!inner) return std::nullopt;
  term.operand = std::move(inner->terms);
  return term;
}

}  // namespace

void models_of(const Program& program, const Set& set, std::vector<ModelId>& models) {
  each_place(program, set, [&](const PlaceRef& place) {
    const auto* at = std::get_if<SitePlace>(&place.target);
    if (!at || std::find(models.begin(), models.end(), at->model) != models.end()) return;
    models.push_back(at->model);
  });
}

std::optional<Set> check_set(Context& context, const Scope& scope, const syntax::Set& source) {
  Set set{{}, source.span};
  bool fits = true;
  for (const auto& term : source.terms) {
    auto checked = check_term(context, scope, term);
    fits = fits && checked;
    if (checked) set.terms.push_back(std::move(*checked));
  }
  if (!fits) return std::nullopt;
  std::vector<ModelId> models;
  models_of(context.program, set, models);
  if (models.size() > 1) {
    context.error(
        {diag::Code::two_networks,
         source.span,
         {{"text", context.text(source.span)}, {"other", context.program[models[0]].name}}});
    return std::nullopt;
  }
  if (!needs_data(context.program, set) && resolve(context.program, set, nullptr).empty()) {
    context.error({diag::Code::empty_set, source.span, {{"text", context.text(source.span)}}});
    return std::nullopt;
  }
  return set;
}

}  // namespace hyp::check
