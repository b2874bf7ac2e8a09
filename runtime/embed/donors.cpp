// SPDX-License-Identifier: MIT
#include "runtime/embed/donors.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "lang/graph/taint.hpp"

namespace hyp::embed {
namespace {

// The worst that any rule of a shared draw looks at.
std::string reads_of(const check::Program& program, const graph::Correspondence& graph,
                     const std::vector<plan::Drawer>& drawers) {
  graph::Taint worst = graph::Taint::inputs;
  for (const auto drawer : drawers) {
    if (drawer.kind == plan::Drawer::Kind::any) continue;
    const bool others = drawer.kind == plan::Drawer::Kind::others;
    worst = std::max(worst, graph::taint_of(program, graph, drawer.node, others).taint);
  }
  return worst == graph::Taint::inputs        ? "inputs"
         : worst == graph::Taint::activations ? "activations"
                                              : "the answer";
}

}  // namespace

std::string rule_text(const check::Program& program, const check::Hypothesis& hypothesis,
                      plan::Drawer drawer) {
  if (drawer.kind == plan::Drawer::Kind::any) return "any";
  const auto& node = hypothesis.nodes[drawer.node.index];
  if (drawer.kind == plan::Drawer::Kind::others) {
    const auto& spec = node.others ? node.others : hypothesis.all_else;
    return spec ? check::to_text(program, *spec) : "any";
  }
  if (node.rule) return check::to_text(program, *node.rule);
  if (!node.up_to) return "same value";
  return "within " + check::to_text(program, *node.up_to) + " of its value";
}

std::string place_text(const check::Model& model, const std::vector<plan::Place>& places) {
  if (places.empty()) return "all else";
  std::map<check::SiteId, std::set<std::int64_t>> units;
  std::map<check::SiteId, std::int64_t> axes;
  for (const auto& place : places) {
    if (place.along) axes[place.site] += place.along->dimension;
    const auto& shape = model.site(place.site).shape;
    const std::int64_t each = shape.empty() ? 1 : check::elements(shape) / shape[0];
    for (const auto element : place.elements) units[place.site].insert(element / each);
  }
  std::string text;
  for (const auto& [site, numbers] : units) {
    text += fmt::format("{}{} unit{} of {}.{}", text.empty() ? "" : ", ", numbers.size(),
                        numbers.size() == 1 ? "" : "s", model.name, model.site(site).name);
  }
  for (const auto& [site, count] : axes) {
    text += fmt::format("{}{} dimension{} of {}.{}", text.empty() ? "" : ", ", count,
                        count == 1 ? "" : "s", model.name, model.site(site).name);
  }
  return text;
}

std::vector<stats::NodeDonors> donors_of(const check::Program& program,
                                         const check::Hypothesis& hypothesis,
                                         const graph::Correspondence& graph,
                                         const std::vector<plan::DrawFacts>& all_facts,
                                         const std::vector<bool>& effect) {
  std::vector<stats::NodeDonors> all;
  for (const auto& facts : all_facts) {
    stats::NodeDonors donors;
    donors.stream = facts.stream;
    std::set<std::string> said;
    for (const auto drawer : facts.drawers) {
      const std::string rule = rule_text(program, hypothesis, drawer);
      if (said.insert(rule).second) donors.rule += (donors.rule.empty() ? "" : " and ") + rule;
    }
    donors.place = place_text(program[graph.model], facts.places);
    donors.smallest = facts.smallest;
    donors.median = facts.median;
    donors.largest = facts.largest;
    donors.itself = facts.itself;
    donors.without = facts.without;
    donors.reads = reads_of(program, graph, facts.drawers);
    if (!effect.empty()) donors.effect = effect[facts.draw];
    all.push_back(std::move(donors));
  }
  return all;
}

stats::Work work_of(const plan::Scrub& scrub, const exec::Machines& machines,
                    const score::Captured& captured) {
  stats::Work work;
  const auto engine = exec::engine_of(scrub, machines);
  const check::Model& model = machines.networks.at(scrub.model)->equations;
  work.engine = engine.affine ? "affine" : "forward";
  if (engine.obstacle) {
    const auto& name = model.site(*engine.obstacle).name;
    work.obstacle = name.empty() ? "a step without a name" : name;
  }
  work.visits = static_cast<std::int64_t>(scrub.tree.visits.size());
  work.draws = static_cast<std::int64_t>(scrub.tree.draws.size());
  work.rows = static_cast<std::int64_t>(scrub.tested.size());
  work.tested = std::count(scrub.tested.begin(), scrub.tested.end(), 1);
  for (const auto& [key, values] : captured.sites) {
    work.kept_bytes += static_cast<std::int64_t>(values.values.size() * sizeof(float));
  }
  if (engine.affine) {
    const auto summands = scrub.tree.visits.front().replaced.size() + 1;
    work.contribution_bytes = static_cast<std::int64_t>(summands * sizeof(double)) *
                              scrub.pool->size() * check::elements(model.site(scrub.logits).shape);
  }
  return work;
}

std::int64_t near_ties(const model::Activations& logits) {
  constexpr double kNear = 1e-5;
  std::int64_t count = 0;
  for (std::int64_t row = 0; row < logits.rows; ++row) {
    std::vector<float> sorted(logits.row(row), logits.row(row) + logits.width);
    std::partial_sort(sorted.begin(), sorted.begin() + std::min<std::size_t>(2, sorted.size()),
                      sorted.end(), std::greater<>());
    if (sorted.size() > 1 && double{sorted[0]} - double{sorted[1]} < kNear) ++count;
  }
  return count;
}

}  // namespace hyp::embed
