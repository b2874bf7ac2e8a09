// SPDX-License-Identifier: MIT
#include "lang/graph/edges.hpp"

#include <algorithm>

#include "lang/graph/claims.hpp"
#include "lang/graph/paths.hpp"

namespace hyp::graph {
namespace {

using check::NodeId;
using check::SiteId;
using diag::Code;
using diag::Diagnostic;
using diag::Note;

class EdgeMaker {
 public:
  EdgeMaker(const check::Program& program, const check::Hypothesis& hypothesis,
            const std::vector<Claim>& claims, diag::Diagnostics& diagnostics)
      : program_(program),
        hypothesis_(hypothesis),
        model_(program[hypothesis.model]),
        claims_(claims),
        diagnostics_(diagnostics) {}

  std::vector<Edge> all() {
    std::vector<Edge> edges;
    for (std::uint32_t i = 0; i < hypothesis_.nodes.size(); ++i) {
      const auto& reads = hypothesis_.nodes[i].reads;
      for (std::size_t r = 0; r < reads.size(); ++r) {
        if (!is_path({i}, reads[r], hypothesis_.nodes[i].read_spans[r])) continue;
        const SiteMask passes =
            between(model_, claims_[reads[r].index].sites, claims_[i].sites, node(reads[r]).via);
        edges.push_back({{i}, reads[r], sites_in(passes)});
        warn_if_hidden(edges.back(), hypothesis_.nodes[i].read_spans[r]);
      }
    }
    return edges;
  }

 private:
  const check::Node& node(NodeId id) const { return hypothesis_.nodes[id.index]; }

  bool fed(const Sites& from, SiteId to) const {
    return std::any_of(from.begin(), from.end(),
                       [&](SiteId site) { return feeds(model_, site, to); });
  }
  bool feeds_any(SiteId from, const Sites& to) const {
    return std::any_of(to.begin(), to.end(),
                       [&](SiteId site) { return feeds(model_, from, site); });
  }

  bool is_path(NodeId reader, NodeId id, source::Span span) {
    const Sites& from = claims_[id.index].sites;
    const Sites& to = claims_[reader.index].sites;
    bool fits = true;
    for (const auto site : from) {
      if (feeds_any(site, to)) continue;
      fits = false;
      report(reader, id, site, span);
    }
    if (!fits) return false;
    for (std::size_t i = 0; i < node(id).via.size(); ++i) {
      const SiteId via = node(id).via[i];
      const bool reaches_reader =
          std::find(to.begin(), to.end(), via) != to.end() || feeds_any(via, to);
      if (fed(from, via) && reaches_reader) continue;
      fits = off_path(id, from[0], to[0], i);
    }
    if (!fits || node(id).via.empty()) return fits;
    for (const auto site : from) {
      const SiteMask covered = between(model_, {site}, to, node(id).via);
      if (!covered[site.index]) fits = off_path(id, site, to[0], 0);
    }
    return fits;
  }

  bool off_path(NodeId id, SiteId from, SiteId to, std::size_t via) {
    diagnostics_.add(
        {Code::via_off_path,
         node(id).via_spans[via],
         {{"site", name(from)}, {"reader_site", name(to)}, {"via", name(node(id).via[via])}}});
    return false;
  }

  void report(NodeId reader, NodeId id, SiteId site, source::Span span) {
    const Sites& to = claims_[reader.index].sites;
    const auto before = std::find_if(to.begin(), to.end(),
                                     [&](SiteId other) { return feeds(model_, other, site); });
    const bool same = std::find(to.begin(), to.end(), site) != to.end();
    const Code code = same                 ? Code::same_site
                      : before != to.end() ? Code::upside_down
                                           : Code::no_path;
    const SiteId reader_site = before != to.end() ? *before : to[0];
    Diagnostic error(code, span,
                     {{"reader", node(reader).name},
                      {"node", node(id).name},
                      {"site", name(site)},
                      {"reader_site", name(reader_site)}});
    const auto& places =
        node(id).place_spans.empty() ? node(id).subspace_spans : node(id).place_spans;
    if (!places.empty()) {
      error.labels.push_back(
          {places[0], Note::stands_here, {{"name", node(id).name}, {"site", name(site)}}});
    }
    diagnostics_.add(std::move(error));
  }

  // Sites that siblings claim as a whole stop whatever comes from further up.
  void warn_if_hidden(const Edge& edge, source::Span span) {
    if (!node(edge.node).via.empty()) return;
    SiteMask blocked(model_.sites.size(), false);
    SiteId hiding{};
    for (const auto sibling : node(edge.reader).reads) {
      if (sibling == edge.node || !node(sibling).via.empty()) continue;
      for (const auto& part : claims_[sibling.index].parts) {
        const auto count = check::elements(model_.site(part.site).shape);
        if (static_cast<std::int64_t>(part.elements.size()) != count) continue;
        blocked[part.site.index] = true;
        hiding = part.site;
      }
    }
    const Sites& from = claims_[edge.node.index].sites;
    if (reaches(model_, from, claims_[edge.reader.index].sites, blocked)) return;
    diagnostics_.add({Code::node_hidden,
                      span,
                      {{"node", node(edge.node).name},
                       {"reader", node(edge.reader).name},
                       {"site", name(hiding)}}});
  }

  std::string name(SiteId site) const { return site_text(program_, hypothesis_.model, site); }

  const check::Program& program_;
  const check::Hypothesis& hypothesis_;
  const check::Model& model_;
  const std::vector<Claim>& claims_;
  diag::Diagnostics& diagnostics_;
};

}  // namespace

std::vector<Edge> make_edges(const check::Program& program, const check::Hypothesis& hypothesis,
                             const std::vector<Claim>& claims, diag::Diagnostics& diagnostics) {
  return EdgeMaker(program, hypothesis, claims, diagnostics).all();
}

}  // namespace hyp::graph
