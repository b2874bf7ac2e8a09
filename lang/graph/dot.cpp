// SPDX-License-Identifier: MIT
#include "lang/graph/dot.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "lang/graph/words.hpp"

namespace hyp::graph {
namespace {

using check::NodeId;
using check::SiteId;

// Text for inside quotes: only the backslashes that we write ourselves mean anything to graphviz.
std::string escape(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    out += static_cast<unsigned char>(c) < 0x20 ? ' ' : c;
  }
  return out;
}

// Lines under each other; `align` is "\\n" for centred, "\\l" for left.
std::string stack(const std::vector<std::string>& lines, std::string_view align) {
  std::string out;
  for (const auto& line : lines) out += escape(line) + std::string(align);
  return out;
}

class Drawing {
 public:
  Drawing(const Correspondence& graph, const check::Program& program)
      : graph_(graph),
        program_(program),
        hypothesis_(program[graph.hypothesis]),
        model_(program[graph.model]) {}

  std::string draw() {
    out_ += fmt::format("digraph \"{}\" {{\n", escape(hypothesis_.name));
    out_ +=
        "  rankdir=TB; fontname=\"sans-serif\"; nodesep=0.4; ranksep=0.6;\n"
        "  node [fontname=\"sans-serif\", fontsize=11];\n"
        "  edge [fontname=\"sans-serif\", fontsize=10];\n";
    interpretation();
    network();
    correspondence();
    return out_ + "}\n";
  }

 private:
  void interpretation() {
    out_ += fmt::format("  subgraph cluster_claim {{\n    label=\"{}\"; peripheries=0;\n",
                        escape(hypothesis_.name));
    for (const auto id : graph_.order) node(id);
    for (const auto id : graph_.order) {
      for (const auto& edge : graph_.edges) {
        if (edge.reader == id) read(edge);
      }
      others(id);
    }
    out_ += "  }\n";
  }

  void node(NodeId id) {
    const check::Node& node = hypothesis_.nodes[id.index];
    std::string label = fmt::format("{}\\n", escape(node.name));
    label += stack(place_lines(program_, hypothesis_, graph_[id]), "\\n");
    if (node.value) {
      label += fmt::format("is {}\\n", escape(expr_text(program_, hypothesis_, *node.value)));
    }
    out_ += fmt::format(
        "    n{} [shape=box, style=\"rounded,filled\", fillcolor=\"#e8f0fa\", "
        "label=\"{}\"];\n",
        id.index, label);
  }

  void read(const Edge& edge) {
    const check::Node& read = hypothesis_.nodes[edge.node.index];
    auto lines = resampling_lines(program_, hypothesis_, read);
    for (const auto via : read.via) lines.push_back("via " + model_.site(via).name);
    for (std::size_t i = 0; i < hypothesis_.together.size(); ++i) {
      const auto& group = hypothesis_.together[i].nodes;
      if (std::find(group.begin(), group.end(), edge.node) == group.end()) continue;
      lines.push_back(hypothesis_.together.size() == 1 ? "one draw together"
                                                       : fmt::format("draw {} together", i + 1));
      if (hypothesis_.together[i].others) lines.back() += " with all else";
    }
    out_ += fmt::format("    n{} -> n{} [label=\"{}\"];\n", edge.reader.index, edge.node.index,
                        stack(lines, "\\l"));
  }

  void others(NodeId id) {
    if (!graph_[id].others.any()) return;
    out_ += fmt::format("    o{} [shape=plaintext, fontcolor=\"#666666\", label=\"all else\"];\n",
                        id.index);
    out_ += fmt::format(
        "    n{0} -> o{0} [color=\"#999999\", fontcolor=\"#666666\", label=\"{1}\"];\n", id.index,
        stack(others_lines(program_, hypothesis_, hypothesis_.nodes[id.index]), "\\l"));
  }

  // The named sites, joined through unnamed ones, with the output on top.
  void network() {
    out_ += fmt::format(
        "  subgraph cluster_network {{\n    label=\"{}\"; color=\"#bbbbbb\"; "
        "fontcolor=\"#666666\";\n    node [shape=box, color=\"#999999\"];\n",
        escape(model_.name));
    for (std::uint32_t i = 0; i < model_.sites.size(); ++i) {
      const check::Site& site = model_.sites[i];
      if (site.name.empty()) continue;
      const std::string shape = site.shape.empty() ? "" : " " + check::to_string(site.shape);
      out_ += fmt::format("    s{} [label=\"{}\"];\n", i, escape(site.name + shape));
    }
    std::vector<std::set<SiteId>> named(model_.sites.size());
    for (std::uint32_t i = 0; i < model_.sites.size(); ++i) {
      for (const auto input : model_.sites[i].inputs) {
        if (model_.site(input).name.empty()) {
          named[i].insert(named[input.index].begin(), named[input.index].end());
        } else {
          named[i].insert(input);
        }
      }
      if (model_.sites[i].name.empty()) continue;
      for (const auto from : named[i]) {
        out_ += fmt::format("    s{} -> s{} [dir=back, color=\"#999999\"];\n", i, from.index);
      }
    }
    out_ += "  }\n";
  }

  void correspondence() {
    for (const auto id : graph_.order) {
      for (const auto site : graph_[id].sites) {
        out_ += fmt::format(
            "  n{} -> s{} [style=dashed, arrowhead=none, constraint=false, "
            "color=\"#4477aa\"];\n",
            id.index, site.index);
      }
    }
  }

  const Correspondence& graph_;
  const check::Program& program_;
  const check::Hypothesis& hypothesis_;
  const check::Model& model_;
  std::string out_;
};

}  // namespace

std::string to_dot(const Correspondence& correspondence, const check::Program& program) {
  return Drawing(correspondence, program).draw();
}

}  // namespace hyp::graph
