// SPDX-License-Identifier: MIT
// Which examples each rule of method.md, section 4, lets stand in for a datum.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "tests/oracle/expressions.hpp"

namespace hyp::oracle {

/// A rule as it applies to one datum: the arm chosen, defaults filled in.
struct RuleAt {
  check::Rule::Kind kind = check::Rule::Kind::same;
  Datum datum;
  check::DataId donors;               ///< the data set that is drawn from
  std::vector<check::ExprId> values;  ///< region, values or score
  std::optional<check::ExprId> amount;
  std::optional<check::ExprId> in;
  bool excluding_itself = false;
  std::optional<Datum> example;   ///< of `fixed`
  double allow = 0;               ///< share of references that may have no donor
  const void* written = nullptr;  ///< tells rules of the file apart

  /// Whether it is uniform on a set, so that it can be intersected with others.
  [[nodiscard]] bool has_set() const;
};

/// The donors of a set rule or of several that are drawn together.
struct DonorSet {
  std::vector<Datum> members;  ///< in the order in which draws count them
};

/// What `near` chooses from: the distinct scores in rising order, and the rows that share each.
struct Scale {
  std::vector<double> scores;
  std::vector<std::vector<Datum>> rows;
  double centre = 0;  ///< the score of the datum
  double sigma = 0;
};

class Rules {
 public:
  Rules(const World& world, const Expressions& expressions)
      : world_(world), expressions_(expressions) {}

  /// The rule by which a node (or the others of its image) is drawn for a datum.
  [[nodiscard]] RuleAt of_node(const check::Node& node, Datum datum) const;
  [[nodiscard]] RuleAt of_others(const check::Node& node, Datum datum) const;
  /// `any`, from the donors of the test.
  [[nodiscard]] RuleAt any(Datum datum) const;

  /// Of one set rule, or the intersection of several in the order of the first window among them.
  [[nodiscard]] DonorSet donors(const std::vector<RuleAt>& rules) const;
  [[nodiscard]] Scale scale(const RuleAt& near) const;
  /// Whether two rules say the same, so that rules without a set can be drawn together.
  [[nodiscard]] bool equal(const RuleAt& a, const RuleAt& b) const;
  /// Every datum must lie in exactly one arm.
  void check_arms(const check::RuleSpec& spec, Datum datum) const;
  /// What is wrong with an arm on any data, whether or not a datum takes it.
  void check_amounts(const check::RuleSpec& spec) const;

 private:
  [[nodiscard]] RuleAt arm(const check::RuleSpec& spec, std::optional<check::ExprId> own,
                           Datum datum) const;
  [[nodiscard]] bool percent(const RuleAt& rule) const;
  /// t for a number, t * range(S) for a percentage.
  [[nodiscard]] double width(const RuleAt& rule) const;
  /// The rows that the rule may choose from, before its own choice: donors in R, perhaps without
  /// the datum.
  [[nodiscard]] std::vector<Datum> candidates(const RuleAt& rule) const;
  [[nodiscard]] std::vector<Datum> members(const RuleAt& rule) const;
  [[nodiscard]] std::vector<Datum> nearest(const RuleAt& rule) const;
  [[nodiscard]] double score(const RuleAt& rule, Datum at) const {
    return expressions_.number(rule.values.at(0), at);
  }
  [[nodiscard]] bool same(check::ExprId a, check::ExprId b) const;

  const World& world_;
  const Expressions& expressions_;
};

}  // namespace hyp::oracle
