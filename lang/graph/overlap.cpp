// SPDX-License-Identifier: MIT
// Each unit is claimed once for each reader and path.
#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <set>

#include "lang/graph/claims.hpp"
#include "lang/graph/correspondence.hpp"
#include "lang/graph/paths.hpp"

namespace hyp::graph {
namespace {

using check::NodeId;
using check::Part;
using diag::Code;
using diag::Diagnostic;
using diag::Note;

// One place of a node, resolved.
struct Place {
  source::Span span;
  bool needs_data;
  std::vector<Part> parts;
};

class OverlapChecker {
 public:
  OverlapChecker(const check::Program& program, const Correspondence& graph,
                 const check::UnitPredicate& predicate)
      : program_(program),
        hypothesis_(program[graph.hypothesis]),
        model_(program[graph.model]),
        predicate_(predicate) {
    for (const auto& node : hypothesis_.nodes) places_.push_back(resolve(node));
  }

  std::vector<Diagnostic> run() {
    for (std::uint32_t i = 0; i < places_.size(); ++i) {
      check_empty({i});
      check_within({i});
    }
    std::set<std::pair<NodeId, NodeId>> seen;
    for (std::uint32_t i = 0; i < places_.size(); ++i) {
      const auto& reads = hypothesis_.nodes[i].reads;
      for (std::size_t b = 1; b < reads.size(); ++b) {
        for (std::size_t a = 0; a < b; ++a) {
          if (!share_paths(model_, node(reads[a]).via, node(reads[b]).via)) continue;
          if (seen.insert(std::minmax(reads[a], reads[b])).second) {
            check_pair({i}, reads[a], reads[b]);
          }
        }
      }
    }
    return std::move(found_);
  }

 private:
  const check::Node& node(NodeId id) const { return hypothesis_.nodes[id.index]; }

  std::vector<Place> resolve(const check::Node& node) const {
    std::vector<Place> places;
    for (std::size_t i = 0; i < node.places.size(); ++i) {
      Place place{node.place_spans[i], check::needs_data(program_, node.places[i]), {}};
      if (!place.needs_data || predicate_) {
        place.parts = check::resolve(program_, node.places[i], predicate_);
      }
      places.push_back(std::move(place));
    }
    return places;
  }

  // What was decided without data is not said again with it.
  bool due(const Place& a, const Place& b) const {
    const bool data = a.needs_data || b.needs_data;
    return data == static_cast<bool>(predicate_);
  }

  void check_empty(NodeId id) {
    const auto& places = places_[id.index];
    const bool any_data = std::any_of(places.begin(), places.end(),
                                      [](const Place& place) { return place.needs_data; });
    if (!predicate_ || !any_data) return;
    for (const auto& place : places) {
      if (!place.parts.empty()) return;
    }
    found_.push_back({Code::claims_nothing, places[0].span, {{"node", node(id).name}}});
  }

  void check_within(NodeId id) {
    const auto& places = places_[id.index];
    for (std::size_t b = 1; b < places.size(); ++b) {
      for (std::size_t a = 0; a < b; ++a) {
        const auto both = common(places[a], places[b]);
        if (both.elements.empty()) continue;
        found_.push_back(Diagnostic(Code::place_repeated, places[b].span,
                                    {{"node", node(id).name},
                                     {"units", units_text(both)},
                                     {"site", site_text(program_, both.model, both.site)}})
                             .label(places[a].span, Note::first_claimed));
      }
    }
  }

  void check_pair(NodeId reader, NodeId first, NodeId second) {
    for (const auto& b : places_[second.index]) {
      for (const auto& a : places_[first.index]) {
        const auto both = common(a, b);
        if (both.elements.empty()) continue;
        found_.push_back(Diagnostic(Code::claimed_twice, b.span,
                                    {{"reader", node(reader).name},
                                     {"units", units_text(both)},
                                     {"site", site_text(program_, both.model, both.site)},
                                     {"first", node(first).name},
                                     {"node", node(second).name}})
                             .label(a.span, Note::first_claimed));
        return;
      }
    }
  }

  // What two places share of the first site where they do.
  Part common(const Place& a, const Place& b) const {
    if (!due(a, b)) return {};
    for (const auto& p : a.parts) {
      for (const auto& q : b.parts) {
        if (p.site != q.site) continue;
        Part both{p.model, p.site, {}};
        std::set_intersection(p.elements.begin(), p.elements.end(), q.elements.begin(),
                              q.elements.end(), std::back_inserter(both.elements));
        if (!both.elements.empty()) return both;
      }
    }
    return {};
  }

  std::string units_text(const Part& part) const {
    constexpr std::size_t kShown = 5;
    const auto units = check::units_of(part, model_.site(part.site).shape);
    if (model_.site(part.site).shape.empty()) return "the value";
    std::string out = units.size() == 1 ? "unit" : "units";
    for (std::size_t i = 0; i < units.size() && i < kShown; ++i) {
      out += fmt::format("{}{}", i == 0 ? " " : ", ", units[i]);
    }
    if (units.size() > kShown) out += fmt::format(" and {} more", units.size() - kShown);
    return out;
  }

  const check::Program& program_;
  const check::Hypothesis& hypothesis_;
  const check::Model& model_;
  const check::UnitPredicate& predicate_;
  std::vector<std::vector<Place>> places_;
  std::vector<Diagnostic> found_;
};

}  // namespace

std::vector<Diagnostic> check_claims(const check::Program& program,
                                     const Correspondence& correspondence,
                                     const check::UnitPredicate& predicate) {
  return OverlapChecker(program, correspondence, predicate).run();
}

}  // namespace hyp::graph
