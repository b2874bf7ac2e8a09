// SPDX-License-Identifier: MIT
#include "lang/check/definitions.hpp"
#include "lang/check/entities.hpp"
#include "lang/diag/suggest.hpp"

namespace hyp::check {
namespace {

template <typename T>
const T* as(const syntax::Expr& expr) {
  return std::get_if<T>(&expr.node);
}

// A member that is named without its partition, where only one partition has it.
std::optional<Entity> bare_member(Context& context, std::uint32_t module, const syntax::Name& name,
                                  bool& reported) {
  const auto& members = context.symbols.modules[context.symbols.file_of(module)].members;
  const auto [first, last] = members.equal_range(name.text);
  if (first == last) return std::nullopt;
  reported = true;
  if (std::next(first) != last) {
    diag::Diagnostic several(
        diag::Code::ambiguous_member, name.span,
        {{"name", name.text},
         {"suggestion", first->second.partition->name.text + "." + name.text}});
    for (auto it = first; it != last; ++it) {
      several.labels.push_back({it->second.span, diag::Note::defined_here, {{"name", name.text}}});
    }
    context.error(std::move(several));
    return std::nullopt;
  }
  if (!ensure(context, *first->second.partition)) return std::nullopt;
  return member_entity(context, PartitionId{first->second.partition->index}, first->second.member,
                       name.span);
}

std::optional<Entity> statistic(Context& context, const syntax::Name& name) {
  using Kind = Expr::Statistic::Kind;
  static const std::map<std::string_view, Kind> kinds = {{"min", Kind::min},
                                                         {"max", Kind::max},
                                                         {"mean", Kind::mean},
                                                         {"std", Kind::std},
                                                         {"active", Kind::active}};
  const auto kind = kinds.find(name.text);
  if (kind == kinds.end()) return std::nullopt;
  Type type;
  type.percent = kind->second == Kind::active;
  return context.add({type, name.span, Expr::Statistic{kind->second, std::nullopt}});
}

std::optional<Entity> builtin(Context& context, const syntax::Name& name) {
  Type type;
  type.per_example = true;
  if (name.text == "input") {
    type.tensor = true;
    return context.add({type, name.span, Expr::InputRef{}});
  }
  if (name.text == "label") {
    type.integer = true;
    return context.add({type, name.span, Expr::ColumnRef{std::nullopt, "label"}});
  }
  return std::nullopt;
}

// A site that was named without its network, or a word of other languages; else nothing.
std::string meant_by(Context& context, std::uint32_t module, const std::string& name) {
  for (const auto& model : context.program.models) {
    const bool named = context.symbols.find(module, model.name) != nullptr;
    const bool has = std::any_of(model.sites.begin(), model.sites.end(),
                                 [&](const Site& site) { return site.name == name; });
    if (named && has) return model.name + "." + name;
  }
  return name == "else" || name == "default" ? "otherwise" : "";
}

std::optional<Entity> find_name(Context& context, const Scope& scope, const syntax::Name& name) {
  if (scope.nodes) {
    if (const auto node = scope.nodes->find(name.text); node != scope.nodes->end()) {
      const auto& type = (*scope.node_types)[node->second.index];
      if (!type) return std::nullopt;  // its value is wrong or missing, which was reported
      return context.add({*type, name.span, Expr::NodeRef{node->second}});
    }
  }
  if (scope.statistics) {
    if (auto found = statistic(context, name)) return found;
  }
  if (Symbol* symbol = context.symbols.find(scope.module, name.text)) {
    return entity_of(context, *symbol, name.span);
  }
  bool reported = false;
  if (auto member = bare_member(context, scope.module, name, reported); member || reported) {
    return member;
  }
  if (auto found = builtin(context, name)) return found;

  auto candidates = context.symbols.names(scope.module);
  candidates.insert(candidates.end(), {"input", "label"});
  if (scope.nodes) {
    for (const auto& [node, id] : *scope.nodes) candidates.push_back(node);
  }
  if (scope.statistics)
    candidates.insert(candidates.end(), {"min", "max", "mean", "std", "active"});
  if (const auto meant = meant_by(context, scope.module, name.text); !meant.empty()) {
    context.error({diag::Code::unknown_name,
                   name.span,
                   {{"what", "name"}, {"name", name.text}, {"suggestion", meant}}});
    return std::nullopt;
  }
  report_unknown(context, "name", name, candidates);
  return std::nullopt;
}

}  // namespace

std::optional<Entity> entity_of(Context& context, Symbol& symbol, source::Span span) {
  if (symbol.state == Symbol::State::failed) return std::nullopt;
  if (symbol.kind == SymbolKind::module) return ModuleRef{symbol.index};
  if (!ensure(context, symbol)) return std::nullopt;
  const auto i = symbol.index;
  Type type;
  switch (symbol.kind) {
    case SymbolKind::data:
      return DataId{i};
    case SymbolKind::model:
      return ModelId{i};
    case SymbolKind::partition:
      return PartitionId{i};
    case SymbolKind::group:
      return GroupId{i};
    case SymbolKind::subspace:
    case SymbolKind::direction:
      return SubspaceId{i};
    case SymbolKind::let:
      type = context.program[context.program.lets[i].value].type;
      return context.add({type, span, Expr::LetRef{LetId{i}}});
    case SymbolKind::score:
      type = context.program[context.program.scores[i].value].type;
      return context.add({type, span, Expr::ScoreRef{ScoreId{i}}});
    case SymbolKind::region:
      type.element = Type::Element::boolean;
      type.per_example = true;
      return context.add({type, span, Expr::RegionRef{RegionId{i}}});
    case SymbolKind::argument: {
      // What a call gave stands there; a parameter of a hypothesis stands where it is used.
      const auto* expr = std::get_if<ExprId>(&context.arguments[i]);
      const auto* let = expr ? std::get_if<Expr::LetRef>(&context.program[*expr].node) : nullptr;
      if (!let) return context.arguments[i];
      return context.add({context.program[*expr].type, span, *let});
    }
    case SymbolKind::definition:
      context.error(
          {diag::Code::definition_not_called,
           span,
           {{"name", context.text(span)},
            {"usage", usage_of({context.text(span), span}, parameters_of(*symbol.statement))}}});
      return std::nullopt;
    default:
      report_wrong_kind(context, "a value", span, name_of(symbol));
      return std::nullopt;
  }
}

std::optional<Entity> find_entity(Context& context, const Scope& scope, const syntax::Expr& expr) {
  if (const auto* name = as<syntax::Name>(expr)) return find_name(context, scope, *name);
  if (const auto* member = as<syntax::Member>(expr)) {
    return find_member(context, scope, *member, expr.span);
  }
  if (const auto* subscript = as<syntax::Subscript>(expr)) {
    const auto& object = *subscript->object;
    if (as<syntax::Name>(object) || as<syntax::Member>(object)) {
      const auto entity = find_entity(context, scope, object);
      if (!entity) return std::nullopt;
      if (const auto* data = std::get_if<DataId>(&*entity)) {
        if (subscript->items.size() != 1) {
          context.error({diag::Code::wrong_argument_count,
                         expr.span,
                         {{"name", context.text(object.span)},
                          {"expected", "one row"},
                          {"seen", std::to_string(subscript->items.size()) + " were"}}});
          return std::nullopt;
        }
        const auto row = check_whole(context, scope, *subscript->items[0], 0);
        if (!row) return std::nullopt;
        return DataRow{*data, *row};
      }
    }
  }
  const auto value = check_expr(context, scope, expr);
  if (!value) return std::nullopt;
  return *value;
}

Symbol* find_symbol(Context& context, std::uint32_t module, const syntax::Path& path) {
  for (std::size_t i = 0; i < path.parts.size(); ++i) {
    const auto& name = path.parts[i];
    Symbol* symbol = context.symbols.find(module, name.text);
    if (!symbol) {
      report_unknown(context, "name", name, context.symbols.names(module));
      return nullptr;
    }
    if (i + 1 == path.parts.size()) return symbol;
    if (symbol->state == Symbol::State::failed) return nullptr;
    if (symbol->kind != SymbolKind::module) {
      report_wrong_kind(context, "an import", name.span, name_of(*symbol));
      return nullptr;
    }
    module = symbol->index;
  }
  return nullptr;
}

Symbol* find_symbol(Context& context, std::uint32_t module, const syntax::Expr& expr) {
  syntax::Path path{{}, expr.span};
  const syntax::Expr* at = &expr;
  while (const auto* member = as<syntax::Member>(*at)) {
    path.parts.insert(path.parts.begin(), member->name);
    at = member->object.get();
  }
  const auto* name = as<syntax::Name>(*at);
  if (!name) {
    report_wrong_kind(context, "a name", at->span, "something else");
    return nullptr;
  }
  path.parts.insert(path.parts.begin(), *name);
  return find_symbol(context, module, path);
}

Symbol* known_symbol(const Context& context, std::uint32_t module, const syntax::Expr& expr) {
  if (const auto* name = as<syntax::Name>(expr)) return context.symbols.find(module, name->text);
  const auto* member = as<syntax::Member>(expr);
  const Symbol* outer = member ? known_symbol(context, module, *member->object) : nullptr;
  const bool imported =
      outer && outer->kind == SymbolKind::module && outer->state == Symbol::State::done;
  return imported ? context.symbols.find(outer->index, member->name.text) : nullptr;
}

void report_unknown(Context& context, std::string_view what, const syntax::Name& name,
                    const std::vector<std::string>& candidates) {
  diag::Facts facts{{"what", what}, {"name", name.text}};
  const auto near = diag::nearest(name.text, candidates);
  if (!near.empty()) {
    facts.emplace_back("suggestion", near);
  } else if (what != "name" && !candidates.empty()) {
    facts.emplace_back("known", listed(candidates));
  }
  context.error({diag::Code::unknown_name, name.span, std::move(facts)});
}

std::string listed(const std::vector<std::string>& names) {
  std::string list;
  for (const auto& name : names) list += (list.empty() ? "`" : ", `") + name + "`";
  return list;
}

std::string describe(const Entity& entity, const Context& context) {
  if (const auto* expr = std::get_if<ExprId>(&entity)) return describe(context.program[*expr].type);
  if (std::holds_alternative<ModuleRef>(entity)) return "an import";
  if (std::holds_alternative<DataId>(entity)) return "a data set";
  if (std::holds_alternative<ModelId>(entity)) return "a model";
  if (std::holds_alternative<PartitionId>(entity)) return "a partition";
  if (std::holds_alternative<GroupId>(entity)) return "a group";
  if (const auto* subspace = std::get_if<SubspaceId>(&entity)) {
    return describe(context.program[*subspace]);
  }
  return "a row of a data set";
}

}  // namespace hyp::check
