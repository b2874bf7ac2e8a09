// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <algorithm>

#include "lang/graph/claims.hpp"
#include "lang/graph/correspondence.hpp"
#include "lang/graph/edges.hpp"
#include "lang/graph/paths.hpp"
#include "lang/graph/reading.hpp"
#include "lang/graph/taint.hpp"

namespace hyp::graph {
namespace {

using check::Hypothesis;
using check::NodeId;
using check::Program;
using check::SiteId;
using diag::Code;
using diag::Diagnostic;
using diag::Note;

class Builder {
 public:
  Builder(const Program& program, check::HypothesisId id)
      : program_(program), hypothesis_(program[id]), model_(program[hypothesis_.model]) {
    graph_.hypothesis = id;
    graph_.model = hypothesis_.model;
  }

  diag::Outcome<Correspondence> run() {
    if (hypothesis_.nodes.empty()) {
      return Diagnostic(Code::no_nodes, hypothesis_.span,
                        {{"name", hypothesis_.name},
                         {"model", model_.name},
                         {"site", model_.site(model_.output).name}});
    }
    for (const auto& node : hypothesis_.nodes) {
      graph_.claims.push_back(make_claim(program_, node));
      graph_.deferred = graph_.deferred || graph_.claims.back().needs_data;
    }
    check_circles();
    if (found_.has_errors()) return found_.take();
    check_output();
    graph_.edges = make_edges(program_, hypothesis_, graph_.claims, found_);
    check_together();
    found_.add(check_claims(program_, graph_, nullptr));
    if (found_.has_errors()) return found_.take();
    for (std::uint32_t i = 0; i < hypothesis_.nodes.size(); ++i) {
      graph_.claims[i].others = make_others(program_, hypothesis_, graph_.claims, {i});
    }
    graph_.order = reading_order(hypothesis_);
    warn_of_taint();
    return {std::move(graph_), found_.take()};
  }

 private:
  const check::Node& node(NodeId id) const { return hypothesis_.nodes[id.index]; }

  void check_circles() {
    for (const auto& circle : circles(hypothesis_)) {
      std::string path;
      for (const auto id : circle) path += fmt::format("`{}` -> ", node(id).name);
      path += fmt::format("`{}`", node(circle[0]).name);
      Diagnostic error(Code::nodes_in_circle, node(circle[0]).span, {{"path", std::move(path)}});
      for (std::size_t i = 0; i < circle.size(); ++i) {
        const auto& reader = node(circle[i]);
        const NodeId next = circle[(i + 1) % circle.size()];
        const auto at = std::find(reader.reads.begin(), reader.reads.end(), next);
        error.labels.push_back(
            {reader.read_spans[static_cast<std::size_t>(at - reader.reads.begin())],
             Note::reads_here,
             {{"name", reader.name}, {"read", node(next).name}}});
      }
      found_.add(std::move(error));
    }
  }

  // The output, and what it is the choice of: `label`, `softmax` of the logits, the logits.
  bool at_output(NodeId id) const {
    const auto& sites = graph_.claims[id.index].sites;
    const SiteMask chain = between(model_, model_.logits, model_.output);
    return !sites.empty() &&
           std::all_of(sites.begin(), sites.end(), [&](SiteId site) { return chain[site.index]; });
  }

  void check_output() {
    const auto roots = unread(hypothesis_);
    std::vector<NodeId> outputs;
    std::copy_if(roots.begin(), roots.end(), std::back_inserter(outputs),
                 [&](NodeId id) { return at_output(id); });
    if (outputs.empty()) return no_output(roots);
    graph_.output = outputs[0];
    if (outputs.size() > 1) {
      Diagnostic error(Code::several_output_nodes, node(outputs.back()).span,
                       {{"names", names(outputs)}, {"model", model_.name}});
      for (std::size_t i = 0; i + 1 < outputs.size(); ++i) {
        error.labels.push_back(
            {node(outputs[i]).span, Note::also_output, {{"name", node(outputs[i]).name}}});
      }
      found_.add(std::move(error));
    }
    for (const auto id : roots) {
      if (at_output(id)) continue;
      found_.add(Diagnostic(Code::unread_node, node(id).span,
                            {{"name", node(id).name}, {"output", node(outputs[0]).name}})
                     .label(node(outputs[0]).span, Note::output_node));
    }
  }

  // A node at the output that is read by one further up is said to be upside down, not missing.
  void no_output(const std::vector<NodeId>& roots) {
    for (std::uint32_t i = 0; i < hypothesis_.nodes.size(); ++i) {
      if (at_output({i})) return;
    }
    std::string all;
    for (const auto id : roots) all += (all.empty() ? "" : ", ") + node(id).name;
    found_.add({Code::no_output_node,
                hypothesis_.span,
                {{"model", model_.name},
                 {"site", model_.site(model_.output).name},
                 {"names", std::move(all)}}});
  }

  std::string names(const std::vector<NodeId>& ids) const {
    std::string out;
    for (std::size_t i = 0; i < ids.size(); ++i) {
      out += i == 0 ? "" : i + 1 == ids.size() ? " and " : ", ";
      out += fmt::format("`{}`", node(ids[i]).name);
    }
    return out;
  }

  void check_together() {
    std::vector<bool> drawn(hypothesis_.nodes.size(), false);
    for (const auto& together : hypothesis_.together) {
      const auto& group = together.nodes;
      for (std::size_t i = 0; i < group.size(); ++i) {
        const auto id = group[i];
        if (drawn[id.index]) {
          found_.add({Code::together_twice, together.node_spans[i], {{"name", node(id).name}}});
        }
        drawn[id.index] = true;
      }
      for (std::size_t i = 1; i < group.size(); ++i) {
        if (group[i] == group[0] || siblings(group[0], group[i])) continue;
        found_.add(Diagnostic(Code::not_siblings, together.node_spans[i],
                              {{"first", node(group[0]).name}, {"node", node(group[i]).name}}));
      }
    }
    check_others_once();
  }

  // What one reader leaves to others is one draw, so it joins one `draw ... together`.
  void check_others_once() {
    const auto& all = hypothesis_.together;
    for (std::size_t i = 0; i < all.size(); ++i) {
      const bool twice = std::any_of(all.begin(), all.begin() + static_cast<std::ptrdiff_t>(i),
                                     [&](const check::Together& earlier) {
                                       return earlier.others && all[i].others &&
                                              one_reader(earlier.nodes, all[i].nodes);
                                     });
      if (twice) found_.add({Code::together_twice, all[i].others_span, {{"name", "others"}}});
    }
  }

  bool one_reader(const std::vector<NodeId>& as, const std::vector<NodeId>& bs) const {
    return std::any_of(as.begin(), as.end(), [&](NodeId a) {
      return std::any_of(bs.begin(), bs.end(), [&](NodeId b) { return siblings(a, b); });
    });
  }

  bool siblings(NodeId a, NodeId b) const {
    const auto& nodes = hypothesis_.nodes;
    return std::any_of(nodes.begin(), nodes.end(), [&](const check::Node& reader) {
      const auto& reads = reader.reads;
      return std::find(reads.begin(), reads.end(), a) != reads.end() &&
             std::find(reads.begin(), reads.end(), b) != reads.end();
    });
  }

  void warn_of_taint() {
    for (std::uint32_t i = 0; i < hypothesis_.nodes.size(); ++i) {
      const NodeId id{i};
      const auto& node = hypothesis_.nodes[i];
      const auto warn = [&](bool others, source::Span span) {
        const RuleTaint taint = taint_of(program_, graph_, id, others);
        if (taint.taint != Taint::answer) return;
        found_.add({Code::rule_reads_answer,
                    span,
                    {{"node", (others ? "others of " : "") + node.name},
                     {"site", model_.site(taint.site).name},
                     {"model", model_.name}}});
      };
      if (id != graph_.output) {
        warn(false, node.rule    ? node.rule->span
                    : node.value ? program_[*node.value].span
                                 : node.span);
      }
      const auto& spec = node.others ? node.others : hypothesis_.all_else;
      if (graph_[id].others.any() && spec && !node.reads.empty()) warn(true, spec->span);
    }
  }

  const Program& program_;
  const Hypothesis& hypothesis_;
  const check::Model& model_;
  Correspondence graph_;
  diag::Diagnostics found_;
};

}  // namespace

diag::Outcome<Correspondence> build(const Program& program, check::HypothesisId hypothesis) {
  return Builder(program, hypothesis).run();
}

}  // namespace hyp::graph
