// SPDX-License-Identifier: MIT
// Definitions and their calls. A call opens a module of its own, in which each parameter is a name
// for what the call gave, and the body is checked there as if it stood in the file: so a body sees
// its own file and its parameters, and never the names around the call. Private to lang/check.
#pragma once

#include <optional>
#include <vector>

#include "lang/check/context.hpp"
#include "lang/check/declarations.hpp"

namespace hyp::check {

// --- arguments (arguments.cpp) -------------------------------------------------------------------

/// The parameters of a definition or hypothesis.
[[nodiscard]] const std::vector<syntax::Parameter>& parameters_of(
    const syntax::Statement& statement);
/// How a definition is called: `band(s, low, high)`.
[[nodiscard]] std::string usage_of(const syntax::Name& name,
                                   const std::vector<syntax::Parameter>& parameters);
/// What a call gives for each parameter, null where it leaves one to its fallback; an error where
/// the two do not fit.
[[nodiscard]] std::optional<std::vector<const syntax::Expr*>> match_arguments(
    Context& context, const syntax::Name& definition,
    const std::vector<syntax::Parameter>& parameters, const syntax::Call& call, source::Span span);

/// A new module for parameters that stand in `around`.
[[nodiscard]] std::uint32_t open_parameters(Context& context, std::uint32_t around);
/// Lets a name of `module` stand for a thing.
Symbol* add_argument(Context& context, std::uint32_t module, const syntax::Name& name,
                     Entity entity);
/// Gives each tunable a row among the lets, of `hypothesis`, and its name in `module`.
std::vector<LetId> declare_tunables(Context& context, std::uint32_t module,
                                    const std::vector<Tunable>& tunables, HypothesisId hypothesis);

// --- definitions (definitions.cpp) ---------------------------------------------------------------

/// Checks what does not depend on the parameters of a definition; false where that has an error.
bool check_definition(Context& context, const Symbol& symbol);

/// `lib.likeness(clue)`: the number or region that a definition makes of its arguments.
std::optional<ExprId> call_value(Context& context, const Scope& scope, Symbol& definition,
                                 const syntax::Call& call, source::Span span);
/// `lib.same_region(one)`: a rule with a name, and the modifiers behind it.
std::optional<RuleSpec> call_rule(Context& context, const Scope& scope, const syntax::Rule& rule);
/// `hypothesis h = lib.detectors(...)`, or another name for a hypothesis.
MaybeIndex make_hypothesis(Context& context, const Symbol& symbol,
                           const syntax::Hypothesis& hypothesis);
/// `experiment e = lib.ablation(...)`
MaybeIndex make_experiment(Context& context, const Symbol& symbol,
                           const syntax::Experiment& experiment);

}  // namespace hyp::check
