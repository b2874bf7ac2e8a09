// SPDX-License-Identifier: MIT
#include "lang/check/declarations.hpp"

#include <set>

#include "lang/check/definitions.hpp"

namespace hyp::check {
namespace {

MaybeIndex check_let(Context& context, const Symbol& symbol, const syntax::Let& let) {
  const auto value = check_expr(context, Scope{symbol.module}, *let.value, Want::constant);
  if (!value) return std::nullopt;
  return keep(context.program.lets, Let{let.name.text, let.name.span, *value, std::nullopt, false});
}

MaybeIndex check_score(Context& context, const Symbol& symbol, const syntax::Score& score) {
  const auto value = check_expr(context, Scope{symbol.module}, *score.value, Want::any_score);
  if (!value) return std::nullopt;
  return keep(context.program.scores, Score{score.name.text, score.name.span, *value});
}

MaybeIndex check_region(Context& context, const Symbol& symbol, const syntax::Region& region) {
  const auto value = check_expr(context, Scope{symbol.module}, *region.value, Want::region);
  if (!value) return std::nullopt;
  return keep(context.program.regions, Region{region.name.text, region.name.span, *value});
}

MaybeIndex check_partition(Context& context, const Symbol& symbol,
                           const syntax::Partition& partition) {
  Partition checked{partition.name.text, partition.name.span, {}};
  bool fits = true;
  for (const auto& member : partition.members) {
    const bool last = &member == &partition.members.back();
    for (const auto& earlier : checked.members) {
      if (earlier.name != member.name.text) continue;
      context.error(diag::Diagnostic(diag::Code::defined_twice, member.name.span,
                                     {{"name", member.name.text}})
                        .label(earlier.span, diag::Note::first_defined));
      fits = false;
    }
    std::optional<ExprId> when;
    if (member.when) {
      when = check_expr(context, Scope{symbol.module}, *member.when, Want::region);
      fits = fits && when;
    } else if (!last) {
      context.error({diag::Code::otherwise_not_last, member.name.span});
      fits = false;
    }
    checked.members.push_back({member.name.text, member.name.span, when});
  }
  if (!fits) return std::nullopt;
  return keep(context.program.partitions, std::move(checked));
}

MaybeIndex check_group(Context& context, const Symbol& symbol, const syntax::Group& group) {
  auto set = check_set(context, Scope{symbol.module}, group.value);
  if (!set) return std::nullopt;
  const auto depth = depth_of(context, *set);
  if (context.too_deep(depth, group.name.text, group.name.span)) return std::nullopt;
  context.group_depths.push_back(depth);
  return keep(context.program.groups, Group{group.name.text, group.name.span, std::move(*set)});
}

// `data images = mnist.train` is another name of the same data set, read only once.
MaybeIndex check_data(Context& context, const Symbol& symbol, const syntax::Data& data) {
  const bool alias = std::holds_alternative<syntax::Name>(data.value->node) ||
                     std::holds_alternative<syntax::Member>(data.value->node);
  if (alias) {
    Symbol* other = find_symbol(context, symbol.module, *data.value);
    if (!other || other->state == Symbol::State::failed) return std::nullopt;
    if (other->kind != SymbolKind::data) {
      report_wrong_kind(context, "a data set", data.value->span, name_of(*other));
      return std::nullopt;
    }
    if (!ensure(context, *other)) return std::nullopt;
    return other->index;
  }
  auto built = build_data(data, full_name(context, symbol), number_lookup(context, symbol.module),
                          context.diagnostics);
  if (!built) return std::nullopt;
  return keep(context.program.data, std::move(*built));
}

// Its parameters are those that tests can sweep.
MaybeIndex check_hypothesis(Context& context, const Symbol& symbol,
                            const syntax::Hypothesis& hypothesis) {
  if (hypothesis.value) return make_hypothesis(context, symbol, hypothesis);
  std::vector<Tunable> tunables;
  std::set<std::string> names;
  bool fits = true;
  for (const auto& [name, fallback] : hypothesis.parameters) {
    const bool first = names.insert(name.text).second;
    fits = fits && first;
    if (!first) {
      context.error({diag::Code::defined_twice, name.span, {{"name", name.text}}});
    } else if (!fallback) {
      context.error({diag::Code::argument_missing,
                     name.span,
                     {{"callee", hypothesis.name.text},
                      {"name", name.text},
                      {"usage", name.text + " = ..."}}});
      fits = false;
    } else {
      const auto value = check_expr(context, Scope{symbol.module}, *fallback, Want::constant);
      fits = fits && value;
      if (value) tunables.push_back({name, *value});
    }
  }
  const auto module = open_parameters(context, symbol.module);
  auto checked = check_hypothesis(context, module, hypothesis, tunables);
  if (!checked || !fits) return std::nullopt;
  return keep(context.program.hypotheses, std::move(*checked));
}

MaybeIndex check_declaration(Context& context, const Symbol& symbol) {
  if (symbol.kind == SymbolKind::definition &&
      !std::holds_alternative<syntax::Model>(symbol.statement->node)) {
    return check_definition(context, symbol) ? MaybeIndex(0) : std::nullopt;
  }
  return std::visit(
      [&](const auto& node) -> MaybeIndex {
        using T = std::decay_t<decltype(node)>;
        if constexpr (std::is_same_v<T, syntax::Let>) return check_let(context, symbol, node);
        if constexpr (std::is_same_v<T, syntax::Score>) return check_score(context, symbol, node);
        if constexpr (std::is_same_v<T, syntax::Region>) return check_region(context, symbol, node);
        if constexpr (std::is_same_v<T, syntax::Partition>) {
          return check_partition(context, symbol, node);
        }
        if constexpr (std::is_same_v<T, syntax::Group>) return check_group(context, symbol, node);
        if constexpr (std::is_same_v<T, syntax::Data>) return check_data(context, symbol, node);
        if constexpr (std::is_same_v<T, syntax::Model>) {
          return node.definition ? MaybeIndex(0) : check_model(context, symbol, node);
        }
        if constexpr (std::is_same_v<T, syntax::Subspace>) {
          auto checked = check_subspace(context, symbol, node);
          if (!checked) return std::nullopt;
          return keep(context.program.subspaces, std::move(*checked));
        }
        if constexpr (std::is_same_v<T, syntax::Hypothesis>) {
          return check_hypothesis(context, symbol, node);
        }
        if constexpr (std::is_same_v<T, syntax::Test>) {
          auto checked = check_test(context, symbol.module, node);
          if (!checked) return std::nullopt;
          return keep(context.program.tests, std::move(*checked));
        }
        if constexpr (std::is_same_v<T, syntax::Experiment>) {
          if (node.value) return make_experiment(context, symbol, node);
          auto checked = check_experiment(context, symbol.module, node);
          if (!checked) return std::nullopt;
          return keep(context.program.experiments, std::move(*checked));
        }
        if constexpr (std::is_same_v<T, syntax::Train>) {
          auto checked = check_training(context, symbol.module, node);
          if (!checked) return std::nullopt;
          return keep(context.program.trainings, std::move(*checked));
        }
        return std::nullopt;
      },
      symbol.statement->node);
}

void report_cycle(Context& context, const Symbol& symbol) {
  context.error({diag::Code::definition_cycle, symbol.name.span, {{"name", symbol.name.text}}});
}

template <typename IdType>
std::optional<IdType> find_kind(Context& context, std::uint32_t module, const syntax::Path& path,
                                SymbolKind kind) {
  Symbol* symbol = find_symbol(context, module, path);
  if (!symbol || symbol->state == Symbol::State::failed) return std::nullopt;
  if (symbol->kind != kind) {
    report_wrong_kind(context, name_of(kind), path.span, name_of(*symbol));
    return std::nullopt;
  }
  if (!ensure(context, *symbol)) return std::nullopt;
  return IdType{symbol->index};
}

}  // namespace

std::string full_name(const Context& context, const Symbol& symbol) {
  if (symbol.module == 0) return symbol.name.text;
  const auto& names = context.symbols.modules[0].names;
  for (const auto& [name, chosen] : names) {
    if (chosen == &symbol) return name;
  }
  for (const auto& [name, import] : names) {
    if (import->kind == SymbolKind::module && import->index == symbol.module) {
      return name + "." + symbol.name.text;
    }
  }
  return symbol.name.text;
}

NumberLookup number_lookup(Context& context, std::uint32_t module) {
  return [&context, module](const syntax::Name& name) -> std::optional<double> {
    Symbol* symbol = context.symbols.find(module, name.text);
    if (!symbol || symbol->kind != SymbolKind::let || !ensure(context, *symbol)) return {};
    return fold_fixed(context, context.add({{}, name.span, Expr::LetRef{LetId{symbol->index}}}));
  };
}

bool ensure(Context& context, Symbol& symbol) {
  if (symbol.state == Symbol::State::busy) {
    report_cycle(context, symbol);
    symbol.state = Symbol::State::failed;
  }
  if (symbol.state != Symbol::State::untouched) return symbol.state == Symbol::State::done;
  const Nested nested(context, kDeclaration);
  if (context.too_deep(context.nesting, symbol.name.text, symbol.name.span)) {
    symbol.state = Symbol::State::failed;
    return false;
  }
  symbol.state = Symbol::State::busy;
  const auto index = check_declaration(context, symbol);
  const bool fits = index && symbol.state != Symbol::State::failed;
  symbol.state = fits ? Symbol::State::done : Symbol::State::failed;
  if (fits) symbol.index = *index;
  return fits;
}

std::optional<DataId> find_data(Context& context, std::uint32_t module, const syntax::Path& path) {
  return find_kind<DataId>(context, module, path, SymbolKind::data);
}

std::optional<ModelId> find_model(Context& context, std::uint32_t module,
                                  const syntax::Path& path) {
  return find_kind<ModelId>(context, module, path, SymbolKind::model);
}

std::optional<PartitionId> find_partition(Context& context, std::uint32_t module,
                                          const syntax::Path& path) {
  return find_kind<PartitionId>(context, module, path, SymbolKind::partition);
}

std::optional<HypothesisId> find_hypothesis(Context& context, std::uint32_t module,
                                            const syntax::Path& path) {
  return find_kind<HypothesisId>(context, module, path, SymbolKind::hypothesis);
}

}  // namespace hyp::check
