// SPDX-License-Identifier: MIT
#include "tests/oracle/rules.hpp"

#include <algorithm>
#include <cmath>
#include <set>

namespace hyp::oracle {

using Kind = check::Rule::Kind;

bool RuleAt::has_set() const {
  return kind != Kind::near && kind != Kind::shuffled && kind != Kind::fixed;
}

RuleAt Rules::any(Datum datum) const {
  RuleAt rule;
  rule.kind = Kind::any;
  rule.datum = datum;
  rule.donors = world_.donors;
  return rule;
}

RuleAt Rules::of_node(const check::Node& node, Datum datum) const {
  if (node.rule) return arm(*node.rule, node.value, datum);
  if (!node.value) throw Refused("a node has neither value nor rule");
  RuleAt rule = any(datum);
  rule.kind = node.up_to ? Kind::within : Kind::same;
  rule.values = {*node.value};
  rule.amount = node.up_to;
  rule.written = &node;
  return rule;
}

RuleAt Rules::of_others(const check::Node& node, Datum datum) const {
  if (node.others) return arm(*node.others, node.value, datum);
  if (world_.claim().all_else) return arm(*world_.claim().all_else, node.value, datum);
  return any(datum);
}

void Rules::check_arms(const check::RuleSpec& spec, Datum datum) const {
  int open = 0;
  bool otherwise = false;
  for (const auto& arm : spec.arms) {
    if (!arm.when) {
      otherwise = true;
    } else if (expressions_.holds(*arm.when, datum)) {
      ++open;
    }
  }
  if (open > 1) throw Refused("the arms of a rule overlap");
  if (open == 0 && !otherwise) throw Refused("the arms of a rule have a gap");
}

void Rules::check_amounts(const check::RuleSpec& spec) const {
  for (const auto& arm : spec.arms) {
    const check::Rule& rule = arm.rule;
    if (rule.kind == Kind::fixed && *rule.example >= world_.rows(*rule.example_of)) {
      throw Refused("the fixed example is out of range");
    }
    if (!rule.amount) continue;
    const double t = expressions_.constant(*rule.amount);
    const bool percent = (*world_.program)[*rule.amount].type.percent;
    if (rule.kind == Kind::nearest) {
      if (!percent && (t < 1 || t != std::floor(t))) throw Refused("k is not a whole number");
      continue;
    }
    if (t < 0) throw Refused("a negative amount");
    if (rule.kind == Kind::near && percent && expressions_.range(rule.values.at(0)) == 0) {
      throw Refused("`near` a score that is constant");
    }
  }
}

RuleAt Rules::arm(const check::RuleSpec& spec, std::optional<check::ExprId> own,
                  Datum datum) const {
  check_arms(spec, datum);
  const check::Rule* chosen = nullptr;
  for (const auto& arm : spec.arms) {
    if (arm.when && expressions_.holds(*arm.when, datum)) chosen = &arm.rule;
  }
  for (const auto& arm : spec.arms) {
    if (!arm.when && !chosen) chosen = &arm.rule;
  }
  RuleAt rule;
  rule.kind = chosen->kind;
  rule.datum = datum;
  rule.donors = chosen->of.value_or(world_.donors);
  rule.values = chosen->values;
  rule.amount = chosen->amount;
  rule.in = chosen->in;
  rule.excluding_itself = chosen->excluding_itself;
  if (chosen->example) rule.example = Datum{*chosen->example_of, *chosen->example};
  if (chosen->allow) rule.allow = expressions_.constant(*chosen->allow);
  rule.written = chosen;
  if (rule.kind == Kind::same && rule.values.empty()) {
    if (!own) throw Refused("`same` without a value, of a node that has none");
    rule.values = {*own};
  }
  if (rule.kind == Kind::itself && (rule.excluding_itself || chosen->of)) {
    throw Refused("`itself` takes no other donors");
  }
  if (rule.kind == Kind::itself) rule.donors = datum.data;
  if (rule.kind == Kind::fixed && chosen->of) throw Refused("`fixed` names its data set itself");
  if ((rule.kind == Kind::shuffled || rule.excluding_itself) && rule.kind != Kind::fixed &&
      rule.donors != datum.data) {
    throw Refused("the donors come from another data set than the datum");
  }
  if (rule.kind == Kind::shuffled && (rule.excluding_itself || chosen->of)) {
    throw Refused("`shuffled` permutes the references");
  }
  return rule;
}

bool Rules::percent(const RuleAt& rule) const {
  return (*world_.program)[*rule.amount].type.percent;
}

double Rules::width(const RuleAt& rule) const {
  const double t = expressions_.constant(*rule.amount);
  return percent(rule) ? t * expressions_.range(rule.values.at(0)) : t;
}

std::vector<Datum> Rules::candidates(const RuleAt& rule) const {
  std::vector<Datum> rows;
  for (std::int64_t row = 0; row < world_.rows(rule.donors); ++row) {
    const Datum x{rule.donors, row};
    if (rule.excluding_itself && x == rule.datum) continue;
    if (rule.in && !expressions_.holds(*rule.in, x)) continue;
    rows.push_back(x);
  }
  return rows;
}

std::vector<Datum> Rules::members(const RuleAt& rule) const {
  const Datum r = rule.datum;
  if (rule.kind == Kind::itself) return {r};
  if (rule.kind == Kind::fixed) {
    if (rule.excluding_itself && *rule.example == r) return {};
    return {*rule.example};
  }
  if (rule.kind == Kind::nearest) return nearest(rule);
  std::vector<Datum> kept;
  for (const Datum x : candidates(rule)) {
    bool keep = true;
    switch (rule.kind) {
      case Kind::any:
        break;
      case Kind::from:
        keep = expressions_.holds(rule.values.at(0), x);
        break;
      case Kind::same:
        for (const auto value : rule.values) {
          keep = keep && expressions_.number(value, x) == expressions_.number(value, r);
        }
        break;
      case Kind::within: {
        const double difference = score(rule, x) - score(rule, r);
        keep = std::abs(difference) <= width(rule);
        break;
      }
      default:
        throw Refused("this rule has no set");
    }
    if (keep) kept.push_back(x);
  }
  if (rule.kind == Kind::within) {
    std::stable_sort(kept.begin(), kept.end(),
                     [&](Datum a, Datum b) { return score(rule, a) < score(rule, b); });
  }
  return kept;
}

// Ranks are places in the order (S, row) among the candidates. A datum that is none of them stands
// between those below it and those above.
std::vector<Datum> Rules::nearest(const RuleAt& rule) const {
  std::vector<Datum> order = candidates(rule);
  const double k_written = expressions_.constant(*rule.amount);
  const double k_wanted =
      percent(rule) ? std::max(1.0, std::floor(k_written * static_cast<double>(order.size()) + 0.5))
                    : k_written;
  std::stable_sort(order.begin(), order.end(),
                   [&](Datum a, Datum b) { return score(rule, a) < score(rule, b); });

  // In half ranks: candidate i stands at 2 i + 1; the datum there too, or between two of them.
  std::int64_t below = 0;
  bool among = false;
  const double own = score(rule, rule.datum);
  for (const Datum x : order) {
    if (x == rule.datum) {
      among = true;
    } else if (score(rule, x) < own ||
               (score(rule, x) == own && x.data == rule.datum.data && x.row < rule.datum.row)) {
      ++below;
    }
  }
  const std::int64_t place = 2 * below + (among ? 1 : 0);
  std::vector<std::pair<std::int64_t, std::int64_t>> by_distance;  // the lower of two equals first
  for (std::int64_t i = 0; i < static_cast<std::int64_t>(order.size()); ++i) {
    by_distance.emplace_back(std::abs(2 * i + 1 - place), i);
  }
  std::sort(by_distance.begin(), by_distance.end());
  std::set<std::int64_t> chosen;
  for (const auto& [distance, i] : by_distance) {
    if (static_cast<double>(chosen.size()) < k_wanted) chosen.insert(i);
  }
  std::vector<Datum> kept;
  for (const auto i : chosen) kept.push_back(order[static_cast<std::size_t>(i)]);
  return kept;
}

DonorSet Rules::donors(const std::vector<RuleAt>& rules) const {
  std::vector<Datum> first = members(rules[0]);
  if (rules.size() == 1) return {first};
  std::set<Datum> common(first.begin(), first.end());
  const std::vector<Datum>* order = nullptr;
  std::vector<std::vector<Datum>> all;
  for (const auto& rule : rules) {
    if (!rule.has_set()) throw Refused("a rule without a set is drawn together with another");
    if (rule.donors != rules[0].donors) throw Refused("donors of two data sets are drawn together");
    all.push_back(members(rule));
  }
  for (std::size_t i = 0; i < rules.size(); ++i) {
    const std::set<Datum> mine(all[i].begin(), all[i].end());
    std::erase_if(common, [&](const Datum& x) { return !mine.contains(x); });
    const bool window = rules[i].kind == Kind::within || rules[i].kind == Kind::nearest;
    if (window && !order) order = &all[i];
  }
  DonorSet set;
  if (!order) {
    set.members.assign(common.begin(), common.end());  // by row
  } else {
    for (const Datum x : *order) {
      if (common.contains(x)) set.members.push_back(x);
    }
  }
  return set;
}

Scale Rules::scale(const RuleAt& near) const {
  Scale scale;
  scale.centre = score(near, near.datum);
  scale.sigma = width(near);
  std::vector<Datum> order = candidates(near);
  std::stable_sort(order.begin(), order.end(),
                   [&](Datum a, Datum b) { return score(near, a) < score(near, b); });
  for (const Datum x : order) {
    if (scale.scores.empty() || scale.scores.back() != score(near, x)) {
      scale.scores.push_back(score(near, x));
      scale.rows.emplace_back();
    }
    scale.rows.back().push_back(x);
  }
  return scale;
}

bool Rules::equal(const RuleAt& a, const RuleAt& b) const {
  if (a.kind != b.kind || a.donors != b.donors || a.values.size() != b.values.size() ||
      a.excluding_itself != b.excluding_itself || a.example != b.example ||
      a.in.has_value() != b.in.has_value() || a.amount.has_value() != b.amount.has_value()) {
    return false;
  }
  if (a.amount && (percent(a) != percent(b) ||
                   expressions_.constant(*a.amount) != expressions_.constant(*b.amount))) {
    return false;
  }
  if (a.in && !same(*a.in, *b.in)) return false;
  return std::equal(a.values.begin(), a.values.end(), b.values.begin(),
                    [&](auto x, auto y) { return same(x, y); });
}

// As written, names resolved: `likeness` is `likeness`, but not what `likeness` is defined as.
bool Rules::same(check::ExprId a, check::ExprId b) const {
  using check::Expr;
  if (a == b) return true;
  const auto &x = (*world_.program)[a].node, &y = (*world_.program)[b].node;
  if (x.index() != y.index()) return false;
  return std::visit(
      [&](const auto& l) {
        using T = std::decay_t<decltype(l)>;
        const T& r = std::get<T>(y);
        const auto all = [&](const auto& ls, const auto& rs) {
          return std::equal(ls.begin(), ls.end(), rs.begin(), rs.end(),
                            [&](auto p, auto q) { return same(p, q); });
        };
        if constexpr (std::is_same_v<T, Expr::Constant>) {
          return l.value == r.value;
        } else if constexpr (std::is_same_v<T, Expr::LetRef>) {
          return l.let == r.let;
        } else if constexpr (std::is_same_v<T, Expr::ScoreRef>) {
          return l.score == r.score;
        } else if constexpr (std::is_same_v<T, Expr::RegionRef>) {
          return l.region == r.region;
        } else if constexpr (std::is_same_v<T, Expr::MemberRef>) {
          return l.partition == r.partition && l.member == r.member;
        } else if constexpr (std::is_same_v<T, Expr::PartitionRef>) {
          return l.partition == r.partition;
        } else if constexpr (std::is_same_v<T, Expr::NodeRef>) {
          return l.node == r.node;
        } else if constexpr (std::is_same_v<T, Expr::InputRef>) {
          return true;
        } else if constexpr (std::is_same_v<T, Expr::ColumnRef>) {
          return l.data == r.data && l.column == r.column;
        } else if constexpr (std::is_same_v<T, Expr::ExampleInput>) {
          return l.data == r.data && l.row == r.row;
        } else if constexpr (std::is_same_v<T, Expr::ExampleColumn>) {
          return l.data == r.data && l.row == r.row && l.column == r.column;
        } else if constexpr (std::is_same_v<T, Expr::SiteRef>) {
          return l.model == r.model && l.site == r.site;
        } else if constexpr (std::is_same_v<T, Expr::GroupRef>) {
          return l.group == r.group;
        } else if constexpr (std::is_same_v<T, Expr::Subscript>) {
          return l.at == r.at && same(l.object, r.object);
        } else if constexpr (std::is_same_v<T, Expr::Negate> || std::is_same_v<T, Expr::Not>) {
          return same(l.operand, r.operand);
        } else if constexpr (std::is_same_v<T, Expr::Call>) {
          return l.function == r.function && all(l.arguments, r.arguments);
        } else if constexpr (std::is_same_v<T, Expr::Statistic>) {
          return false;  // stands in no rule
        } else {
          return l.op == r.op && same(l.left, r.left) && same(l.right, r.right);
        }
      },
      x);
}

}  // namespace hyp::oracle
