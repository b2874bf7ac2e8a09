// SPDX-License-Identifier: MIT
#include "runtime/report/donors.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <tuple>

#include "runtime/report/numbers.hpp"
#include "runtime/report/sweeps.hpp"
#include "runtime/report/words.hpp"

namespace hyp::report {
namespace {

using stats::NodeDonors;

bool same_but_for_sweep(const NodeDonors& a, const NodeDonors& b) {
  const auto all = [](const NodeDonors& d) {
    return std::tie(d.smallest, d.median, d.largest, d.itself, d.without, d.effect);
  };
  return all(a) == all(b);
}

std::string last_name(const std::string& stream) {
  return stream.substr(stream.rfind('/') + 1);
}

std::string size_of(const NodeDonors& donors) {
  if (!donors.smallest || !donors.median || !donors.largest) return "-";
  if (*donors.smallest == *donors.largest) return fmt::format("{}", *donors.smallest);
  return fmt::format("{} / {} / {}", *donors.smallest, *donors.median, *donors.largest);
}

}  // namespace

Donors::Donors(const std::vector<NodeDonors>& donors) {
  std::map<std::string, std::size_t> of_stream;
  std::map<std::string, int> ends;
  for (const auto& entry : donors) {
    const auto [at, is_new] = of_stream.try_emplace(entry.stream, nodes_.size());
    if (is_new) {
      nodes_.push_back({entry.stream, {}});
      ++ends[last_name(entry.stream)];
    }
    nodes_[at->second].points.push_back(&entry);
  }
  for (auto& node : nodes_) {
    if (ends[last_name(node.name)] == 1) node.name = last_name(node.name);
    const bool constant = std::all_of(
        node.points.begin(), node.points.end(),
        [&](const NodeDonors* point) { return same_but_for_sweep(*point, *node.points.front()); });
    if (constant) node.points.resize(1);
  }
}

std::vector<std::string> Donors::rules() const {
  std::vector<std::string> out;
  for (const auto& node : nodes_) {
    const NodeDonors& first = *node.points.front();
    const std::string place = first.place.empty() ? "" : fmt::format(" ({})", first.place);
    const bool inputs = first.reads.empty() || first.reads == "inputs";
    const std::string reads = inputs ? "" : fmt::format(" [chooses by {}]", first.reads);
    out.push_back(printable(fmt::format("{}{}: {}{}", node.name, place, first.rule, reads)));
  }
  return out;
}

Table Donors::sizes() const {
  Column names{"node", {}}, donors{"donors", {}}, itself{"itself", {}}, without{"without", {}},
      effect{"effect", {}};
  std::vector<stats::SweepPoint> points;
  bool none_without = true, all_effective = true;
  for (const auto& node : nodes_) {
    for (const auto* entry : node.points) {
      names.cells.push_back(printable(node.name));
      points.push_back(node.points.size() > 1 ? entry->sweep : stats::SweepPoint{});
      donors.cells.push_back(size_of(*entry));
      itself.cells.push_back(write_value(entry->itself, true));
      without.cells.push_back(fmt::format("{}", entry->without));
      effect.cells.emplace_back(entry->effect.value_or(true) ? "yes" : "none");
      none_without &= entry->without == 0;
      all_effective &= entry->effect.value_or(true);
    }
  }
  Table table{{names}, {}, {donors, itself}};
  add_sweeps(table.keys, points, "every");
  if (!none_without) table.values.push_back(without);
  if (!all_effective) table.values.push_back(effect);
  return table;
}

}  // namespace hyp::report
