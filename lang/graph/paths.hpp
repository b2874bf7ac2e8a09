// SPDX-License-Identifier: MIT
// Paths of the network between the sites of a claim.
#pragma once

#include <vector>

#include "lang/check/model.hpp"

namespace hyp::graph {

using Sites = std::vector<check::SiteId>;  // sorted, each once
using SiteMask = std::vector<bool>;

/// The sites on any path from `from` to `to`, both included; nothing where none leads there.
[[nodiscard]] SiteMask between(const check::Model& model, check::SiteId from, check::SiteId to);

/// Whether `from` feeds `to` through at least one operation.
[[nodiscard]] bool feeds(const check::Model& model, check::SiteId from, check::SiteId to);

/// The sites on the paths from any of `from` to any of `to`; only those through one of `via`, where
/// there are any.
[[nodiscard]] SiteMask between(const check::Model& model, const Sites& from, const Sites& to,
                               const Sites& via);

/// Whether a leaf reaches any of `to` by a path that meets no blocked site on its way.
[[nodiscard]] bool leaves_reach(const check::Model& model, const Sites& to,
                                const SiteMask& blocked);
/// The same from other sites, which may be blocked themselves.
[[nodiscard]] bool reaches(const check::Model& model, const Sites& from, const Sites& to,
                           const SiteMask& blocked);

/// Whether two claims meet: unless the `via` of both keep them on paths of their own.
[[nodiscard]] bool share_paths(const check::Model& model, const std::vector<check::SiteId>& via,
                               const std::vector<check::SiteId>& other_via);

[[nodiscard]] Sites sites_in(const SiteMask& mask);

}  // namespace hyp::graph
