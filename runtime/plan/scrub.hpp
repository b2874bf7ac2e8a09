// SPDX-License-Identifier: MIT
// What a test of a hypothesis will run, as data: the tree of visits, who may stand in at each draw,
// which references can be tested. Nothing is drawn yet. runtime/exec runs it.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "lang/graph/correspondence.hpp"
#include "runtime/plan/donors.hpp"
#include "runtime/plan/prediction.hpp"
#include "runtime/plan/tree.hpp"

namespace hyp::plan {

/// One way to run a claim.
struct Scrub {
  check::ModelId model;
  DataId references;
  Mode mode = Mode::scrub;
  Variant variant = Variant::as_written;
  SiteId logits;
  std::shared_ptr<const Pool> pool;
  Tree tree;
  std::vector<std::shared_ptr<const Donors>> donors;  ///< of each draw
  score::Membership tested;                           ///< by reference: every draw finds a donor
  /// Of swaps, and of the claim's own answers.
  std::shared_ptr<const Prediction> prediction;
  /// The one element of the logits that is the answer; empty where it is the largest's index.
  std::optional<std::int64_t> answer_element;
};

/// Who stands in at one draw, over the references.
struct DrawFacts {
  std::uint32_t draw = 0;
  std::string stream;
  std::vector<Drawer> drawers;
  std::vector<Place> places;                              ///< what is replaced; empty for others
  std::optional<std::int64_t> smallest, median, largest;  ///< donor sets; empty where there is none
  double itself = 0;         ///< mean probability that the reference is its own donor
  std::int64_t without = 0;  ///< references without a donor
};
/// The draws that the output node's visit makes.
[[nodiscard]] std::vector<DrawFacts> facts(const Scrub& scrub);

/// A hypothesis on data at one point of the sweeps; makes the plans of all its variants. All that
/// `inputs` points to must outlive it, `inputs` itself need not.
class Claim {
 public:
  struct Setting {
    DataId references;
    DataId donors;  ///< of rules that name no data set
    /// Whether everything that may stand beside the claim is planned, too; else it is only itself
    /// and the same with every rule `any`, and no other variant may be asked for.
    bool beside = true;
  };

  /// Evaluates everything that its rules read. Errors: as score::evaluate gives them; amounts that
  /// cannot be; claims on units that the data decides and that overlap; subspaces that cannot be
  /// computed, or that are not orthogonal; claims on single paths.
  [[nodiscard]] static diag::Outcome<std::unique_ptr<Claim>> open(
      const score::Inputs& inputs, const graph::Correspondence& graph, Setting setting);

  /// The same claim with its nodes at other places: `graph` is of a hypothesis of `inputs.program`
  /// that differs in nothing else. Donors and columns are shared, so this program must live on.
  /// Errors: those of `open` that are about places.
  [[nodiscard]] diag::Outcome<std::unique_ptr<Claim>> elsewhere(
      const score::Inputs& inputs, const graph::Correspondence& graph) const;

  /// Errors: a datum that no arm of a rule holds, or several do; rules that cannot share a donor;
  /// references without a donor beyond what the rules allow. Of variants beside the claim,
  /// references without a donor are no error: they are not tested.
  [[nodiscard]] diag::Outcome<Scrub> plan(Mode mode, Variant variant) const;

  /// The output node's value where it predicts an answer; see Prediction.
  [[nodiscard]] const std::shared_ptr<const Prediction>& prediction() const { return prediction_; }
  [[nodiscard]] const graph::Correspondence& graph() const { return graph_; }
  [[nodiscard]] const Pool& pool() const { return *pool_; }
  /// What every node claims, by NodeId.
  [[nodiscard]] const std::vector<std::vector<Place>>& places() const { return places_; }

 private:
  Claim(const check::Program& program, graph::Correspondence graph, Setting setting)
      : program_(program), graph_(std::move(graph)), setting_(setting) {}

  class Opening;
  class Testing;

  [[nodiscard]] double allowed(const DrawRule::Arm& arm) const;

  const check::Program& program_;
  graph::Correspondence graph_;
  Setting setting_;
  std::shared_ptr<const Pool> pool_;
  std::vector<std::vector<Place>> places_;
  std::shared_ptr<Columns> columns_;
  std::shared_ptr<const Prediction> prediction_;
  using Key = std::pair<std::vector<Drawer>, std::vector<DataId>>;
  std::map<Key, std::shared_ptr<const Donors>> donors_;
  std::map<check::ExprId, double> allowed_;  // the share that each `allow` grants
};

}  // namespace hyp::plan
