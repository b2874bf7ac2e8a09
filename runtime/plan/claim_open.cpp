// SPDX-License-Identifier: MIT
// Opening a claim: every rule that some variant draws by, on every data set it may meet.
#include <algorithm>
#include <set>

#include "lang/check/uses.hpp"
#include "runtime/plan/bases.hpp"
#include "runtime/plan/computable.hpp"
#include "runtime/plan/scrub.hpp"

namespace hyp::plan {
namespace {

using check::Hypothesis;

constexpr Variant kVariants[] = {Variant::as_written, Variant::any,      Variant::one_donor,
                                 Variant::own_donors, Variant::baseline, Variant::twin};

// The elements of each node, one place a site.
diag::Outcome<std::vector<std::vector<Place>>> places_of(const score::Inputs& inputs,
                                                         const Hypothesis& hypothesis) {
  std::vector<std::vector<Place>> all;
  for (const auto& node : hypothesis.nodes) {
    std::map<SiteId, std::vector<std::int64_t>> by_site;
    for (const auto& set : node.places) {
      auto parts = score::resolve(inputs, set);
      if (!parts) return std::move(parts.diagnostics);
      for (const auto& part : *parts) {
        auto& elements = by_site[part.site];
        elements.insert(elements.end(), part.elements.begin(), part.elements.end());
      }
    }
    all.emplace_back();
    for (auto& [site, elements] : by_site) {
      std::sort(elements.begin(), elements.end());
      all.back().push_back({site, std::move(elements), nullptr});
    }
  }
  return all;
}

}  // namespace

class Claim::Opening {
 public:
  Opening(const score::Inputs& inputs, Claim& claim)
      : inputs_(inputs), claim_(claim), hypothesis_(claim.program_[claim.graph_.hypothesis]) {
    inputs_.hypothesis = &hypothesis_;
  }

  diag::Outcome<bool> open() {
    if (auto error = single_path()) return std::move(*error);
    make_pool();
    setting_.emplace(
        RuleSetting{inputs_, claim_.pool_, claim_.setting_.references, claim_.setting_.donors});
    auto placed = place();
    if (!placed) return placed;
    if (auto error = collect()) return std::move(*error);
    const Computable computable(claim_.program_, hypothesis_);
    computable.want_columns(claim_.setting_.references, *claim_.columns_);
    auto evaluated = claim_.columns_->evaluate(inputs_);
    if (!evaluated) return std::move(evaluated.diagnostics);
    auto unfounded = computable.check(claim_.setting_.references, *claim_.columns_);
    if (!unfounded.empty()) return unfounded;
    if (auto error = read_allowances()) return std::move(*error);
    for (const auto& [drawer, data] : rules_) compile(drawer, data);
    if (diagnostics_.has_errors()) return diagnostics_.take();
    for (auto& [key, donors] : claim_.donors_) {
      SharedRules shared{{}, {}, sources_.at(key)};
      for (const Drawer drawer : key.first) {
        shared.rules.push_back(rule_of(hypothesis_, drawer));
        shared.arms.push_back(compiled_.at({drawer, key.second}));
      }
      donors = std::make_shared<Donors>(std::move(shared), *setting_, key.second, *claim_.columns_);
    }
    return true;
  }

  // What each node stands for, on this data.
  diag::Outcome<bool> place() {
    auto places = places_of(inputs_, hypothesis_);
    if (!places) return std::move(places.diagnostics);
    claim_.places_ = std::move(*places.value);
    if (claim_.graph_.deferred) {
      auto overlaps =
          graph::check_claims(claim_.program_, claim_.graph_, score::unit_predicate(inputs_));
      if (!overlaps.empty()) return overlaps;
    }
    auto bases = bases_of(inputs_, claim_.graph_);
    if (!bases) return std::move(bases.diagnostics);
    for (std::size_t i = 0; i < hypothesis_.nodes.size(); ++i) {
      for (const auto id : hypothesis_.nodes[i].subspaces) {
        const auto& basis = bases->at(id);
        claim_.places_[i].push_back({basis.site, {}, std::make_shared<score::Basis>(basis)});
      }
    }
    return true;
  }

 private:
  // A pass has one value for each site, so it cannot show a part on one path and not on another.
  [[nodiscard]] std::optional<diag::Diagnostic> single_path() const {
    for (const auto& node : hypothesis_.nodes) {
      if (node.via.empty()) continue;
      std::string sites;
      for (const SiteId site : node.via) {
        const auto& name = claim_.program_[claim_.graph_.model].site(site).name;
        sites += (sites.empty() ? "`" : ", `") + name + "`";
      }
      return diag::Diagnostic(diag::Code::path_not_run, node.span,
                              {{"node", node.name}, {"sites", sites}});
    }
    return std::nullopt;
  }

  void make_pool() {
    std::vector<std::pair<DataId, std::int64_t>> rows;
    for (const DataId data :
         check::pool_of(hypothesis_, claim_.setting_.references, claim_.setting_.donors)) {
      rows.emplace_back(data, inputs_.datasets.at(data)->rows);
    }
    claim_.pool_ = std::make_shared<Pool>(std::move(rows));
    claim_.columns_ = std::make_shared<Columns>();
  }

  // Names every draw of every variant, and the columns that its rules read.
  std::optional<diag::Diagnostic> collect() {
    for (const Mode mode : {Mode::scrub, Mode::swap}) {
      for (const Variant variant : kVariants) {
        const bool own = variant == Variant::as_written || variant == Variant::any;
        if (!own && !claim_.setting_.beside) continue;
        auto tree = unroll(claim_.program_, claim_.graph_, claim_.places_, mode, variant);
        if (!tree) return std::move(tree.diagnostics.front());
        std::vector<std::vector<DataId>> donors;  // of each draw
        for (const Draw& draw : tree->draws) {
          const std::vector<DataId> data =
              draw.datum ? donors[*draw.datum] : std::vector<DataId>{claim_.setting_.references};
          donors.push_back(add(draw.drawers, data));
        }
      }
    }
    const auto& value = hypothesis_.nodes[claim_.graph_.output.index].value;
    if (value && Prediction::possible(claim_.program_, *value)) {
      Prediction::want_columns(claim_.program_, hypothesis_, *value, claim_.setting_.references,
                               claim_.setting_.donors, *claim_.columns_);
      claim_.prediction_ =
          std::make_shared<Prediction>(claim_.program_, hypothesis_, *value, claim_.pool_,
                                       claim_.setting_.references, claim_.columns_);
    }
    return std::nullopt;
  }

  // Returns where the donors of such a draw come from.
  std::vector<DataId> add(const std::vector<Drawer>& drawers, const std::vector<DataId>& data) {
    claim_.donors_.try_emplace({drawers, data});
    std::vector<DataId> donors;
    for (const Drawer drawer : drawers) {
      const DrawRule rule = rule_of(hypothesis_, drawer);
      if (rules_.emplace(drawer, data).second) {
        plan::want_columns(rule, *setting_, data, *claim_.columns_);
      }
      for (const DataId one : donor_data(rule, *setting_, data)) {
        if (std::find(donors.begin(), donors.end(), one) == donors.end()) donors.push_back(one);
      }
    }
    return sources_[{drawers, data}] = std::move(donors);
  }

  std::optional<diag::Diagnostic> read_allowances() {
    for (const auto& [drawer, data] : rules_) {
      for (const auto& arm : rule_of(hypothesis_, drawer).arms) {
        if (!arm.rule.allow) continue;
        auto share = score::evaluate_constant(inputs_, *arm.rule.allow);
        if (!share) return std::move(share.diagnostics.front());
        claim_.allowed_[*arm.rule.allow] = *share;
      }
    }
    return std::nullopt;
  }

  void compile(Drawer drawer, const std::vector<DataId>& data) {
    auto& arms = compiled_[{drawer, data}];
    for (const auto& arm : rule_of(hypothesis_, drawer).arms) {
      auto made = rule_on_data(arm.rule, *setting_, data, *claim_.columns_);
      if (!made) {
        // One rule met on several data sets says the same of each.
        if (said_.insert(arm.written).second) diagnostics_.add(std::move(made.diagnostics));
        continue;
      }
      arms.push_back(std::move(*made.value));
    }
  }

  score::Inputs inputs_;
  Claim& claim_;
  const Hypothesis& hypothesis_;
  std::optional<RuleSetting> setting_;
  std::set<std::pair<Drawer, std::vector<DataId>>> rules_;
  std::map<std::pair<Drawer, std::vector<DataId>>, std::vector<RuleOnData>> compiled_;
  std::map<Claim::Key, std::vector<DataId>> sources_;
  std::set<const void*> said_;
  diag::Diagnostics diagnostics_;
};

diag::Outcome<std::unique_ptr<Claim>> Claim::open(const score::Inputs& inputs,
                                                  const graph::Correspondence& graph,
                                                  Setting setting) {
  std::unique_ptr<Claim> claim(new Claim(*inputs.program, graph, setting));
  auto opened = Opening(inputs, *claim).open();
  if (!opened) return std::move(opened.diagnostics);
  return {std::move(claim), std::move(opened.diagnostics)};
}

diag::Outcome<std::unique_ptr<Claim>> Claim::elsewhere(const score::Inputs& inputs,
                                                       const graph::Correspondence& graph) const {
  std::unique_ptr<Claim> claim(new Claim(*inputs.program, graph, setting_));
  claim->pool_ = pool_;
  claim->columns_ = columns_;
  claim->prediction_ = prediction_;
  claim->donors_ = donors_;
  claim->allowed_ = allowed_;
  auto placed = Opening(inputs, *claim).place();
  if (!placed) return std::move(placed.diagnostics);
  return claim;
}

}  // namespace hyp::plan
