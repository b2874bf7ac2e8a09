// SPDX-License-Identifier: MIT
// One variant of an open claim: its tree with the donors of each draw, and which references every
// draw can serve.
#include <algorithm>
#include <cmath>
#include <set>

#include "runtime/plan/scrub.hpp"

namespace hyp::plan {
namespace {

using Problem = Donors::Problem;

// The elements of the logits that a node at the output stands for, where it is just one of several.
std::optional<std::int64_t> answer_element(const check::Model& model,
                                           const std::vector<Place>& places) {
  const bool one =
      places.size() == 1 && places[0].site == model.logits && places[0].elements.size() == 1;
  return one ? std::optional(places[0].elements[0]) : std::nullopt;
}

}  // namespace

class Claim::Testing {
 public:
  Testing(const Claim& claim, Scrub& scrub, bool lenient)
      : claim_(claim), scrub_(scrub), pool_(*claim.pool_), lenient_(lenient) {}

  std::optional<diag::Diagnostic> test() {
    find_visits();
    if (auto problem = reach()) return problem;
    blame();
    return count();
  }

 private:
  using Rows = std::vector<RowId>;
  using Mask = std::vector<std::uint64_t>;

  // Draws and others of a node are the same at each of its visits.
  void find_visits() {
    for (const Visit& visit : scrub_.tree.visits) visits_.try_emplace(visit.node, &visit);
  }

  [[nodiscard]] std::vector<std::uint32_t> draws_of(const Visit& visit) const {
    std::vector<std::uint32_t> draws{visit.others};
    for (const auto& replaced : visit.replaced) draws.push_back(replaced.draw);
    std::sort(draws.begin(), draws.end());
    draws.erase(std::unique(draws.begin(), draws.end()), draws.end());
    return draws;
  }

  // Which data can meet each node, readers first; the first that cannot be drawn for is an error.
  std::optional<diag::Diagnostic> reach() {
    std::map<NodeId, std::vector<std::uint8_t>> seen;
    for (const NodeId node : claim_.graph_.order) {
      const auto visit = visits_.find(node);
      if (visit == visits_.end()) continue;
      Rows& data = data_[node];
      if (node == claim_.graph_.output) {
        for (std::int64_t r = 0; r < pool_.rows(scrub_.references); ++r) {
          data.push_back(pool_.id(scrub_.references, r));
        }
      } else {
        const auto& flags = seen[node];
        for (RowId row = 0; row < flags.size(); ++row) {
          if (flags[row]) data.push_back(row);
        }
      }
      for (const auto draw : draws_of(*visit->second)) {
        if (auto problem = undrawable(draw, data)) return problem;
      }
      for (const auto& replaced : visit->second->replaced) {
        if (!replaced.visit) continue;
        auto& flags = seen[replaced.node];
        flags.resize(static_cast<std::size_t>(pool_.size()));
        scrub_.donors[replaced.draw]->mark(data, flags);
      }
    }
    return std::nullopt;
  }

  std::optional<diag::Diagnostic> undrawable(std::uint32_t draw, const Rows& data) const {
    const Donors& donors = *scrub_.donors[draw];
    const DrawRule& rule = donors.rules().front();
    for (const RowId datum : data) {
      const Problem problem = donors.problem(datum);
      if (problem == Problem::none) continue;
      const DataId of = pool_.data_of(datum);
      diag::Facts facts{
          {"node", rule.name}, {"row", pool_.row_of(datum)}, {"data", claim_.program_[of].name}};
      switch (problem) {
        case Problem::gap:
          return diag::Diagnostic(diag::Code::arms_gap, rule.span, std::move(facts));
        case Problem::overlap:
          return diag::Diagnostic(diag::Code::arms_overlap, rule.span, std::move(facts));
        case Problem::other_data:
          return diag::Diagnostic(diag::Code::donors_of_other_data, rule.span, std::move(facts));
        case Problem::not_shared:
          facts.emplace_back("other", donors.rules().back().name);
          return with_sharers(
              diag::Diagnostic(diag::Code::no_shared_donor, rule.span, std::move(facts)), donors);
        default:
          facts.emplace_back("other", donors.rules().back().name);
          return with_sharers(
              diag::Diagnostic(diag::Code::donors_of_two_data_sets, rule.span, std::move(facts)),
              donors);
      }
    }
    return std::nullopt;
  }

  // Points at the other rules of a shared draw, too.
  static diag::Diagnostic with_sharers(diag::Diagnostic error, const Donors& donors) {
    for (std::size_t i = 1; i < donors.rules().size(); ++i) {
      const DrawRule& other = donors.rules()[i];
      error.labels.push_back({other.span, diag::Note::defined_here, {{"name", other.name}}});
    }
    return error;
  }

  // For each datum of each node the arms that leave it, or one that it can lead to, without a
  // donor.
  void blame() {
    for (const auto& [node, data] : data_) {
      for (const auto draw : draws_of(*visits_.at(node))) {
        for (const RowId datum : data) {
          if (scrub_.donors[draw]->count(datum) > 0) continue;
          for (const auto* arm : scrub_.donors[draw]->arms(datum)) index_of(arm, draw, datum);
        }
      }
    }
    words_ = (arms_.size() + 63) / 64;
    if (words_ == 0) return;
    for (auto node = claim_.graph_.order.rbegin(); node != claim_.graph_.order.rend(); ++node) {
      if (visits_.contains(*node)) blame(*node);
    }
  }

  struct Blamed {
    const DrawRule::Arm* arm;
    const Donors* donors;
    RowId datum;  // the first
    std::int64_t references = 0;
  };

  std::size_t index_of(const DrawRule::Arm* arm, std::uint32_t draw, RowId datum) {
    const auto [known, added] = indices_.try_emplace(arm->written, arms_.size());
    if (added) arms_.push_back({arm, scrub_.donors[draw].get(), datum, 0});
    return known->second;
  }

  void blame(NodeId node) {
    const Visit& visit = *visits_.at(node);
    auto& masks = masks_[node];
    masks.assign(static_cast<std::size_t>(pool_.size()), Mask(words_));
    for (const RowId datum : data_[node]) {
      Mask& mask = masks[datum];
      for (const auto draw : draws_of(visit)) {
        const Donors& donors = *scrub_.donors[draw];
        if (donors.count(datum) > 0) continue;
        for (const auto* arm : donors.arms(datum)) {
          const std::size_t i = indices_.at(arm->written);
          mask[i / 64] |= std::uint64_t{1} << (i % 64);
        }
      }
      for (const auto& replaced : visit.replaced) {
        if (!replaced.visit || clean_.contains(replaced.node)) continue;
        const auto& below = masks_.at(replaced.node);
        scrub_.donors[replaced.draw]->for_each(datum, [&](RowId x) {
          for (std::size_t w = 0; w < words_; ++w) mask[w] |= below[x][w];
        });
      }
    }
    const bool clean = std::all_of(masks.begin(), masks.end(), [](const Mask& mask) {
      return std::all_of(mask.begin(), mask.end(), [](std::uint64_t w) { return w == 0; });
    });
    if (clean) clean_.insert(node);
  }

  std::optional<diag::Diagnostic> count() {
    const std::int64_t n = pool_.rows(scrub_.references);
    scrub_.tested.assign(static_cast<std::size_t>(n), 1);
    if (words_ == 0) return std::nullopt;
    const auto& masks = masks_.at(claim_.graph_.output);
    for (std::int64_t r = 0; r < n; ++r) {
      const Mask& mask = masks[pool_.id(scrub_.references, r)];
      for (std::size_t i = 0; i < arms_.size(); ++i) {
        if ((mask[i / 64] >> (i % 64) & 1) == 0) continue;
        scrub_.tested[static_cast<std::size_t>(r)] = 0;
        ++arms_[i].references;
      }
    }
    for (const Blamed& blamed : arms_) {
      const double share = static_cast<double>(blamed.references) / static_cast<double>(n);
      if (lenient_ || share <= claim_.allowed(*blamed.arm)) continue;
      diag::Facts facts{{"node", blamed.donors->rules().front().name},
                        {"row", pool_.row_of(blamed.datum)},
                        {"data", claim_.program_[pool_.data_of(blamed.datum)].name},
                        {"count", blamed.references},
                        {"rows", n}};
      // To allow all of them is no remedy.
      if (blamed.references < n) facts.emplace_back("share", rounded_up(share));
      return with_sharers(
          diag::Diagnostic(diag::Code::no_donor, blamed.arm->rule.span, std::move(facts)),
          *blamed.donors);
    }
    return std::nullopt;
  }

  // The least percentage with two digits after the point that would allow it.
  static double rounded_up(double share) {
    double hundredths = std::floor(share * 1e4);
    while (hundredths / 100 / 100 < share) ++hundredths;
    return hundredths / 100;
  }

  const Claim& claim_;
  Scrub& scrub_;
  const Pool& pool_;
  bool lenient_;
  std::map<NodeId, const Visit*> visits_;
  std::map<NodeId, Rows> data_;
  std::map<const void*, std::size_t> indices_;
  std::vector<Blamed> arms_;
  std::size_t words_ = 0;
  std::map<NodeId, std::vector<Mask>> masks_;
  std::set<NodeId> clean_;
};

diag::Outcome<Scrub> Claim::plan(Mode mode, Variant variant) const {
  auto tree = unroll(program_, graph_, places_, mode, variant);
  if (!tree) return std::move(tree.diagnostics);
  Scrub scrub;
  scrub.model = graph_.model;
  scrub.references = setting_.references;
  scrub.mode = mode;
  scrub.variant = variant;
  scrub.logits = program_[graph_.model].logits;
  scrub.pool = pool_;
  scrub.tree = std::move(*tree.value);
  std::vector<std::vector<DataId>> data;  // that the donors of each draw come from
  for (const Draw& draw : scrub.tree.draws) {
    const std::vector<DataId> met =
        draw.datum ? data[*draw.datum] : std::vector<DataId>{setting_.references};
    const auto& donors = donors_.at({draw.drawers, met});
    scrub.donors.push_back(donors);
    data.push_back(donors->data());
  }
  scrub.prediction = prediction_;
  scrub.answer_element = answer_element(program_[graph_.model], places_[graph_.output.index]);
  if (auto error = Testing(*this, scrub, variant != Variant::as_written).test()) {
    return std::move(*error);
  }
  return scrub;
}

double Claim::allowed(const DrawRule::Arm& arm) const {
  if (!arm.rule.allow) return 0;
  return allowed_.at(*arm.rule.allow);
}

}  // namespace hyp::plan
