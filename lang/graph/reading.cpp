// SPDX-License-Identifier: MIT
#include "lang/graph/reading.hpp"

#include <algorithm>
#include <boost/graph/adjacency_list.hpp>
#include <boost/graph/strong_components.hpp>
#include <boost/graph/topological_sort.hpp>
#include <iterator>

namespace hyp::graph {
namespace {

using check::Hypothesis;
using check::NodeId;
using ReadGraph = boost::adjacency_list<boost::vecS, boost::vecS, boost::directedS>;

// Vertices and edges are laid out backwards, because the sort yields what is visited last first.
std::size_t vertex(const Hypothesis& hypothesis, NodeId node) {
  return hypothesis.nodes.size() - 1 - node.index;
}
NodeId node_of(const Hypothesis& hypothesis, std::size_t at) {
  return {static_cast<std::uint32_t>(hypothesis.nodes.size() - 1 - at)};
}

ReadGraph make(const Hypothesis& hypothesis) {
  ReadGraph reads(hypothesis.nodes.size());
  for (std::uint32_t i = 0; i < hypothesis.nodes.size(); ++i) {
    const auto& list = hypothesis.nodes[i].reads;
    for (auto it = list.rbegin(); it != list.rend(); ++it) {
      boost::add_edge(vertex(hypothesis, {i}), vertex(hypothesis, *it), reads);
    }
  }
  return reads;
}

// Reading on inside the component of `start` must meet a node for the second time.
std::vector<NodeId> circle_from(const Hypothesis& hypothesis, NodeId start,
                                const std::vector<int>& component) {
  const auto part = [&](NodeId node) { return component[vertex(hypothesis, node)]; };
  std::vector<NodeId> walk{start};
  for (;;) {
    const auto& reads = hypothesis.nodes[walk.back().index].reads;
    const auto next = std::find_if(reads.begin(), reads.end(),
                                   [&](NodeId node) { return part(node) == part(start); });
    if (next == reads.end()) return {};  // a component of one that does not read itself
    if (const auto met = std::find(walk.begin(), walk.end(), *next); met != walk.end()) {
      walk.erase(walk.begin(), met);
      break;
    }
    walk.push_back(*next);
  }
  std::rotate(walk.begin(), std::min_element(walk.begin(), walk.end()), walk.end());
  return walk;
}

}  // namespace

std::vector<std::vector<NodeId>> circles(const Hypothesis& hypothesis) {
  const ReadGraph reads = make(hypothesis);
  std::vector<int> component(hypothesis.nodes.size());
  const int count = boost::strong_components(
      reads,
      boost::make_iterator_property_map(component.begin(), boost::get(boost::vertex_index, reads)));
  std::vector<bool> seen(static_cast<std::size_t>(count), false);
  std::vector<std::vector<NodeId>> found;
  for (std::uint32_t i = 0; i < hypothesis.nodes.size(); ++i) {
    const auto part = static_cast<std::size_t>(component[vertex(hypothesis, {i})]);
    if (seen[part]) continue;
    seen[part] = true;
    auto circle = circle_from(hypothesis, {i}, component);
    if (!circle.empty()) found.push_back(std::move(circle));
  }
  return found;
}

std::vector<NodeId> reading_order(const Hypothesis& hypothesis) {
  std::vector<std::size_t> last_first;
  const ReadGraph reads = make(hypothesis);
  boost::topological_sort(reads, std::back_inserter(last_first));
  std::vector<NodeId> order;
  for (auto it = last_first.rbegin(); it != last_first.rend(); ++it) {
    order.push_back(node_of(hypothesis, *it));
  }
  return order;
}

std::vector<NodeId> unread(const Hypothesis& hypothesis) {
  std::vector<bool> read(hypothesis.nodes.size(), false);
  for (const auto& node : hypothesis.nodes) {
    for (const auto id : node.reads) read[id.index] = true;
  }
  std::vector<NodeId> out;
  for (std::uint32_t i = 0; i < read.size(); ++i) {
    if (!read[i]) out.push_back({i});
  }
  return out;
}

}  // namespace hyp::graph
