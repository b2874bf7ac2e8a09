// SPDX-License-Identifier: MIT
// A checked file: every name resolved, every kind and static shape right. No data was read.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "lang/check/data.hpp"
#include "lang/check/expr.hpp"
#include "lang/check/ids.hpp"
#include "lang/check/measures.hpp"
#include "lang/check/model.hpp"
#include "lang/check/sets.hpp"
#include "lang/check/subspaces.hpp"
#include "lang/source/span.hpp"

namespace hyp::check {

/// A constant, or a parameter of a hypothesis with its default. `--set` and sweeps bind both,
/// unless its number was needed before anything runs (a row, a shape): then it is `fixed`.
struct Let {
  std::string name;
  source::Span span;
  ExprId value;
  std::optional<HypothesisId> parameter_of;
  bool fixed = false;
};

struct Score {
  std::string name;
  source::Span span;
  ExprId value;
};

struct Region {
  std::string name;
  source::Span span;
  ExprId value;
};

/// Disjoint members that cover the data; checked on the data where it cannot be seen here.
struct Partition {
  struct Member {
    std::string name;
    source::Span span;
    std::optional<ExprId> when;  ///< empty for `otherwise`
  };
  std::string name;
  source::Span span;
  std::vector<Member> members;
};

struct Group {
  std::string name;
  source::Span span;
  Set set;
};

/// A resampling rule (docs/method.md, section 4).
struct Rule {
  enum class Kind { itself, any, shuffled, from, same, within, nearest, near, fixed };
  Kind kind = Kind::same;
  source::Span span;
  std::optional<ExprId>
      amount;  ///< within: tolerance; nearest: k; near: sigma. A percentage or number
  std::vector<ExprId>
      values;  ///< from: region; same: values (empty: the node's own); else the score
  std::optional<std::int64_t> example;  ///< fixed: its row
  std::optional<DataId> example_of;     ///< fixed: its data set
  std::optional<ExprId> in;
  bool excluding_itself = false;
  std::optional<DataId> of;
  std::optional<ExprId> allow;
};

/// One rule, or one for each region of the datum (disjoint and covering, checked on the data).
struct RuleSpec {
  struct Arm {
    std::optional<ExprId> when;  ///< empty for `otherwise`, and for a single rule
    Rule rule;
    source::Span span;
  };
  std::vector<Arm> arms;
  source::Span span;
};

struct Node {
  std::string name;
  source::Span span;
  std::vector<Set> places;
  std::vector<source::Span> place_spans;
  std::vector<SubspaceId> subspaces;  ///< claimed beside `places`, as written
  std::vector<source::Span> subspace_spans;
  std::vector<SiteId> via;  ///< its paths go through these sites only
  std::vector<source::Span> via_spans;
  std::optional<ExprId> value;
  std::optional<ExprId> up_to;           ///< tolerance of a graded value
  std::vector<NodeId> reads;             ///< mentioned by the value, then named by `reads`
  std::vector<source::Span> read_spans;  ///< where each is mentioned first
  std::optional<RuleSpec> rule;          ///< empty: the same value
  std::optional<RuleSpec> others;        ///< empty: the hypothesis' `all else`
};

/// `draw a, b, others together`: siblings that take one donor, perhaps with what feeds their reader
/// beside them.
struct Together {
  std::vector<NodeId> nodes;
  bool others = false;
  source::Span span;
  std::vector<source::Span> node_spans = {};
  source::Span others_span = {};
};

struct Hypothesis {
  std::string name;
  source::Span span;
  std::string prose;
  ModelId model;
  std::vector<LetId> parameters;
  std::vector<Node> nodes;
  std::optional<RuleSpec> all_else;  ///< empty: `any`
  std::vector<Together> together;
  bool oblique = false;  ///< parts of one site need not be orthogonal
};

struct Action {
  enum class Kind { zero, mean, min, max, set };
  Kind kind;
  std::vector<Set> sets;
  std::optional<ExprId> in;  ///< statistics over this region only
  std::optional<ExprId> to;  ///< the constant of `set`
  source::Span span;
};

/// Empty actions: `none`.
struct Intervention {
  std::vector<Action> actions;
  std::string text;  ///< "min anti_detectors", "none"
  source::Span span;
};

struct Sweep {
  LetId parameter;
  std::vector<double> values;
  bool percent = false;
  source::Span span;
};

struct MeasureLine {
  Measure measure;
  std::vector<PartitionId> by;
};

struct Expectation {
  Measure measure;
  std::optional<ExprId> in;  ///< a region
  std::string in_text;
  enum class Relation { less, less_equal, greater, greater_equal, within } relation;
  ExprId bound;                               ///< or the width of `within`
  std::optional<ExprId> target;               ///< of `within`; empty: the clean figure
  std::optional<std::uint32_t> intervention;  ///< `under`; empty: all of them
  std::optional<ExprId> where;                ///< on sweep parameters; empty: at every point
  std::string text;  ///< as written
  source::Span span;
};

struct Experiment {
  std::string name;
  source::Span span;
  std::string prose;
  DataId data;
  std::optional<ModelId> model;  ///< the network measured; empty where only scores are
  std::vector<Sweep> sweeps;
  std::vector<Intervention> interventions;  ///< never empty; `none` where nothing was said
  std::vector<MeasureLine> measures;
  std::vector<Expectation> expectations;
};

/// A hypothesis put to the test on data (docs/method.md, sections 2 and 4).
struct Test {
  /// What is asked of one kind of run. Both kinds always run where they can; a section adds figures
  /// and expectations.
  struct Section {
    std::vector<MeasureLine>
        measures;  ///< never empty: `preserved`, or `obeyed`, where none is said
    std::vector<Expectation> expectations;
  };

  std::string name;  ///< of the hypothesis
  source::Span span;
  std::string prose;
  HypothesisId hypothesis;
  DataId references;
  DataId donors;                       ///< the references where nothing else is said
  std::vector<Sweep> sweeps;           ///< over parameters of the hypothesis, or lets
  std::optional<std::int64_t> trials;  ///< `trials 200`
  std::optional<Section> scrub;
  std::optional<Section> swap;  ///< empty also where the output node's value predicts no answer
  bool rival = false;           ///< `expect refuted`: some expectation ought to be refuted
};

/// How a network's weights are made: `hyp train` writes them to its weights file.
struct Training {
  std::string name;  ///< of the model
  source::Span span;
  std::string prose;
  ModelId model;
  DataId data;
  ExprId label;            ///< a region, a member of a partition or a number: the class
  std::string label_text;  ///< as written
  std::int64_t epochs = 1;
  std::int64_t seed = 0;
  std::int64_t batch = 64;
  double rate = 0.001;
};

struct Program {
  source::FileId file;
  std::vector<Expr> exprs;
  std::vector<DataDeclaration> data;
  std::vector<Model> models;
  std::vector<Let> lets;
  std::vector<Score> scores;
  std::vector<Region> regions;
  std::vector<Partition> partitions;
  std::vector<Group> groups;
  std::vector<Subspace> subspaces;
  std::vector<Hypothesis> hypotheses;
  std::vector<Experiment> experiments;
  std::vector<Test> tests;
  std::vector<Training> trainings;

  [[nodiscard]] const Expr& operator[](ExprId id) const { return exprs[id.index]; }
  [[nodiscard]] const DataDeclaration& operator[](DataId id) const { return data[id.index]; }
  [[nodiscard]] const Model& operator[](ModelId id) const { return models[id.index]; }
  [[nodiscard]] const Let& operator[](LetId id) const { return lets[id.index]; }
  [[nodiscard]] const Score& operator[](ScoreId id) const { return scores[id.index]; }
  [[nodiscard]] const Region& operator[](RegionId id) const { return regions[id.index]; }
  [[nodiscard]] const Partition& operator[](PartitionId id) const { return partitions[id.index]; }
  [[nodiscard]] const Group& operator[](GroupId id) const { return groups[id.index]; }
  [[nodiscard]] const Subspace& operator[](SubspaceId id) const { return subspaces[id.index]; }
  [[nodiscard]] const Hypothesis& operator[](HypothesisId id) const { return hypotheses[id.index]; }
  [[nodiscard]] const Experiment& operator[](ExperimentId id) const {
    return experiments[id.index];
  }
  [[nodiscard]] const Test& operator[](TestId id) const { return tests[id.index]; }
  [[nodiscard]] const Training& operator[](TrainingId id) const { return trainings[id.index]; }
};

/// What is run.
struct Selection {
  std::vector<ExperimentId> experiments;
  std::vector<TestId> tests;
};

/// An expression or a rule in the words of a file, names resolved: "within 1% of likeness in one".
[[nodiscard]] std::string to_text(const Program& program, ExprId expr);
[[nodiscard]] std::string to_text(const Program& program, const RuleSpec& spec);

/// "48 units of net.neurons", one a site, or that data decides.
[[nodiscard]] std::string size_text(const Program& program, const Set& set);

/// Everything the program says, one line a fact: `hyp dump program`.
[[nodiscard]] std::string dump(const Program& program);

}  // namespace hyp::check
