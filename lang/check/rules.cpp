// SPDX-License-Identifier: MIT
// Resampling rules (docs/method.md, section 4): what each kind is given, and of what type.
#include "lang/check/definitions.hpp"

namespace hyp::check {
namespace {

using SourceKind = syntax::Rule::Kind;

Rule::Kind kind_of(SourceKind kind) {
  switch (kind) {
    case SourceKind::itself:
      return Rule::Kind::itself;
    case SourceKind::any:
      return Rule::Kind::any;
    case SourceKind::shuffled:
      return Rule::Kind::shuffled;
    case SourceKind::from:
      return Rule::Kind::from;
    case SourceKind::same:
    case SourceKind::named:
      return Rule::Kind::same;
    case SourceKind::within:
      return Rule::Kind::within;
    case SourceKind::nearest:
      return Rule::Kind::nearest;
    case SourceKind::near:
      return Rule::Kind::near;
    case SourceKind::fixed:
      return Rule::Kind::fixed;
  }
  return Rule::Kind::same;
}

// A tolerance is a percentage of a score's range, or a plain number.
std::optional<ExprId> check_amount(Context& context, const Scope& scope, const syntax::Expr& expr) {
  const auto id = check_expr(context, scope, expr, Want::constant);
  if (!id) return std::nullopt;
  const Type type = context.program[*id].type;
  if (type.element == Type::Element::number && !type.tensor) return id;
  report_wrong_kind(context, "a percentage or a number", expr.span, describe(type));
  return std::nullopt;
}

// What examples can share exactly: regions, partitions and whole numbers.
bool can_be_same(const Type& type) {
  return type.element != Type::Element::number || type.integer;
}

bool check_example(Context& context, const Scope& scope, const syntax::Expr& expr, Rule& rule) {
  const auto entity = find_entity(context, scope, expr);
  if (!entity) return false;
  if (const auto* row = std::get_if<DataRow>(&*entity)) {
    rule.example = row->row;
    rule.example_of = row->data;
    return true;
  }
  report_wrong_kind(context, "an example such as `images[6]`", expr.span,
                    describe(*entity, context));
  return false;
}

bool check_values(Context& context, const Scope& scope, const syntax::Rule& source, Rule& rule) {
  if (source.kind == SourceKind::fixed) {
    return check_example(context, scope, *source.values[0], rule);
  }
  const Want want = source.kind == SourceKind::from   ? Want::region
                    : source.kind == SourceKind::same ? Want::value
                                                      : Want::any_score;
  for (const auto& value : source.values) {
    const auto id = check_expr(context, scope, *value, want);
    if (!id) return false;
    const Type type = context.program[*id].type;
    if (source.kind == SourceKind::same && !can_be_same(type)) {
      context.error({diag::Code::no_same_value,
                     value->span,
                     {{"text", context.text(value->span)}, {"seen", describe(type)}}});
      return false;
    }
    rule.values.push_back(*id);
  }
  return true;
}

// `excluding itself`, `of DATA`, `allow 1%`; behind a rule with a name they hold for each arm of
// it.
bool check_modifiers(Context& context, const Scope& scope, const syntax::Rule& source, Rule& rule) {
  bool fits = true;
  rule.excluding_itself = rule.excluding_itself || source.excluding_itself;
  if (source.allow) {
    rule.allow = check_expr(context, scope, *source.allow, Want::percentage);
    fits = rule.allow.has_value();
  }
  if (source.of) {
    rule.of = find_data(context, scope.module, *source.of);
    fits = fits && rule.of;
  }
  return fits;
}

std::optional<Rule> check_rule(Context& context, const Scope& scope, const syntax::Rule& source) {
  Rule rule;
  rule.kind = kind_of(source.kind);
  rule.span = source.span;
  bool fits = check_values(context, scope, source, rule);
  if (source.amount) {
    rule.amount = check_amount(context, scope, *source.amount);
    fits = fits && rule.amount;
  }
  if (source.in) {
    rule.in = check_expr(context, scope, *source.in, Want::region);
    fits = fits && rule.in;
  }
  fits = check_modifiers(context, scope, source, rule) && fits;
  return fits ? std::optional(std::move(rule)) : std::nullopt;
}

// The arms of a rule: one without a condition, where it has no braces.
std::optional<std::vector<RuleSpec::Arm>> check_arms(Context& context, const Scope& scope,
                                                     const syntax::Rule& source) {
  if (source.kind != SourceKind::named) {
    auto rule = check_rule(context, scope, source);
    if (!rule) return std::nullopt;
    return std::vector<RuleSpec::Arm>{{std::nullopt, std::move(*rule), source.span}};
  }
  auto spec = call_rule(context, scope, source);
  if (!spec) return std::nullopt;
  for (auto& arm : spec->arms) {
    if (!check_modifiers(context, scope, source, arm.rule)) return std::nullopt;
  }
  return std::move(spec->arms);
}

}  // namespace

std::optional<RuleSpec> check_rule_spec(Context& context, const Scope& scope,
                                        const syntax::RuleSpec& source) {
  RuleSpec spec{{}, source.span};
  if (!source.braces) {
    auto arms = check_arms(context, scope, source.arms[0].rule);
    if (!arms) return std::nullopt;
    spec.arms = std::move(*arms);
    return spec;
  }
  bool fits = true;
  for (const auto& arm : source.arms) {
    std::optional<ExprId> when;
    if (arm.when) {
      when = check_expr(context, scope, *arm.when, Want::region);
      fits = fits && when;
    } else if (&arm != &source.arms.back()) {
      context.error({diag::Code::otherwise_not_last, arm.span});
      fits = false;
    }
    auto inner = check_arms(context, scope, arm.rule);
    if (inner && (inner->size() != 1 || (*inner)[0].when)) {
      report_wrong_kind(context, "a rule without arms of its own", arm.rule.span, "one with arms");
      inner.reset();
    }
    fits = fits && inner;
    if (inner) spec.arms.push_back({when, std::move((*inner)[0].rule), arm.span});
  }
  return fits ? std::optional(std::move(spec)) : std::nullopt;
}

}  // namespace hyp::check
