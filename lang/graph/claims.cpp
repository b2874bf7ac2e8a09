// SPDX-License-Identifier: MIT
#include "lang/graph/claims.hpp"

#include <algorithm>
#include <iterator>
#include <map>
#include <numeric>
#include <set>

#include "lang/graph/paths.hpp"

namespace hyp::graph {
namespace {

using check::Node;
using check::Part;
using check::Program;
using check::Set;
using check::SiteId;

// Every site that the terms may touch, whatever the data says. Each group is entered once.
void touched(const Program& program, const std::vector<Set::Term>& terms,
             std::set<check::GroupId>& entered, std::set<SiteId>& sites) {
  for (const auto& term : terms) {
    if (term.join == Set::Join::except) continue;
    if (const auto* inner = std::get_if<std::vector<Set::Term>>(&term.operand)) {
      touched(program, *inner, entered, sites);
      continue;
    }
    const auto& place = std::get<check::PlaceRef>(term.operand);
    if (const auto* group = std::get_if<check::GroupId>(&place.target)) {
      if (!entered.insert(*group).second) continue;
      touched(program, program[*group].set.terms, entered, sites);
    } else {
      sites.insert(std::get<check::SitePlace>(place.target).site);
    }
  }
}

void unite(std::vector<Part>& parts, Part&& more) {
  for (auto& part : parts) {
    if (part.site != more.site) continue;
    std::vector<std::int64_t> all;
    std::set_union(part.elements.begin(), part.elements.end(), more.elements.begin(),
                   more.elements.end(), std::back_inserter(all));
    part.elements = std::move(all);
    return;
  }
  parts.push_back(std::move(more));
}

}  // namespace

Claim make_claim(const Program& program, const Node& node) {
  Claim claim;
  std::set<SiteId> sites;
  std::set<check::GroupId> entered;
  for (const auto& set : node.places) {
    if (check::needs_data(program, set)) {
      claim.needs_data = true;
      touched(program, set.terms, entered, sites);
      continue;
    }
    for (auto& part : check::resolve(program, set, nullptr)) {
      sites.insert(part.site);
      unite(claim.parts, std::move(part));
    }
  }
  claim.unit_sites.assign(sites.begin(), sites.end());
  claim.subspaces = node.subspaces;
  for (const auto id : node.subspaces) sites.insert(program[id].site);
  claim.sites.assign(sites.begin(), sites.end());
  if (claim.needs_data) claim.parts.clear();
  std::sort(claim.parts.begin(), claim.parts.end(),
            [](const Part& a, const Part& b) { return a.site < b.site; });
  return claim;
}

std::vector<std::int64_t> without(const std::vector<std::int64_t>& part,
                                  const std::vector<std::int64_t>& taken) {
  std::vector<std::int64_t> out;
  std::set_difference(part.begin(), part.end(), taken.begin(), taken.end(),
                      std::back_inserter(out));
  return out;
}

Others make_others(const Program& program, const check::Hypothesis& hypothesis,
                   const std::vector<Claim>& claims, check::NodeId reader) {
  Others others;
  const Node& node = hypothesis.nodes[reader.index];
  if (node.reads.empty()) return others;
  const check::Model& model = program[hypothesis.model];
  SiteMask claimed(model.sites.size(), false);
  std::map<SiteId, std::vector<std::int64_t>> taken;
  std::set<SiteId> open, beside;
  for (const auto id : node.reads) {
    const bool some_paths = !hypothesis.nodes[id.index].via.empty();
    others.around = others.around || some_paths;
    for (const auto site : claims[id.index].sites) claimed[site.index] = true;
    if (claims[id.index].needs_data) {
      open.insert(claims[id.index].unit_sites.begin(), claims[id.index].unit_sites.end());
      others.needs_data = true;
    }
    for (const auto subspace : claims[id.index].subspaces) {
      taken[program[subspace].site];  // by no unit
      beside.insert(program[subspace].site);
    }
    for (const auto& part : claims[id.index].parts) {
      auto& all = taken[part.site];
      std::vector<std::int64_t> both;
      std::set_union(all.begin(), all.end(), part.elements.begin(), part.elements.end(),
                     std::back_inserter(both));
      all = std::move(both);
    }
  }
  others.around = others.around || leaves_reach(model, claims[reader.index].sites, claimed);
  for (const auto& [site, elements] : taken) {
    const auto count = check::elements(model.site(site).shape);
    if (open.contains(site) || count == static_cast<std::int64_t>(elements.size())) continue;
    std::vector<std::int64_t> whole(static_cast<std::size_t>(count));
    std::iota(whole.begin(), whole.end(), 0);
    others.rest.push_back({hypothesis.model, site, without(whole, elements)});
    if (beside.contains(site)) others.beside_subspaces.push_back(site);
  }
  return others;
}

std::string site_text(const Program& program, check::ModelId model, SiteId site) {
  return program[model].name + "." + program[model].site(site).name;
}

}  // namespace hyp::graph
