// SPDX-License-Identifier: MIT
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "lang/graph/claims.hpp"
#include "lang/graph/correspondence.hpp"
#include "lang/graph/words.hpp"

namespace hyp::graph {

std::string dump(const Correspondence& graph, const check::Program& program) {
  const check::Hypothesis& hypothesis = program[graph.hypothesis];
  const check::Model& model = program[graph.model];
  const auto site_names = [&](const std::vector<check::SiteId>& sites) {
    std::vector<std::string> out;
    for (const auto site : sites) {
      const std::string& name = model.site(site).name;
      out.push_back(name.empty() ? fmt::format("#{}", site.index) : name);
    }
    return fmt::format("{}", fmt::join(out, " "));
  };
  std::string out = fmt::format("correspondence {} about {}\n", hypothesis.name, model.name);
  out += fmt::format("output {}\n", hypothesis.nodes[graph.output.index].name);
  for (const auto id : graph.order) {
    const check::Node& node = hypothesis.nodes[id.index];
    const Claim& claim = graph[id];
    out += fmt::format("node {} at {}\n", node.name,
                       fmt::join(place_lines(program, hypothesis, claim), "; "));
    if (node.value) {
      out += fmt::format("  is {}\n", expr_text(program, hypothesis, *node.value));
    }
    for (const auto& edge : graph.edges) {
      if (edge.reader != id) continue;
      const check::Node& read = hypothesis.nodes[edge.node.index];
      out += fmt::format("  reads {} along {}\n", read.name, site_names(edge.passes));
      out += fmt::format("    resampled {}\n",
                         fmt::join(resampling_lines(program, hypothesis, read), "; "));
    }
    if (!claim.others.any()) continue;
    out += fmt::format("  others {}\n", fmt::join(others_lines(program, hypothesis, node), "; "));
    if (claim.others.around) out += "    by paths around the claim\n";
    for (const auto& part : claim.others.rest) {
      const auto& shape = model.site(part.site).shape;
      out += fmt::format("    {} elements in {} units of {}\n", part.elements.size(),
                         check::units_of(part, shape).size(),
                         site_text(program, part.model, part.site));
      const auto& beside = claim.others.beside_subspaces;
      if (std::find(beside.begin(), beside.end(), part.site) != beside.end()) {
        out += "      beside the subspaces claimed there\n";
      }
    }
    if (claim.others.needs_data) out += "    and what the data leaves of claimed sites\n";
  }
  for (const auto& group : hypothesis.together) {
    std::vector<std::string> names;
    for (const auto id : group.nodes) names.push_back(hypothesis.nodes[id.index].name);
    if (group.others) names.emplace_back("others");
    out += fmt::format("together {}\n", fmt::join(names, " "));
  }
  if (hypothesis.oblique) out += "oblique parts allowed\n";
  return out;
}

}  // namespace hyp::graph
