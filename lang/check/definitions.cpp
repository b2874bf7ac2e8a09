// SPDX-License-Identifier: MIT
#include "lang/check/definitions.hpp"

#include <algorithm>

#include "lang/check/entities.hpp"

namespace hyp::check {
namespace {

// While it lives, the body of a definition is being checked for one call.
class Calling {
 public:
  Calling(Context& context, ActiveCall call) : context_(context) {
    context_.calls.push_back(std::move(call));
  }
  ~Calling() { context_.calls.pop_back(); }
  Calling(const Calling&) = delete;
  Calling& operator=(const Calling&) = delete;

 private:
  Context& context_;
};

// The parameters of one call.
struct Opened {
  std::uint32_t module;
  ActiveCall call;
  std::vector<Symbol*> symbols;  // one a parameter
};

bool is_word(const syntax::Expr& expr) {
  return !std::holds_alternative<syntax::Unary>(expr.node) &&
         !std::holds_alternative<syntax::Binary>(expr.node) &&
         !std::holds_alternative<syntax::Comparison>(expr.node);
}

// A name is handed on as it is; anything else is checked where the call stands.
Symbol* bind(Context& context, const Scope& scope, const syntax::Expr& expr, std::uint32_t module,
             const syntax::Name& parameter) {
  const auto* name = std::get_if<syntax::Name>(&expr.node);
  const bool node = name && scope.nodes && scope.nodes->contains(name->text);
  if (Symbol* known = node ? nullptr : known_symbol(context, scope.module, expr)) {
    if (!ensure(context, *known)) return nullptr;
    return context.symbols.modules[module].names[parameter.text] = known;
  }
  const auto entity = find_entity(context, scope, expr);
  return entity ? add_argument(context, module, parameter, *entity) : nullptr;
}

void report_too_large(Context& context, source::Span span, std::uint32_t limit,
                      std::string_view what) {
  context.error({diag::Code::definitions_too_large, span, {{"limit", limit}, {"what", what}}});
}

std::optional<Opened> open_call(Context& context, const Scope& scope, const Symbol& definition,
                                const syntax::Call& call, source::Span span) {
  const auto& parameters = parameters_of(*definition.statement);
  const auto given = match_arguments(context, definition.name, parameters, call, span);
  if (!given) return std::nullopt;
  if (++context.call_count > Context::kMostCalls) {
    if (context.call_count == Context::kMostCalls + 1) {
      report_too_large(context, span, Context::kMostCalls, "calls of definitions");
    }
    return std::nullopt;
  }
  Opened opened{open_parameters(context, definition.module),
                {definition.name.text, definition.statement->span, span, {}},
                {}};
  bool fits = true;
  for (std::size_t i = 0; i < parameters.size(); ++i) {
    const auto& name = parameters[i].name;
    const syntax::Expr* expr = (*given)[i];
    const Scope at = expr ? scope : Scope{definition.module};
    if (!expr) expr = parameters[i].fallback.get();
    Symbol* symbol = bind(context, at, *expr, opened.module, name);
    fits = fits && symbol;
    opened.symbols.push_back(symbol);
    const auto words = context.words(expr->span);
    opened.call.arguments[name.text] = is_word(*expr) ? words : "(" + words + ")";
  }
  return fits ? std::optional(std::move(opened)) : std::nullopt;
}

// Equal calls are checked once: a definition that calls another twice, which calls a third twice,
// stays linear.
std::vector<std::uint64_t> identity(const Context& context, const Symbol& definition,
                                    const Opened& opened) {
  std::vector<std::uint64_t> key{reinterpret_cast<std::uintptr_t>(&definition)};
  for (const Symbol* symbol : opened.symbols) {
    const bool here = symbol->kind == SymbolKind::argument && symbol->module == opened.module;
    const auto* expr = here ? std::get_if<ExprId>(&context.arguments[symbol->index]) : nullptr;
    key.push_back(expr ? 1 : 0);
    key.push_back(expr ? expr->index : reinterpret_cast<std::uintptr_t>(symbol));
  }
  return key;
}

std::optional<ExprId> check_body(Context& context, std::uint32_t module,
                                 const syntax::Statement& statement) {
  const auto* score = std::get_if<syntax::Score>(&statement.node);
  const auto& body = score ? *score->value : *std::get<syntax::Region>(statement.node).value;
  const auto id = check_expr(context, Scope{module}, body);
  if (!id) return std::nullopt;
  const Type type = context.program[*id].type;
  const bool number = type.element == Type::Element::number;
  if (score ? number && !type.tensor : type.element == Type::Element::boolean) return id;
  report_wrong_kind(context, score ? "one number" : "a region or a condition", body.span,
                    describe(type));
  return std::nullopt;
}

template <typename Wanted>
Symbol* find_definition(Context& context, std::uint32_t module, const syntax::Expr& callee,
                        std::string_view expected) {
  Symbol* symbol = find_symbol(context, module, callee);
  if (!symbol || symbol->kind == SymbolKind::unknown) return nullptr;
  const bool fits = symbol->kind == SymbolKind::definition &&
                    std::holds_alternative<Wanted>(symbol->statement->node);
  if (!fits) {
    report_wrong_kind(context, expected, callee.span, name_of(*symbol));
    return nullptr;
  }
  return ensure(context, *symbol) ? symbol : nullptr;
}

std::vector<std::string> rule_names(const Context& context, std::uint32_t module) {
  std::vector<std::string> names{"itself", "any",     "shuffled", "from", "same",
                                 "within", "nearest", "near",     "fixed"};
  for (const auto& name : context.symbols.names(module)) {
    const Symbol* symbol = context.symbols.find(module, name);
    if (symbol && symbol->kind == SymbolKind::definition &&
        std::holds_alternative<syntax::RuleDefinition>(symbol->statement->node)) {
      names.push_back(name);
    }
  }
  return names;
}

// Of a call that makes a statement: `hypothesis h = callee(arguments)`.
const syntax::Call* made_by(Context& context, std::uint32_t module, const syntax::Expr& value,
                            std::string_view expected) {
  const auto* call = std::get_if<syntax::Call>(&value.node);
  if (call) return call;
  const Symbol* other = known_symbol(context, module, value);
  report_wrong_kind(context, expected, value.span, other ? name_of(*other) : "something else");
  return nullptr;
}

}  // namespace

bool check_definition(Context& context, const Symbol& symbol) {
  const auto errors = [&] {
    const auto& all = context.diagnostics.all();
    return std::count_if(all.begin(), all.end(),
                         [](const auto& d) { return d.severity() == diag::Severity::error; });
  };
  const auto before = errors();
  const auto module = open_parameters(context, symbol.module);
  auto& names = context.symbols.modules[module].names;
  for (const auto& parameter : parameters_of(*symbol.statement)) {
    const auto& name = parameter.name;
    if (const auto first = names.find(name.text); first != names.end()) {
      context.error(diag::Diagnostic(diag::Code::defined_twice, name.span, {{"name", name.text}})
                        .label(first->second->name.span, diag::Note::first_defined));
      continue;
    }
    // Nothing is known of it, and using it is no error.
    context.symbols.all.push_back(
        {SymbolKind::unknown, name, module, nullptr, Symbol::State::failed});
    names[name.text] = &context.symbols.all.back();
    if (parameter.fallback) {
      bind(context, Scope{symbol.module}, *parameter.fallback,
           open_parameters(context, symbol.module), name);
    }
  }
  const auto& node = symbol.statement->node;
  if (const auto* rule = std::get_if<syntax::RuleDefinition>(&node)) {
    check_rule_spec(context, Scope{module}, rule->value);
  } else if (const auto* hypothesis = std::get_if<syntax::Hypothesis>(&node)) {
    check_hypothesis(context, module, *hypothesis, {});
  } else if (const auto* experiment = std::get_if<syntax::Experiment>(&node)) {
    check_experiment(context, module, *experiment);
  } else {
    check_body(context, module, *symbol.statement);
  }
  return errors() == before;
}

std::optional<ExprId> call_value(Context& context, const Scope& scope, Symbol& definition,
                                 const syntax::Call& call, source::Span span) {
  if (!ensure(context, definition)) return std::nullopt;
  const auto& node = definition.statement->node;
  if (!std::holds_alternative<syntax::Score>(node) &&
      !std::holds_alternative<syntax::Region>(node)) {
    report_wrong_kind(context, "a score or a region", call.callee->span, name_of(definition));
    return std::nullopt;
  }
  auto opened = open_call(context, scope, definition, call, span);
  if (!opened) return std::nullopt;
  const auto key = identity(context, definition, *opened);
  auto made = context.made.find(key);
  if (made == context.made.end()) {
    const Calling calling(context, std::move(opened->call));
    const auto id = check_body(context, opened->module, *definition.statement);
    made = context.made.emplace(key, id).first;
  }
  if (!made->second) return std::nullopt;
  if (context.sizes[made->second->index] >= Context::kMostOperations) {
    report_too_large(context, span, Context::kMostOperations, "operations");
    return std::nullopt;
  }
  Expr result = context.program[*made->second];
  result.span = span;  // what is wrong with the whole of it is wrong with the call
  return context.add(std::move(result));
}

std::optional<RuleSpec> call_rule(Context& context, const Scope& scope, const syntax::Rule& rule) {
  static const syntax::Call kBare{};
  const syntax::Expr& named = *rule.values[0];
  const auto* call = std::get_if<syntax::Call>(&named.node);
  const syntax::Expr& callee = call ? *call->callee : named;
  const auto* name = std::get_if<syntax::Name>(&callee.node);
  if (name && !context.symbols.find(scope.module, name->text)) {
    report_unknown(context, "rule", *name, rule_names(context, scope.module));
    return std::nullopt;
  }
  Symbol* definition =
      find_definition<syntax::RuleDefinition>(context, scope.module, callee, "a rule");
  if (!definition) return std::nullopt;
  auto opened = open_call(context, scope, *definition, call ? *call : kBare, named.span);
  if (!opened) return std::nullopt;
  const Calling calling(context, std::move(opened->call));
  const auto& body = std::get<syntax::RuleDefinition>(definition->statement->node).value;
  auto spec = check_rule_spec(context, Scope{opened->module}, body);
  if (!spec) return std::nullopt;
  spec->span = rule.span;
  for (auto& arm : spec->arms) arm.rule.span = rule.span;
  return spec;
}

MaybeIndex make_hypothesis(Context& context, const Symbol& symbol,
                           const syntax::Hypothesis& hypothesis) {
  const syntax::Expr& value = *hypothesis.value;
  Symbol* other = known_symbol(context, symbol.module, value);
  if (other && other->kind == SymbolKind::hypothesis) {
    return ensure(context, *other) ? MaybeIndex(other->index) : std::nullopt;
  }
  constexpr std::string_view kExpected = "a definition of hypotheses and its arguments";
  const auto* call = made_by(context, symbol.module, value, kExpected);
  if (!call) return std::nullopt;
  const Symbol* definition =
      find_definition<syntax::Hypothesis>(context, symbol.module, *call->callee, kExpected);
  if (!definition) return std::nullopt;
  auto opened = open_call(context, Scope{symbol.module}, *definition, *call, value.span);
  if (!opened) return std::nullopt;
  std::vector<Tunable> tunables;
  const auto& parameters = parameters_of(*definition->statement);
  for (std::size_t i = 0; i < parameters.size(); ++i) {
    Symbol& given = *opened->symbols[i];
    if (given.kind != SymbolKind::let && given.kind != SymbolKind::argument) continue;
    const auto entity = entity_of(context, given, parameters[i].name.span);
    const auto* id = entity ? std::get_if<ExprId>(&*entity) : nullptr;
    if (!id) continue;
    const Type type = context.program[*id].type;
    const bool number = type.element == Type::Element::number && !type.tensor && !type.per_example;
    if (number) tunables.push_back({parameters[i].name, *id});
  }
  const Calling calling(context, std::move(opened->call));
  auto checked = check_hypothesis(
      context, opened->module, std::get<syntax::Hypothesis>(definition->statement->node), tunables);
  if (!checked) return std::nullopt;
  checked->name = symbol.name.text;
  checked->span = symbol.name.span;
  return keep(context.program.hypotheses, std::move(*checked));
}

MaybeIndex make_experiment(Context& context, const Symbol& symbol,
                           const syntax::Experiment& experiment) {
  constexpr std::string_view kExpected = "a definition of experiments and its arguments";
  const auto* call = made_by(context, symbol.module, *experiment.value, kExpected);
  if (!call) return std::nullopt;
  const Symbol* definition =
      find_definition<syntax::Experiment>(context, symbol.module, *call->callee, kExpected);
  if (!definition) return std::nullopt;
  auto opened =
      open_call(context, Scope{symbol.module}, *definition, *call, experiment.value->span);
  if (!opened) return std::nullopt;
  const Calling calling(context, std::move(opened->call));
  auto checked = check_experiment(context, opened->module,
                                  std::get<syntax::Experiment>(definition->statement->node));
  if (!checked) return std::nullopt;
  checked->name = symbol.name.text;
  checked->span = symbol.name.span;
  return keep(context.program.experiments, std::move(*checked));
}

}  // namespace hyp::check
