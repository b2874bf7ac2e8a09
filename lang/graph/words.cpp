// SPDX-License-Identifier: MIT
#include "lang/graph/words.hpp"

#include <fmt/format.h>

#include "lang/check/words.hpp"
#include "lang/graph/claims.hpp"

namespace hyp::graph {

std::string expr_text(const check::Program& program, const check::Hypothesis& hypothesis,
                      check::ExprId id) {
  return check::to_text(program, id, &hypothesis);
}

std::vector<std::string> rule_lines(const check::Program& program,
                                    const check::Hypothesis& hypothesis,
                                    const check::RuleSpec& spec) {
  std::vector<std::string> lines;
  for (const auto& arm : spec.arms) {
    std::string line = check::to_text(program, arm.rule);
    if (arm.when) {
      line = fmt::format("when {}: {}", expr_text(program, hypothesis, *arm.when), line);
    } else if (spec.arms.size() > 1) {
      line = "otherwise: " + line;
    }
    lines.push_back(std::move(line));
  }
  return lines;
}

std::vector<std::string> resampling_lines(const check::Program& program,
                                          const check::Hypothesis& hypothesis,
                                          const check::Node& node) {
  if (node.rule) return rule_lines(program, hypothesis, *node.rule);
  if (!node.up_to) return {"same value"};
  return {fmt::format("same value up to {}", expr_text(program, hypothesis, *node.up_to))};
}

std::vector<std::string> others_lines(const check::Program& program,
                                      const check::Hypothesis& hypothesis,
                                      const check::Node& node) {
  if (node.others) return rule_lines(program, hypothesis, *node.others);
  if (hypothesis.all_else) return rule_lines(program, hypothesis, *hypothesis.all_else);
  return {"any"};
}

std::vector<std::string> place_lines(const check::Program& program,
                                     const check::Hypothesis& hypothesis, const Claim& claim) {
  std::vector<std::string> lines;
  const check::Model& model = program[hypothesis.model];
  if (claim.needs_data) {
    for (const auto site : claim.unit_sites) {
      lines.push_back("units of " + site_text(program, hypothesis.model, site) +
                      " that the data decides");
    }
  }
  for (const auto& part : claim.parts) {
    const check::Shape& shape = model.site(part.site).shape;
    const std::string site = site_text(program, part.model, part.site);
    const auto units = static_cast<std::int64_t>(check::units_of(part, shape).size());
    const auto held = static_cast<std::int64_t>(part.elements.size());
    if (held == check::elements(shape)) {
      lines.push_back(shape.empty() ? site : fmt::format("all of {}", site));
      continue;
    }
    std::string line = fmt::format("{} unit{} of {}", units, units == 1 ? "" : "s", site);
    const std::int64_t each = check::elements(shape) / shape[0];
    if (held != units * each) line += fmt::format(", {} of {} elements", held, units * each);
    lines.push_back(std::move(line));
  }
  for (const auto id : claim.subspaces) {
    const check::Subspace& subspace = program[id];
    lines.push_back(fmt::format("{} {} of {}", subspace.direction ? "direction" : "subspace",
                                subspace.name, site_text(program, subspace.model, subspace.site)));
  }
  return lines;
}

}  // namespace hyp::graph
