// SPDX-License-Identifier: MIT
#include "lang/graph/paths.hpp"

#include <algorithm>

namespace hyp::graph {

using check::Model;
using check::SiteId;

namespace {

// For each site whether it is `to` or feeds it. Sites come in topological order.
SiteMask upstream_of(const Model& model, SiteId to) {
  SiteMask above(model.sites.size(), false);
  above[to.index] = true;
  for (std::size_t i = to.index + 1; i-- > 0;) {
    if (!above[i]) continue;
    for (const auto input : model.sites[i].inputs) above[input.index] = true;
  }
  return above;
}

void add(SiteMask& all, const SiteMask& more) {
  for (std::size_t i = 0; i < all.size(); ++i) all[i] = all[i] || more[i];
}

}  // namespace

SiteMask between(const Model& model, SiteId from, SiteId to) {
  SiteMask mask(model.sites.size(), false);
  if (to < from) return mask;
  const SiteMask below = check::downstream_of(model, from);
  if (!below[to.index]) return mask;
  const SiteMask above = upstream_of(model, to);
  for (std::size_t i = 0; i < mask.size(); ++i) mask[i] = below[i] && above[i];
  return mask;
}

bool feeds(const Model& model, SiteId from, SiteId to) {
  return from < to && check::downstream_of(model, from)[to.index];
}

SiteMask between(const Model& model, const Sites& from, const Sites& to, const Sites& via) {
  SiteMask all(model.sites.size(), false);
  for (const auto a : from) {
    for (const auto b : to) {
      if (!feeds(model, a, b)) continue;
      if (via.empty()) add(all, between(model, a, b));
      for (const auto v : via) {
        if (!feeds(model, a, v) || !(v == b || feeds(model, v, b))) continue;
        add(all, between(model, a, v));
        add(all, between(model, v, b));
      }
    }
  }
  return all;
}

bool leaves_reach(const Model& model, const Sites& to, const SiteMask& blocked) {
  Sites leaves;
  for (std::uint32_t i = 0; i < model.sites.size(); ++i) {
    if (check::is_leaf(model.sites[i].operation) && !blocked[i]) leaves.push_back({i});
  }
  return reaches(model, leaves, to, blocked);
}

bool reaches(const Model& model, const Sites& from, const Sites& to, const SiteMask& blocked) {
  SiteMask live(model.sites.size(), false);
  for (const auto site : from) live[site.index] = true;
  for (std::size_t i = 0; i < live.size(); ++i) {
    const auto& inputs = model.sites[i].inputs;
    const bool fed =
        std::any_of(inputs.begin(), inputs.end(), [&](SiteId input) { return live[input.index]; });
    const bool end =
        std::find(to.begin(), to.end(), SiteId{static_cast<std::uint32_t>(i)}) != to.end();
    if (fed && end) return true;
    live[i] = live[i] || (fed && !blocked[i]);
  }
  return false;
}

bool share_paths(const Model& model, const std::vector<SiteId>& via,
                 const std::vector<SiteId>& other_via) {
  if (via.empty() || other_via.empty()) return true;
  for (const auto v : via) {
    for (const auto w : other_via) {
      if (v == w || feeds(model, v, w) || feeds(model, w, v)) return true;
    }
  }
  return false;
}

Sites sites_in(const SiteMask& mask) {
  Sites out;
  for (std::uint32_t i = 0; i < mask.size(); ++i) {
    if (mask[i]) out.push_back({i});
  }
  return out;
}

}  // namespace hyp::graph
