// SPDX-License-Identifier: MIT
// Single units of what a claim stands on: what each brings on one example, and what its zero does.
#include <algorithm>
#include <cmath>
#include <set>

#include <fmt/format.h>

#include "runtime/embed/asked.hpp"
#include "runtime/exec/contributions.hpp"
#include "runtime/stats/logits.hpp"

namespace hyp::embed {
namespace {

constexpr std::size_t kShown = 6;
// Numbers that the passes with a unit at zero may take.
constexpr std::int64_t kMostNumbers = std::int64_t{1} << 24;

// One unit, or one axis of a basis.
struct Unit {
  check::NodeId node;
  std::string name;
  plan::Place place;
};

std::vector<Unit> units_of(const check::Model& model, check::NodeId node,
                           const std::vector<plan::Place>& places) {
  std::vector<Unit> units;
  for (const plan::Place& place : places) {
    const auto& site = model.site(place.site);
    for (std::int64_t k = 0; place.along && k < place.along->dimension; ++k) {
      auto axis = std::make_shared<score::Basis>(*place.along);
      axis->dimension = 1;
      axis->rows.assign(place.along->rows.begin() + k * axis->width,
                        place.along->rows.begin() + (k + 1) * axis->width);
      units.push_back({node, fmt::format("{} axis {}", site.name, k), {place.site, {}, axis}});
    }
    const std::int64_t each = site.shape.empty() ? 1 : check::elements(site.shape) / site.shape[0];
    std::int64_t last = -1;
    for (const auto element : place.elements) {
      const std::int64_t unit = element / each;
      if (unit != last) {
        const auto name = site.shape.empty() ? site.name : fmt::format("{}[{}]", site.name, unit);
        units.push_back({node, name, {place.site, {}, nullptr}});
      }
      units.back().place.elements.push_back(element);
      last = unit;
    }
  }
  return units;
}

class Units {
 public:
  Units(const AskedExample& example, Under& under, report::Why& why)
      : example_(example), test_(example.test), under_(under), why_(why) {
    const auto& output = test_.claim->graph().output;
    std::set<std::string> named;  // two nodes may claim one unit for two readers
    for (std::uint32_t i = 0; i < test_.hypothesis.nodes.size(); ++i) {
      if (check::NodeId{i} == output) continue;
      for (auto& unit : units_of(test_.model, {i}, test_.claim->places()[i])) {
        if (named.insert(unit.name).second) units_.push_back(std::move(unit));
      }
    }
  }

  std::optional<std::vector<diag::Diagnostic>> ask() {
    share_out();
    std::map<check::SiteId, std::vector<const Unit*>> by_site;
    for (const Unit& unit : units_) {
      if (unit.place.along) {
        if (auto error = zero({&unit})) return error;
      } else {
        by_site[unit.place.site].push_back(&unit);
      }
    }
    for (const auto& [site, units] : by_site) {
      const auto width = check::elements(test_.model.site(site).shape);
      const auto at_once =
          static_cast<std::size_t>(std::max<std::int64_t>(1, kMostNumbers / width));
      for (std::size_t begin = 0; begin < units.size(); begin += at_once) {
        const auto end = std::min(units.size(), begin + at_once);
        if (auto error = zero({units.begin() + static_cast<std::ptrdiff_t>(begin),
                               units.begin() + static_cast<std::ptrdiff_t>(end)})) {
          return error;
        }
      }
    }
    std::stable_sort(
        why_.zero_flips.begin(), why_.zero_flips.end(),
        [](const auto& a, const auto& b) { return std::abs(a.margin) < std::abs(b.margin); });
    if (!why_.zero_flips.empty()) why_.zero_nearest.reset();
    return std::nullopt;
  }

 private:
  // What each unit adds to the margin, and what is left for all else.
  void share_out() {
    const auto* contributions = under_.combinations->contributions();
    if (!contributions) return;
    const auto& output = under_.scrub.tree.visits.front();
    std::vector<plan::Replaced> split;
    std::vector<const Unit*> of;
    for (const auto& replaced : output.replaced) {
      for (const Unit& unit : units_) {
        if (unit.node != replaced.node) continue;
        split.push_back({unit.node, 0, {unit.place}, std::nullopt});
        of.push_back(&unit);
      }
    }
    const auto rows = contributions->of_row(split, example_.id);
    why_.rest = example_.margin(rows.front());
    for (std::size_t i = 0; i < of.size(); ++i) {
      const double brought = example_.margin(rows[i + 1]);
      if (brought == 0) continue;
      why_.units.push_back({test_.hypothesis.nodes[of[i]->node.index].name, of[i]->name, brought});
    }
    std::stable_sort(why_.units.begin(), why_.units.end(), [](const auto& a, const auto& b) {
      return std::abs(a.brought) > std::abs(b.brought);
    });
    if (why_.units.size() > kShown) why_.units.resize(kShown);
  }

  // Passes on the example, each with one of these units of a site at zero.
  std::optional<std::vector<diag::Diagnostic>> zero(const std::vector<const Unit*>& units) {
    const auto references = test_.test.references;
    const auto model = test_.hypothesis.model;
    exec::Forward forward;
    forward.data = test_.stages.machines.datasets.at(references);
    forward.rows.assign(units.size(), static_cast<std::uint32_t>(example_.row));
    std::vector<exec::Known> known;
    for (std::uint32_t site = 0; site < test_.model.sites.size(); ++site) {
      const auto* values = test_.stages.captured->find(model, references, {site});
      if (values) known.push_back({{site}, values});
    }
    forward.known = known;
    auto* executor = test_.stages.machines.executors.at(model);
    const auto site = units.front()->place.site;
    const auto width = check::elements(test_.model.site(site).shape);
    if (units.front()->place.along) {
      forward.overrides.push_back({site,
                                   {},
                                   std::vector<float>(static_cast<std::size_t>(width)),
                                   units.front()->place.along.get()});
    } else {
      exec::Forward own;
      own.data = forward.data;
      own.rows = {static_cast<std::uint32_t>(example_.row)};
      own.known = known;
      own.read = {site};
      auto now = executor->forward(own, test_.stages.listener);
      if (!now) return std::move(now.diagnostics);
      std::vector<std::int64_t> elements;
      for (std::int64_t e = 0; e < width; ++e) elements.push_back(e);
      exec::Activations rows{std::ssize(units), width, {}};
      for (const Unit* unit : units) {
        rows.values.insert(rows.values.end(), now->front().values.begin(),
                           now->front().values.end());
        float* last = rows.values.data() + rows.values.size() - width;
        for (const auto element : unit->place.elements) last[element] = 0;
      }
      forward.overrides.push_back({site, std::move(elements), std::move(rows)});
    }
    forward.read = {test_.model.logits};
    auto logits = executor->forward(forward, test_.stages.listener);
    if (!logits) return std::move(logits.diagnostics);
    for (std::size_t i = 0; i < units.size(); ++i)
      note(*units[i], logits->front().row(static_cast<std::int64_t>(i)));
    return std::nullopt;
  }

  void note(const Unit& unit, const float* row) {
    const std::vector<double> logits(row, row + example_.classes());
    const report::Zeroed zeroed{unit.name, example_.margin(logits), stats::argmax(logits)};
    ++why_.zeroed;
    if (zeroed.answer != example_.answer) {
      why_.zero_flips.push_back(zeroed);
    } else if (!why_.zero_nearest || zeroed.margin < why_.zero_nearest->margin) {
      why_.zero_nearest = zeroed;
    }
  }

  const AskedExample& example_;
  OpenTest& test_;
  Under& under_;
  report::Why& why_;
  std::vector<Unit> units_;
};

}  // namespace

diag::Outcome<bool> ask_units(const AskedExample& example, Under& under, report::Why& why) {
  if (auto error = Units(example, under, why).ask()) return std::move(*error);
  return true;
}

}  // namespace hyp::embed
