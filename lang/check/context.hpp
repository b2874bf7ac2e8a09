// SPDX-License-Identifier: MIT
// What the files of this floor share while they check one program. Private to lang/check.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "lang/check/models.hpp"
#include "lang/check/program.hpp"
#include "lang/check/scope.hpp"
#include "lang/diag/outcome.hpp"
#include "lang/source/loader.hpp"
#include "lang/source/source_map.hpp"

namespace hyp::check {

struct Context {
  source::SourceMap& sources;
  source::Loader& loader;
  diag::Diagnostics diagnostics = {};
  Program program = {};
  Symbols symbols = {};

  ExprId add(Expr expr) {
    program.exprs.push_back(std::move(expr));
    return {static_cast<std::uint32_t>(program.exprs.size() - 1)};
  }
  void error(diag::Diagnostic diagnostic) { diagnostics.add(std::move(diagnostic)); }
  /// The user's own words, white space folded.
  [[nodiscard]] std::string words(source::Span span) const;
  /// The same, cut where it is too long for a message.
  [[nodiscard]] std::string text(source::Span span) const;
};

/// Where an expression stands: the file whose names it sees, and names of its own surroundings.
struct Scope {
  std::uint32_t module = 0;
  const std::map<std::string, LetId>* parameters = nullptr;  ///< of the hypothesis around it
  /// The nodes of the hypothesis around it, with the types of their values (empty: no value).
  const std::map<std::string, NodeId>* nodes = nullptr;
  const std::vector<std::optional<Type>>* node_types = nullptr;
  bool statistics = false;  ///< `min`, `max`, `mean`, `std`, `active` are statistics of a unit
};

// --- names (names.cpp) --------------------------------------------------------------------------

/// What a name or path can mean: a value, or a thing that has parts.
struct DataRow {
  DataId data;
  std::int64_t row;
};
struct ModuleRef {
  std::uint32_t module;
};
using Entity =
    std::variant<ExprId, ModuleRef, DataId, ModelId, PartitionId, GroupId, SubspaceId, DataRow>;

/// Looks a name, path or subscript up; an error (unless one was reported before) when there is
/// none.
std::optional<Entity> find_entity(Context& context, const Scope& scope, const syntax::Expr& expr);
/// The symbol behind a name or a path through imports, whatever its kind.
Symbol* find_symbol(Context& context, std::uint32_t module, const syntax::Path& path);
Symbol* find_symbol(Context& context, std::uint32_t module, const syntax::Expr& expr);
void report_unknown(Context& context, std::string_view what, const syntax::Name& name,
                    const std::vector<std::string>& candidates);
[[nodiscard]] std::string describe(const Entity& entity, const Context& context);

// --- declarations (declarations.cpp) ------------------------------------------------------------

/// Checks a symbol when it is first asked for. False when it has an error, which was reported.
bool ensure(Context& context, Symbol& symbol);
std::optional<DataId> find_data(Context& context, std::uint32_t module, const syntax::Path& path);
std::optional<ModelId> find_model(Context& context, std::uint32_t module, const syntax::Path& path);
std::optional<PartitionId> find_partition(Context& context, std::uint32_t module,
                                          const syntax::Path& path);
std::optional<HypothesisId> find_hypothesis(Context& context, std::uint32_t module,
                                            const syntax::Path& path);

// --- imports (imports.cpp) ----------------------------------------------------------------------

/// Declares the names of a file as a new module, and loads what it imports.
std::uint32_t add_module(Context& context, std::shared_ptr<const syntax::File> file);

// --- expressions (expressions.cpp) --------------------------------------------------------------

std::optional<ExprId> check_expr(Context& context, const Scope& scope, const syntax::Expr& expr);

/// What a place in the file wants of an expression.
enum class Want { constant, number, percentage, any_score, region, condition, value };
/// Checks an expression and that it is what is wanted there:
/// constant: anything that is the same for every example; number / percentage: a constant scalar,
/// plain / with %; any_score: a number per example; region: a truth value per example; condition: a
/// constant truth value; value: what a node can carry.
std::optional<ExprId> check_expr(Context& context, const Scope& scope, const syntax::Expr& expr,
                                 Want want);
void report_wrong_kind(Context& context, std::string_view expected, source::Span span,
                       std::string_view seen);

/// The value of a constant scalar expression, from literals and the defaults of lets.
std::optional<double> fold(const Program& program, ExprId expr);
/// The same, where the number is needed now: the lets it reads can no longer be swept or set.
std::optional<double> fold_fixed(Context& context, ExprId expr);
/// A whole constant number of at least `least`, or an error at the expression.
std::optional<std::int64_t> check_whole(Context& context, const Scope& scope,
                                        const syntax::Expr& expr, std::int64_t least);

// --- groups, hypotheses, tests, experiments ------------------------------------------------------

std::optional<Set> check_set(Context& context, const Scope& scope, const syntax::Set& set);
/// The models whose sites a set names.
void models_of(const Program& program, const Set& set, std::vector<ModelId>& models);
std::optional<Subspace> check_subspace(Context& context, const Symbol& symbol,
                                       const syntax::Subspace& subspace);
/// The subspace or direction that a name or path through imports means; null, and no error, where
/// it means anything else.
Symbol* subspace_symbol(Context& context, std::uint32_t module, const syntax::Expr& expr);
/// Says that a subspace is no set of units and no value.
void report_subspace(Context& context, SubspaceId subspace, source::Span span);
std::optional<Hypothesis> check_hypothesis(Context& context, std::uint32_t module,
                                           const syntax::Hypothesis& hypothesis);
std::optional<RuleSpec> check_rule_spec(Context& context, const Scope& scope,
                                        const syntax::RuleSpec& spec);
std::optional<Test> check_test(Context& context, std::uint32_t module, const syntax::Test& test);
std::optional<Experiment> check_experiment(Context& context, std::uint32_t module,
                                           const syntax::Experiment& experiment);
std::optional<Training> check_training(Context& context, std::uint32_t module,
                                       const syntax::Train& train);
std::optional<Measure> check_measure(Context& context, const Scope& scope,
                                     const syntax::Expr& measure, std::optional<ModelId> model);
/// Whether the network ends in logits, as a measure of its answer needs; an error where not.
bool require_classes(Context& context, MeasureKind kind, ModelId model, source::Span span);

}  // namespace hyp::check
