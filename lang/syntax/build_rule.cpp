// SPDX-License-Identifier: MIT
#include "lang/syntax/build.hpp"

namespace hyp::syntax {
namespace {

struct RuleWord {
  std::string_view word;
  Rule::Kind kind;
};
constexpr RuleWord kRuleWords[] = {
    {"itself", Rule::Kind::itself},     {"any", Rule::Kind::any},
    {"shuffled", Rule::Kind::shuffled}, {"from", Rule::Kind::from},
    {"same", Rule::Kind::same},         {"within", Rule::Kind::within},
    {"nearest", Rule::Kind::nearest},   {"near", Rule::Kind::near},
    {"fixed", Rule::Kind::fixed}};

Rule::Kind kind_of_rule(std::string_view word) {
  for (const auto& row : kRuleWords) {
    if (row.word == word) return row.kind;
  }
  return Rule::Kind::named;
}

bool is_name(const ExprPtr& expr, std::string_view text) {
  const auto* const name = std::get_if<Name>(&expr->node);
  return name != nullptr && name->text == text;
}

}  // namespace

RuleSpec Builder::rule_spec(const TreeNode& node) {
  Cursor c = children(node);
  RuleSpec spec;
  spec.span = node.span;
  spec.braces = c.token() == "{";
  if (!spec.braces) {
    const TreeNode& only = c.take();
    spec.arms.push_back({nullptr, rule(only), only.span});
    return spec;
  }
  block(c, [&](const TreeNode& line) {
    const auto before = found_;
    Cursor arm = children(line);
    RuleSpec::Arm built{nullptr, {}, line.span};
    if (!arm.take("otherwise")) {
      arm.take("when");
      built.when = expression(arm.take());
    }
    arm.take(":");
    built.rule = rule(arm.take());
    keep(spec.arms, before, std::move(built));
  });
  return spec;
}

Rule Builder::rule(const TreeNode& node) {
  Cursor c = children(node);
  Rule rule{kind_of_rule(c.token()), nullptr, {}, nullptr, false, std::nullopt, nullptr, node.span};
  const auto value = [&] { rule.values.push_back(expression(c.take())); };
  if (rule.kind != Rule::Kind::named) c.take();
  switch (rule.kind) {
    case Rule::Kind::itself:
    case Rule::Kind::any:
    case Rule::Kind::shuffled:
      break;
    case Rule::Kind::from:
    case Rule::Kind::fixed:
    case Rule::Kind::named:
      value();
      break;
    case Rule::Kind::same:
      if (c.kind() == NodeKind::tuple) {
        rule.values = items(c.take());
      } else {
        value();
        if (is_name(rule.values.front(), "value")) rule.values.clear();
      }
      break;
    case Rule::Kind::within:
    case Rule::Kind::nearest:
      rule.amount = expression(c.take());
      c.take("of");
      value();
      break;
    case Rule::Kind::near:
      value();
      c.take("sigma");
      rule.amount = expression(c.take());
      break;
  }
  Span excluding{};
  while (!c.at_end()) {
    if (!c.take(",")) modifier(rule, excluding, c.take());
  }
  return rule;
}

void Builder::modifier(Rule& rule, Span& excluding, const TreeNode& clause) {
  Cursor c = children(clause);
  if (c.take("in")) {
    rule.in = expression(c.take());
  } else if (c.take("excluding")) {
    if (rule.excluding_itself) said_twice("excluding itself", clause.span, excluding);
    rule.excluding_itself = true;
    excluding = clause.span;
  } else if (c.take("of")) {
    const Span first = rule.of ? rule.of->span : Span{};
    if (rule.of) said_twice("of", clause.span, first);
    rule.of = path(c.take());
  } else if (c.take("allow")) {
    if (rule.allow) said_twice("allow", clause.span, rule.allow->span);
    rule.allow = expression(c.take());
  }
}

}  // namespace hyp::syntax
