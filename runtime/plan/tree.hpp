// SPDX-License-Identifier: MIT
// A claim unrolled into a tree of visits, each with its draws (docs/method.md, section 2): which
// stream decides who stands in for what, given whom.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "lang/diag/outcome.hpp"
#include "lang/graph/correspondence.hpp"
#include "runtime/plan/draw_rule.hpp"
#include "runtime/score/basis.hpp"

namespace hyp::plan {

using check::SiteId;

/// Scrubbing, or swapping: what the output node reads takes donors by `any`, each its own.
enum class Mode { scrub, swap };

/// The claim as it is written, or what stands beside it (docs/method.md, section 5).
enum class Variant {
  as_written,
  any,         ///< the same nodes and others, every node drawn by `any`
  one_donor,   ///< one donor for all nodes that a visit reads
  own_donors,  ///< a donor for every unit of a node that reads nothing
  baseline,    ///< the whole network on one donor by `any`
  twin         ///< the whole network on one donor that the rules of all nodes allow
};

/// One donor for each reference and trial.
struct Draw {
  std::string stream;
  std::vector<Drawer> drawers;         ///< whose rules it goes by; several share it
  std::optional<std::uint32_t> datum;  ///< the draw that gives the datum; empty: the reference
};

/// Elements of a site that are replaced; or, along a basis, the part of the whole site that lies in
/// its span.
struct Place {
  SiteId site;
  std::vector<std::int64_t> elements;  ///< sorted; empty along a basis
  std::shared_ptr<const score::Basis> along = nullptr;
};

/// What one node, or one unit of it, has replaced at a visit of its reader.
struct Replaced {
  NodeId node;
  std::uint32_t draw = 0;
  std::vector<Place> places;
  std::optional<std::uint32_t> visit;  ///< of the node on its donor; empty where it reads nothing
};

/// One image: a forward pass on a donor for everything unclaimed.
struct Visit {
  NodeId node;
  std::optional<std::uint32_t> datum;  ///< a draw; empty: the reference
  std::uint32_t others = 0;            ///< a draw
  std::vector<Replaced> replaced;
};

/// Visit 0 is the output node's; a draw comes before those whose datum it gives.
struct Tree {
  std::vector<Draw> draws;
  std::vector<Visit> visits;
};

/// `places` of every node, by NodeId. Errors: a tree of more than 4096 visits.
[[nodiscard]] diag::Outcome<Tree> unroll(const check::Program& program,
                                         const graph::Correspondence& claim,
                                         const std::vector<std::vector<Place>>& places, Mode mode,
                                         Variant variant);

}  // namespace hyp::plan
