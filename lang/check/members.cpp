// SPDX-License-Identifier: MIT
// What stands behind a point: sites of networks, columns of data, members of partitions, imports.
#include <algorithm>

#include "lang/check/entities.hpp"
#include "lang/diag/suggest.hpp"

namespace hyp::check {
namespace {

void report_no_member(Context& context, std::string what, const syntax::Name& name,
                      const std::vector<std::string>& candidates) {
  diag::Facts facts{{"what", std::move(what)}, {"name", name.text}};
  const auto near = diag::nearest(name.text, candidates);
  if (!near.empty()) facts.emplace_back("suggestion", near);
  context.error({diag::Code::no_member, name.span, std::move(facts)});
}

std::optional<Entity> find_site(Context& context, ModelId model, const syntax::Member& member,
                                source::Span span) {
  const Model& network = context.program[model];
  std::vector<std::string> names;
  for (std::uint32_t i = 0; i < network.sites.size(); ++i) {
    const Site& site = network.sites[i];
    if (!site.name.empty()) names.push_back(site.name);
    if (site.name != member.name.text) continue;
    Type type;
    type.per_example = true;
    type.tensor = !site.shape.empty();
    type.integer = std::holds_alternative<Argmax>(site.operation);
    return context.add({type, span, Expr::SiteRef{model, SiteId{i}}});
  }
  diag::Facts facts{{"model", network.name}, {"name", member.name.text}};
  const auto near = diag::nearest(member.name.text, names);
  if (near.empty()) {
    facts.emplace_back("sites", listed(names));
  } else {
    facts.emplace_back("suggestion", near);
  }
  context.error({diag::Code::no_site, member.name.span, std::move(facts)});
  return std::nullopt;
}

// The columns a declaration promises; empty where only the file knows them.
std::vector<std::string> columns_of(const DataDeclaration& data) {
  std::vector<std::string> names;
  if (const auto* idx = std::get_if<IdxData>(&data.source)) {
    for (const auto& [name, file] : idx->columns) names.push_back(name);
  } else if (const auto* npy = std::get_if<NpyData>(&data.source)) {
    for (const auto& [name, file] : npy->columns) names.push_back(name);
  } else if (const auto* npz = std::get_if<NpzData>(&data.source)) {
    for (const auto& [name, array] : npz->columns) names.push_back(name);
  } else if (const auto* grid = std::get_if<GridData>(&data.source)) {
    for (const auto& axis : grid->axes) names.push_back(axis.name);
  } else if (std::holds_alternative<StrokesData>(data.source)) {
    names.emplace_back("label");
  }
  return names;
}

bool has_column(Context& context, DataId data, const syntax::Name& column) {
  const auto& declaration = context.program[data];
  const auto names = columns_of(declaration);
  const auto* npz = std::get_if<NpzData>(&declaration.source);
  const bool open = npz && npz->columns.empty();
  if (open || std::find(names.begin(), names.end(), column.text) != names.end()) return true;
  report_no_member(context, "`" + declaration.name + "`", column, names);
  return false;
}

Type column_type(const DataDeclaration& data, bool per_example) {
  Type type;
  type.per_example = per_example;
  type.integer = !std::holds_alternative<NpyData>(data.source) &&
                 !std::holds_alternative<NpzData>(data.source);
  return type;
}

std::optional<Entity> find_column(Context& context, DataId data, const syntax::Member& member,
                                  source::Span span) {
  if (!has_column(context, data, member.name)) return std::nullopt;
  return context.add(
      {column_type(context.program[data], true), span, Expr::ColumnRef{data, member.name.text}});
}

std::optional<Entity> find_in_row(Context& context, DataRow row, const syntax::Member& member,
                                  source::Span span) {
  if (member.name.text == "input") {
    Type type;
    type.tensor = true;
    return context.add({type, span, Expr::ExampleInput{row.data, row.row}});
  }
  if (!has_column(context, row.data, member.name)) return std::nullopt;
  return context.add({column_type(context.program[row.data], false), span,
                      Expr::ExampleColumn{row.data, row.row, member.name.text}});
}

}  // namespace

std::optional<Entity> member_entity(Context& context, PartitionId partition, std::uint32_t member,
                                    source::Span span) {
  Type type;
  type.element = Type::Element::boolean;
  type.per_example = true;
  return context.add({type, span, Expr::MemberRef{partition, member}});
}

std::optional<Entity> find_member(Context& context, const Scope& scope,
                                  const syntax::Member& member, source::Span span) {
  const auto object = find_entity(context, scope, *member.object);
  if (!object) return std::nullopt;
  if (const auto* module = std::get_if<ModuleRef>(&*object)) {
    if (Symbol* symbol = context.symbols.find(module->module, member.name.text)) {
      return entity_of(context, *symbol, span);
    }
    report_no_member(context, "`" + context.text(member.object->span) + "`", member.name,
                     context.symbols.names(module->module));
    return std::nullopt;
  }
  if (const auto* model = std::get_if<ModelId>(&*object)) {
    return find_site(context, *model, member, span);
  }
  if (const auto* data = std::get_if<DataId>(&*object)) {
    return find_column(context, *data, member, span);
  }
  if (const auto* row = std::get_if<DataRow>(&*object)) {
    return find_in_row(context, *row, member, span);
  }
  if (const auto* partition = std::get_if<PartitionId>(&*object)) {
    std::vector<std::string> names;
    const auto& members = context.program[*partition].members;
    for (std::uint32_t i = 0; i < members.size(); ++i) {
      if (members[i].name == member.name.text) return member_entity(context, *partition, i, span);
      names.push_back(members[i].name);
    }
    report_no_member(context, "`" + context.text(member.object->span) + "`", member.name, names);
    return std::nullopt;
  }
  const auto text = context.text(member.object->span);
  const auto* value = std::get_if<ExprId>(&*object);
  if (value && std::holds_alternative<Expr::SiteRef>(context.program[*value].node)) {
    context.error({diag::Code::no_member,
                   member.name.span,
                   {{"what", "`" + text + "`"}, {"name", member.name.text}, {"site", text}}});
    return std::nullopt;
  }
  report_no_member(context, "`" + text + "`", member.name, {});
  return std::nullopt;
}

}  // namespace hyp::check
