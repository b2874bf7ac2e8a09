// SPDX-License-Identifier: MIT
#include "lang/check/uses.hpp"

#include <algorithm>
#include <optional>
#include <type_traits>

namespace hyp::check {
namespace {

// The data set that examples come from where a set names one (`where ... on images`).
using At = std::optional<DataId>;

class Walk {
 public:
  Walk(const Program& program, Uses& uses) : program_(program), uses_(uses) {}

  // Each expression is entered once a data set: lets that mention lets twice stay linear.
  void expr(ExprId id, At at) {
    if (!entered_.insert({id, at}).second) return;
    std::visit([&](const auto& node) { reference(node, at); }, program_[id].node);
    for (const auto operand : operands(program_[id])) expr(operand, at);
  }

  // On the examples at hand, which are references, and on the donors where those are others: what
  // stands in for one example is itself an example to the rules further up.
  void everywhere(ExprId id, At donors) {
    expr(id, std::nullopt);
    if (donors) expr(id, donors);
  }

  void rules(const RuleSpec& spec, std::optional<ExprId> value, At donors) {
    for (const auto& arm : spec.arms) {
      if (arm.when) everywhere(*arm.when, donors);
      rule(arm.rule, value, donors);
    }
  }

  void hypothesis(const Hypothesis& hypothesis, At donors) {
    if (donors) uses_.data.insert(*donors);
    for (const auto& node : hypothesis.nodes) {
      if (node.value) everywhere(*node.value, donors);
      if (node.up_to) expr(*node.up_to, std::nullopt);
      if (node.rule) rules(*node.rule, node.value, donors);
      if (node.others) rules(*node.others, node.value, donors);
    }
    if (hypothesis.all_else) rules(*hypothesis.all_else, std::nullopt, donors);
  }

  void section(const Test::Section& section) {
    for (const auto& line : section.measures) {
      for (const auto argument : line.measure.arguments) expr(argument, std::nullopt);
      for (const auto by : line.by) partition(by, std::nullopt);
    }
    for (const auto& expectation : section.expectations) {
      for (const auto argument : expectation.measure.arguments) expr(argument, std::nullopt);
      expr(expectation.bound, std::nullopt);
      for (const auto& part : {expectation.in, expectation.target, expectation.where}) {
        if (part) expr(*part, std::nullopt);
      }
    }
  }

  void partition(PartitionId id, At at) {
    uses_.partitions.insert(id);
    for (const auto& member : program_[id].members) {
      if (member.when) expr(*member.when, at);
    }
  }

  void terms(const std::vector<Set::Term>& all, At at) {
    for (const auto& term : all) {
      if (const auto* inner = std::get_if<std::vector<Set::Term>>(&term.operand)) {
        terms(*inner, at);
      } else {
        place(std::get<PlaceRef>(term.operand), at);
      }
    }
  }

  void subspace(SubspaceId id) {
    if (!uses_.subspaces.insert(id).second) return;
    for (const auto& item : program_[id].items) {
      if (const auto* named = std::get_if<Subspace::Named>(&item.vectors))
        subspace(named->subspace);
      if (const auto* pca = std::get_if<Subspace::Pca>(&item.vectors)) mean(program_[id], pca->in);
      const auto* direction = std::get_if<Direction>(&item.vectors);
      if (!direction) continue;
      for (const auto& term : direction->terms) vector(program_[id], term);
    }
  }

 private:
  void rule(const Rule& rule, std::optional<ExprId> value, At donors) {
    if (rule.example_of) uses_.data.insert(*rule.example_of);
    if (rule.of) uses_.data.insert(*rule.of);
    for (const auto& constant : {rule.amount, rule.allow}) {
      if (constant) expr(*constant, std::nullopt);
    }
    auto read = rule.values;
    if (rule.in) read.push_back(*rule.in);
    if (rule.kind == Rule::Kind::same && rule.values.empty() && value) read.push_back(*value);
    for (const auto id : read) {
      everywhere(id, donors);
      if (rule.of) expr(id, rule.of);
    }
  }

  void vector(const Subspace& subspace, const Direction::Term& term) {
    if (const auto* named = std::get_if<Direction::Named>(&term.vector)) {
      this->subspace(named->direction);
    }
    if (const auto* part = std::get_if<Direction::Mean>(&term.vector)) mean(subspace, part->in);
    if (std::holds_alternative<Direction::Gradient>(term.vector)) {
      uses_.weights.insert(subspace.model);
    }
  }

  // The site of a subspace on the examples it names, perhaps those in a region.
  void mean(const Subspace& subspace, std::optional<ExprId> in) {
    uses_.data.insert(*subspace.on);
    read(subspace.model, subspace.site, subspace.on);
    if (in) expr(*in, subspace.on);
  }

  void place(const PlaceRef& place, At at) {
    if (place.where) {
      // The predicate speaks of units; the examples behind them are those of `on`.
      uses_.data.insert(place.where->data);
      expr(place.where->predicate, place.where->data);
      sites(place, place.where->data);
    }
    if (const auto* id = std::get_if<GroupId>(&place.target)) {
      group(*id, at);
    } else {
      const auto& site = std::get<SitePlace>(place.target);
      read(site.model, site.site, at);
    }
  }

  // The sites that a place lies on, as read on `on`.
  void sites(const PlaceRef& place, DataId on) {
    if (const auto* id = std::get_if<GroupId>(&place.target)) {
      if (sited_groups_.insert({*id, on}).second) term_sites(program_[*id].set.terms, on);
    } else {
      const auto& site = std::get<SitePlace>(place.target);
      read(site.model, site.site, on);
    }
  }
  void term_sites(const std::vector<Set::Term>& all, DataId on) {
    for (const auto& term : all) {
      if (const auto* inner = std::get_if<std::vector<Set::Term>>(&term.operand)) {
        term_sites(*inner, on);
      } else {
        sites(std::get<PlaceRef>(term.operand), on);
      }
    }
  }

  void group(GroupId id, At at) {
    uses_.groups.insert(id);
    if (entered_groups_.insert({id, at}).second) terms(program_[id].set.terms, at);
  }

  void read(ModelId model, SiteId site, At at) {
    if (at) {
      uses_.sites_on.insert({model, *at, site});
    } else {
      uses_.sites.insert({model, site});
    }
  }

  void reference(const Expr::LetRef& node, At at) {
    uses_.lets.insert(node.let);
    expr(program_[node.let].value, at);
  }
  void reference(const Expr::ScoreRef& node, At at) { expr(program_[node.score].value, at); }
  void reference(const Expr::RegionRef& node, At at) { expr(program_[node.region].value, at); }
  void reference(const Expr::MemberRef& node, At at) { partition(node.partition, at); }
  void reference(const Expr::PartitionRef& node, At at) { partition(node.partition, at); }
  void reference(const Expr::InputRef&, At at) {
    if (!at) uses_.input = true;
  }
  void reference(const Expr::ColumnRef& node, At at) {
    if (node.data) uses_.data.insert(*node.data);
    const At from = node.data ? node.data : at;
    if (from) {
      uses_.columns_on.insert({*from, node.column});
    } else {
      uses_.columns.insert(node.column);
    }
  }
  void reference(const Expr::ExampleInput& node, At) { uses_.data.insert(node.data); }
  void reference(const Expr::ExampleColumn& node, At) {
    uses_.data.insert(node.data);
    uses_.columns_on.insert({node.data, node.column});
  }
  void reference(const Expr::SiteRef& node, At at) { read(node.model, node.site, at); }
  void reference(const Expr::GroupRef& node, At at) { group(node.group, at); }
  void reference(const Expr::Statistic& node, At at) {
    if (node.in) expr(*node.in, at);
  }
  template <typename Node>
  void reference(const Node&, At) {}

  const Program& program_;
  Uses& uses_;
  std::set<std::pair<ExprId, At>> entered_;
  std::set<std::pair<GroupId, At>> entered_groups_;
  std::set<std::pair<GroupId, DataId>> sited_groups_;
};

}  // namespace

std::vector<ExprId> operands(const Expr& expr) {
  return std::visit(
      [](const auto& node) -> std::vector<ExprId> {
        using Kind = std::decay_t<decltype(node)>;
        if constexpr (std::is_same_v<Kind, Expr::Subscript>) {
          return {node.object};
        } else if constexpr (std::is_same_v<Kind, Expr::Negate> ||
                             std::is_same_v<Kind, Expr::Not>) {
          return {node.operand};
        } else if constexpr (std::is_same_v<Kind, Expr::Arithmetic> ||
                             std::is_same_v<Kind, Expr::Logic> ||
                             std::is_same_v<Kind, Expr::Compare>) {
          return {node.left, node.right};
        } else if constexpr (std::is_same_v<Kind, Expr::Call>) {
          return node.arguments;
        } else {
          return {};
        }
      },
      expr.node);
}

void Uses::add(const Program& program, ExprId expr) {
  Walk(program, *this).expr(expr, std::nullopt);
}

void Uses::add(const Program& program, const Set& set) {
  Walk(program, *this).terms(set.terms, std::nullopt);
}

void Uses::add(const Program& program, PartitionId partition) {
  Walk(program, *this).partition(partition, std::nullopt);
}

void Uses::add(const Program& program, SubspaceId subspace) {
  Walk(program, *this).subspace(subspace);
}

void Uses::add(const Program& program, const Hypothesis& hypothesis, std::optional<DataId> donors) {
  Walk(program, *this).hypothesis(hypothesis, donors);
}

void Uses::add(const Program& program, const Test& test) {
  Walk walk(program, *this);
  walk.hypothesis(program[test.hypothesis],
                  test.donors == test.references ? At{} : At{test.donors});
  if (test.scrub) walk.section(*test.scrub);
  if (test.swap) walk.section(*test.swap);
}

void Uses::add(const Program& program, const Training& training) {
  data.insert(training.data);
  add(program, training.label);
}

std::vector<DataId> pool_of(const Hypothesis& hypothesis, DataId references, DataId donors) {
  std::vector<DataId> all;
  const auto add = [&](DataId data) {
    if (std::find(all.begin(), all.end(), data) == all.end()) all.push_back(data);
  };
  const auto rule = [&](const std::optional<RuleSpec>& spec) {
    if (!spec) return;
    for (const auto& arm : spec->arms) {
      if (arm.rule.of) add(*arm.rule.of);
      if (arm.rule.example_of) add(*arm.rule.example_of);
    }
  };
  add(references);
  add(donors);
  for (const auto& node : hypothesis.nodes) {
    rule(node.rule);
    rule(node.others);
  }
  rule(hypothesis.all_else);
  return all;
}

}  // namespace hyp::check
