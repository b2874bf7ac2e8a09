// SPDX-License-Identifier: MIT
#include "runtime/plan/tree.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace hyp::plan {
namespace {

using check::Hypothesis;

constexpr std::size_t kMostVisits = 4096;

class Unroller {
 public:
  Unroller(const check::Program& program, const graph::Correspondence& claim,
           const std::vector<std::vector<Place>>& places, Mode mode, Variant variant)
      : program_(program),
        hypothesis_(program[claim.hypothesis]),
        model_(program[claim.model]),
        claim_(claim),
        places_(places),
        mode_(mode),
        variant_(variant) {}

  diag::Outcome<Tree> unroll() {
    const NodeId root = claim_.output;
    const std::string path = node(root).name;
    if (variant_ == Variant::baseline || variant_ == Variant::twin) {
      whole_network(root, path);
    } else if (!visit(root, path, std::nullopt)) {
      return diag::Diagnostic(diag::Code::claim_too_large, hypothesis_.span,
                              {{"name", hypothesis_.name}, {"most", kMostVisits}});
    }
    return std::move(tree_);
  }

 private:
  [[nodiscard]] const check::Node& node(NodeId id) const { return hypothesis_.nodes[id.index]; }

  static Drawer of(NodeId id) { return {Drawer::Kind::node, id}; }
  static Drawer others(NodeId reader) { return {Drawer::Kind::others, reader}; }

  [[nodiscard]] std::string stream(const std::string& path, Drawer drawer) const {
    return path + "/" + (drawer.kind == Drawer::Kind::others ? "others" : node(drawer.node).name);
  }

  // Everything is taken from one donor. The claimed parts are still named, so that the same numbers
  // are added in the same order as for the claim itself. The stream is that of all of the claim's
  // draws at the output drawn together.
  void whole_network(NodeId root, const std::string& path) {
    Draw draw;
    const bool twin = variant_ == Variant::twin;
    if (!twin) draw.stream = stream(path, others(root));
    for (const NodeId m : node(root).reads) {
      const std::string name = stream(path, of(m));
      if (draw.stream.empty() || name < draw.stream) draw.stream = name;
      if (twin) draw.drawers.push_back(rule_drawer(root, m));
    }
    if (draw.drawers.empty()) draw.drawers.push_back({Drawer::Kind::any, {}});
    if (draw.stream.empty()) draw.stream = stream(path, others(root));
    tree_.draws.push_back(std::move(draw));
    tree_.visits.push_back({root, std::nullopt, 0, {}});
    for (const NodeId m : node(root).reads) {
      tree_.visits[0].replaced.push_back({m, 0, places_[m.index], std::nullopt});
    }
  }

  // Whose rule a node read by `reader` is drawn by.
  [[nodiscard]] Drawer rule_drawer(NodeId reader, NodeId m) const {
    const bool swapped = mode_ == Mode::swap && reader == claim_.output;
    if (swapped || variant_ == Variant::any) return {Drawer::Kind::any, m};
    return of(m);
  }

  // Those that draw at a visit of `reader`: each in one company, which shares a donor.
  [[nodiscard]] std::vector<std::vector<Drawer>> companies(NodeId reader) const {
    const auto& reads = node(reader).reads;
    const bool apart =
        (mode_ == Mode::swap && reader == claim_.output) || variant_ == Variant::own_donors;
    std::vector<std::vector<Drawer>> all;
    std::set<Drawer> placed;
    const auto add = [&](std::vector<Drawer> company) {
      if (company.empty()) return;
      placed.insert(company.begin(), company.end());
      all.push_back(std::move(company));
    };
    for (const auto& together : hypothesis_.together) {
      std::vector<Drawer> company;
      for (const NodeId m : together.nodes) {
        if (!apart && std::find(reads.begin(), reads.end(), m) != reads.end()) {
          company.push_back(of(m));
        }
      }
      if (together.others && !company.empty()) company.push_back(others(reader));
      add(std::move(company));
    }
    if (variant_ == Variant::one_donor && !apart) all = united(std::move(all), reader, placed);
    for (const NodeId m : reads) {
      if (!placed.contains(of(m))) add({of(m)});
    }
    if (!placed.contains(others(reader))) add({others(reader)});
    return all;
  }

  // All nodes in one company, with the others where they shared with any.
  std::vector<std::vector<Drawer>> united(std::vector<std::vector<Drawer>>, NodeId reader,
                                          std::set<Drawer>& placed) const {
    std::vector<Drawer> one;
    for (const NodeId m : node(reader).reads) one.push_back(of(m));
    if (one.empty()) return {};
    if (placed.contains(others(reader))) one.push_back(others(reader));
    placed.insert(one.begin(), one.end());
    return {one};
  }

  std::optional<std::uint32_t> visit(NodeId reader, const std::string& path,
                                     std::optional<std::uint32_t> datum) {
    if (tree_.visits.size() >= kMostVisits) return std::nullopt;
    const auto index = static_cast<std::uint32_t>(tree_.visits.size());
    tree_.visits.push_back({reader, datum, 0, {}});
    std::vector<std::pair<NodeId, std::uint32_t>> drawn;
    for (const auto& company : companies(reader)) {
      Draw draw{stream(path, company[0]), {}, datum};
      for (const Drawer& drawer : company) {
        draw.stream = std::min(draw.stream, stream(path, drawer));
        draw.drawers.push_back(drawer.kind == Drawer::Kind::node ? rule_drawer(reader, drawer.node)
                                                                 : drawer);
      }
      const auto id = static_cast<std::uint32_t>(tree_.draws.size());
      for (const Drawer& drawer : company) {
        if (drawer.kind == Drawer::Kind::others) {
          tree_.visits[index].others = id;
        } else {
          drawn.emplace_back(drawer.node, id);
        }
      }
      const bool split = variant_ == Variant::own_donors && drawn.size() == 1 &&
                         drawn[0].first == company[0].node &&
                         company[0].kind == Drawer::Kind::node &&
                         node(drawn[0].first).reads.empty();
      if (split) {
        replace_units(index, drawn[0].first, draw);
        drawn.clear();
        continue;
      }
      tree_.draws.push_back(std::move(draw));
      for (const auto& [m, by] : drawn) {
        Replaced replaced{m, by, places_[m.index], std::nullopt};
        if (!node(m).reads.empty()) {
          replaced.visit = visit(m, path + "/" + node(m).name, by);
          if (!replaced.visit) return std::nullopt;
        }
        tree_.visits[index].replaced.push_back(std::move(replaced));
      }
      drawn.clear();
    }
    in_written_order(index);
    return index;
  }

  // A draw for every unit of a node that reads nothing.
  void replace_units(std::uint32_t index, NodeId m, const Draw& draw) {
    for (const Place& place : places_[m.index]) {
      const auto& site = model_.site(place.site);
      if (place.along) {
        replace_axes(index, m, draw, place);
        continue;
      }
      const std::int64_t per_unit =
          site.shape.empty() ? 1 : check::elements(site.shape) / site.shape[0];
      std::vector<Place> units;
      for (const std::int64_t element : place.elements) {
        const std::int64_t unit = element / per_unit;
        if (units.empty() || units.back().elements.back() / per_unit != unit) {
          units.push_back({place.site, {}});
        }
        units.back().elements.push_back(element);
      }
      for (Place& unit : units) {
        Draw own = draw;
        own.stream += fmt::format("/{}[{}]", site.name, unit.elements[0] / per_unit);
        tree_.visits[index].replaced.push_back(
            {m, static_cast<std::uint32_t>(tree_.draws.size()), {std::move(unit)}, std::nullopt});
        tree_.draws.push_back(std::move(own));
      }
    }
  }

  // The axes of a basis are its units.
  void replace_axes(std::uint32_t index, NodeId m, const Draw& draw, const Place& place) {
    const score::Basis& basis = *place.along;
    for (std::int64_t k = 0; k < basis.dimension; ++k) {
      auto axis = std::make_shared<score::Basis>(basis);
      axis->dimension = 1;
      axis->rows.assign(basis.rows.begin() + k * basis.width,
                        basis.rows.begin() + (k + 1) * basis.width);
      Draw own = draw;
      own.stream += fmt::format("/{} axis {}", model_.site(place.site).name, k);
      tree_.visits[index].replaced.push_back({m,
                                              static_cast<std::uint32_t>(tree_.draws.size()),
                                              {{place.site, {}, std::move(axis)}},
                                              std::nullopt});
      tree_.draws.push_back(std::move(own));
    }
  }

  // What is read first is replaced first, whatever it shares draws with.
  void in_written_order(std::uint32_t index) {
    const auto& reads = node(tree_.visits[index].node).reads;
    const auto place = [&](const Replaced& replaced) {
      return std::find(reads.begin(), reads.end(), replaced.node) - reads.begin();
    };
    auto& all = tree_.visits[index].replaced;
    std::stable_sort(all.begin(), all.end(),
                     [&](const Replaced& a, const Replaced& b) { return place(a) < place(b); });
  }

  const check::Program& program_;
  const Hypothesis& hypothesis_;
  const check::Model& model_;
  const graph::Correspondence& claim_;
  const std::vector<std::vector<Place>>& places_;
  Mode mode_;
  Variant variant_;
  Tree tree_;
};

}  // namespace

diag::Outcome<Tree> unroll(const check::Program& program, const graph::Correspondence& claim,
                           const std::vector<std::vector<Place>>& places, Mode mode,
                           Variant variant) {
  return Unroller(program, claim, places, mode, variant).unroll();
}

}  // namespace hyp::plan
