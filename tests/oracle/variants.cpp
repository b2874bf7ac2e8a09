// SPDX-License-Identifier: MIT
#include "tests/oracle/variants.hpp"

#include <algorithm>

#include "tests/oracle/expressions.hpp"

namespace hyp::oracle {

using check::NodeId;
using check::Rule;
using check::RuleSpec;

namespace {

RuleSpec only(Rule rule) {
  RuleSpec spec;
  spec.arms.emplace_back();
  spec.arms.back().rule = std::move(rule);
  return spec;
}

RuleSpec only(Rule::Kind kind) {
  Rule rule;
  rule.kind = kind;
  return only(std::move(rule));
}

bool contains(const std::vector<NodeId>& nodes, NodeId node) {
  return std::find(nodes.begin(), nodes.end(), node) != nodes.end();
}

}  // namespace

Changed& Changed::every_node(Rule::Kind kind) {
  for (auto& node : claim().nodes) node.rule = only(kind);
  return *this;
}

Changed& Changed::all_others(Rule::Kind kind) {
  claim().all_else = only(kind);
  for (auto& node : claim().nodes) node.others.reset();
  return *this;
}

Changed& Changed::all_together(Others others) {
  std::vector<check::Together> all;
  for (const auto& reader : claim().nodes) {
    if (reader.reads.empty()) continue;
    const auto& before = claim().together;
    const bool joined = std::any_of(before.begin(), before.end(), [&](const auto& together) {
      return together.others && std::any_of(together.nodes.begin(), together.nodes.end(),
                                            [&](NodeId m) { return contains(reader.reads, m); });
    });
    const bool join = others == Others::join || (others == Others::as_before && joined);
    all.push_back({reader.reads, join, reader.span});
  }
  claim().together = std::move(all);
  return *this;
}

Changed& Changed::own_donors() {
  const Expressions expressions(world_);
  claim().together.clear();
  const std::size_t written = claim().nodes.size();
  for (std::uint32_t m = 0; m < written; ++m) {
    const check::Node node = claim().nodes[m];
    if (!node.reads.empty()) continue;
    std::vector<check::Node> units;
    for (const auto& part : expressions.parts(node.places)) {
      const auto& site = program_[part.model].site(part.site);
      for (const auto unit : check::units_of(part, site.shape)) {
        check::SitePlace place{part.model, part.site, {{unit, unit}}, {}};
        check::Set set;
        set.terms.push_back({check::Set::Join::start, check::PlaceRef{place, {}, node.span}});
        units.push_back(node);
        units.back().name += "/" + site.name + "[" + std::to_string(unit) + "]";
        units.back().places = {set};
        units.back().place_spans = {node.span};
      }
    }
    // The first takes the node's own place: values that mention the node go on meaning it.
    claim().nodes[m] = units.at(0);
    for (std::size_t i = 1; i < units.size(); ++i) {
      const NodeId id{static_cast<std::uint32_t>(claim().nodes.size())};
      claim().nodes.push_back(units[i]);
      for (std::size_t reader = 0; reader < written; ++reader) {
        auto& reads = claim().nodes[reader].reads;
        if (!contains(reads, NodeId{m})) continue;
        reads.push_back(id);
        claim().nodes[reader].read_spans.push_back(node.span);
      }
    }
  }
  return *this;
}

Changed& Changed::allow_everything() {
  const check::ExprId all{static_cast<std::uint32_t>(program_.exprs.size())};
  check::Expr one = program_.exprs.at(0);
  one.node = check::Expr::Constant{1};
  program_.exprs.push_back(std::move(one));
  const auto allow = [&](RuleSpec& spec) {
    for (auto& arm : spec.arms) arm.rule.allow = all;
  };
  for (auto& node : claim().nodes) {
    if (!node.rule && node.value) {
      Rule rule;
      rule.kind = node.up_to ? Rule::Kind::within : Rule::Kind::same;
      rule.values = {*node.value};
      rule.amount = node.up_to;
      node.rule = only(std::move(rule));
    }
    if (node.rule) allow(*node.rule);
    if (node.others) allow(*node.others);
  }
  if (claim().all_else) allow(*claim().all_else);
  return *this;
}

World Changed::world() const {
  World world = world_;
  world.program = &program_;
  world.hypothesis = hypothesis_;
  return world;
}

}  // namespace hyp::oracle
