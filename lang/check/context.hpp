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

// --- what a name or path can mean ----------------------------------------------------------------

/// A value, or a thing that has parts.
struct DataRow {
  DataId data;
  std::int64_t row;
};
struct ModuleRef {
  std::uint32_t module;
};
using Entity =
    std::variant<ExprId, ModuleRef, DataId, ModelId, PartitionId, GroupId, SubspaceId, DataRow>;

/// A call of a definition whose body is being checked.
struct ActiveCall {
  std::string name;                                           ///< of the definition
  source::Span body;                                          ///< the definition
  source::Span span;                                          ///< the call
  std::map<std::string, std::string, std::less<>> arguments;  ///< in the words of the call
};

struct Context {
  /// Declarations and operations that may rest on each other while they are checked, and in the
  /// finished program: whatever walks it may recurse.
  static constexpr std::uint32_t kDeepest = 1000;
  /// All calls of definitions that a program may make, and the operations of one of them.
  static constexpr std::uint32_t kMostCalls = 10000;
  static constexpr std::uint32_t kMostOperations = 100000;

  source::SourceMap& sources;
  source::Loader& loader;
  diag::Diagnostics diagnostics = {};
  Program program = {};
  Symbols symbols = {};
  std::vector<Entity> arguments = {};  ///< what symbols of the kind `argument` stand for
  std::vector<ActiveCall> calls = {};  ///< outermost first
  std::uint32_t call_count = 0;
  bool chain_reported = false;
  std::uint32_t nesting = 0;  ///< of what is being checked
  /// Of each expression and group: how deep it goes, through what it refers to.
  std::vector<std::uint32_t> depths = {}, group_depths = {};
  std::vector<std::uint32_t> sizes = {};  ///< of each expression: its operations, up to the most
  /// What calls of definitions made, by the definition and its arguments.
  std::map<std::vector<std::uint64_t>, std::optional<ExprId>> made = {};

  ExprId add(Expr expr);
  /// Adds an error, unless the same was said of that place; where it lies in the body of a
  /// definition, with the call that led there.
  void error(diag::Diagnostic diagnostic);
  /// Whether a chain that ends in `name` is too long, which is said once.
  bool too_deep(std::uint32_t depth, std::string_view name, source::Span span);
  /// The user's own words, white space folded; in the body of a definition that is being called,
  /// with the words of the call for its parameters.
  [[nodiscard]] std::string words(source::Span span) const;
  /// The same, cut where it is too long for a message.
  [[nodiscard]] std::string text(source::Span span) const;
};

/// How deep a set goes, through the groups and predicates it names.
[[nodiscard]] std::uint32_t depth_of(const Context& context, const Set& set);

/// Counts what is being checked inside what, as long as it lives.
class Nested {
 public:
  explicit Nested(Context& context, std::uint32_t levels = 1) : context_(context), levels_(levels) {
    context_.nesting += levels_;
  }
  ~Nested() { context_.nesting -= levels_; }
  Nested(const Nested&) = delete;
  Nested& operator=(const Nested&) = delete;

 private:
  Context& context_;
  std::uint32_t levels_;
};
/// A declaration takes as much of the stack as so many operations.
constexpr std::uint32_t kDeclaration = 5;

/// Where an expression stands: the names it sees.
struct Scope {
  std::uint32_t module = 0;
  /// The nodes of the hypothesis around it, with the types of their values (empty: no value).
  const std::map<std::string, NodeId>* nodes = nullptr;
  const std::vector<std::optional<Type>>* node_types = nullptr;
  bool statistics = false;  ///< `min`, `max`, `mean`, `std`, `active` are statistics of a unit
};

// --- names (names.cpp) --------------------------------------------------------------------------

/// Looks a name, path or subscript up; an error (unless one was reported before) when there is
/// none.
std::optional<Entity> find_entity(Context& context, const Scope& scope, const syntax::Expr& expr);
/// The symbol behind a name or a path through imports, whatever its kind.
Symbol* find_symbol(Context& context, std::uint32_t module, const syntax::Path& path);
Symbol* find_symbol(Context& context, std::uint32_t module, const syntax::Expr& expr);
/// The same; null, and no error, where the expression is no such name or path.
Symbol* known_symbol(const Context& context, std::uint32_t module, const syntax::Expr& expr);
void report_unknown(Context& context, std::string_view what, const syntax::Name& name,
                    const std::vector<std::string>& candidates);
/// "`a`, `b`"
[[nodiscard]] std::string listed(const std::vector<std::string>& names);
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
/// A parameter of a hypothesis that tests can sweep.
struct Tunable {
  syntax::Name name;
  ExprId value;
};
/// A hypothesis whose names are seen from `module`: that of its parameters, which it makes tunable.
std::optional<Hypothesis> check_hypothesis(Context& context, std::uint32_t module,
                                           const syntax::Hypothesis& hypothesis,
                                           const std::vector<Tunable>& tunables);
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
