// SPDX-License-Identifier: MIT
#include "runtime/embed/donors.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace hyp::embed {
namespace {

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

// "48 units of net.neurons"
std::string place_text(const check::Model& model, const std::vector<plan::Place>& places) {
  if (places.empty()) return "all else";
  std::map<check::SiteId, std::set<std::int64_t>> units;
  for (const auto& place : places) {
    const auto& shape = model.site(place.site).shape;
    const std::int64_t each = shape.empty() ? 1 : check::elements(shape) / shape[0];
    for (const auto element : place.elements) units[place.site].insert(element / each);
  }
  std::string text;
  for (const auto& [site, numbers] : units) {
    text += fmt::format("{}{} unit{} of {}.{}", text.empty() ? "" : ", ", numbers.size(),
                        numbers.size() == 1 ? "" : "s", model.name, model.site(site).name);
  }
  return text;
}

}  // namespace

std::vector<stats::NodeDonors> donors_of(const check::Program& program,
                                         const check::Hypothesis& hypothesis,
                                         const plan::Scrub& scrub, const exec::Ran& ran) {
  std::vector<stats::NodeDonors> all;
  for (const auto& facts : plan::facts(scrub)) {
    stats::NodeDonors donors;
    donors.stream = facts.stream;
    std::set<std::string> said;
    for (const auto drawer : facts.drawers) {
      const std::string rule = rule_text(program, hypothesis, drawer);
      if (said.insert(rule).second) donors.rule += (donors.rule.empty() ? "" : " and ") + rule;
    }
    donors.place = place_text(program[scrub.model], facts.places);
    donors.smallest = facts.smallest;
    donors.median = facts.median;
    donors.largest = facts.largest;
    donors.itself = facts.itself;
    donors.without = facts.without;
    donors.effect = ran.effect.empty() || ran.effect[facts.draw];
    all.push_back(std::move(donors));
  }
  return all;
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
