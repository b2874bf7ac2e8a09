// SPDX-License-Identifier: MIT
// From the tree to the statements: the tree's shape is right by construction, so that a builder
// takes child after child; what only a value can tell (a number too large, a chain that turns
// round) is said here.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "lang/syntax/ast.hpp"
#include "lang/syntax/cursor.hpp"
#include "lang/syntax/state.hpp"

namespace hyp::syntax {

/// Fills in `file.statements` and `file.lost` from `file.tree`; records errors in `state`.
void build(File& file, State& state);

class Builder {
 public:
  static constexpr int kMaxDepth = 500;

  Builder(const Tree& tree, State& state) : tree_(tree), state_(state) {}

  void file(File& file);

 private:
  // build_statement.cpp
  std::optional<Statement> statement(const TreeNode& node);
  void language(const TreeNode& node);
  std::string documentation(const TreeNode& file, std::uint32_t child) const;
  void lose(File& file, const TreeNode& error) const;
  void check_language(const TreeNode& file);
  Import import(const TreeNode& node);
  Given given(const TreeNode& node);
  Model model(const TreeNode& node);
  Partition partition(const TreeNode& node);
  Group group(const TreeNode& node);
  template <typename Named>
  Named named(const TreeNode& node);
  RuleDefinition rule_definition(const TreeNode& node);

  // build_subspace.cpp
  Subspace subspace(const TreeNode& node);

  // build_hypothesis.cpp
  Hypothesis hypothesis(const TreeNode& node);
  Node node(const TreeNode& node);
  void clause(Node& node, const TreeNode& clause);
  Together together(const TreeNode& node);
  std::vector<Parameter> parameters(const TreeNode& node);

  // build_experiment.cpp
  Experiment experiment(const TreeNode& node);
  Sweep sweep(const TreeNode& node);
  void interventions(std::vector<Intervention>& list, const TreeNode& node);
  Intervention intervention(const TreeNode& node);
  Action action(const TreeNode& node);
  Measures measures(const TreeNode& node);
  Expectation expectation(const TreeNode& node);
  void clause(Expectation& expectation, const TreeNode& clause, std::optional<Span> (&said)[3]);

  // build_test.cpp
  Test test(const TreeNode& node);
  void clause(Test& test, const TreeNode& clause, std::map<std::string_view, Span>& said);

  // build_train.cpp
  Train train(const TreeNode& node);
  void clause(Train& train, const TreeNode& clause, std::map<std::string_view, Span>& said);

  // build_place.cpp
  Set set(const TreeNode& node);
  Place place(const TreeNode& node);
  Position position(const TreeNode& node);

  // build_rule.cpp
  RuleSpec rule_spec(const TreeNode& node);
  Rule rule(const TreeNode& node);
  void modifier(Rule& rule, Span& excluding, const TreeNode& clause);

  // build_expression.cpp
  ExprPtr expression(const TreeNode& node);
  ExprPtr postfix(const TreeNode& node);
  ExprPtr negative(const TreeNode& node);
  ExprPtr negated(const TreeNode& node);
  ExprPtr chain(const TreeNode& node);
  ExprPtr number(const TreeNode& node);
  Text string(const TreeNode& node);
  Text text(const TreeNode& node);
  std::vector<Argument> arguments(const TreeNode& node);
  Argument argument(const TreeNode& node);
  std::vector<ExprPtr> items(const TreeNode& node);
  using ExprNode = decltype(Expr::node);
  ExprPtr make(Span span, ExprNode node);

  // build_condition.cpp
  ExprPtr comparison(const TreeNode& node);
  static CompareOp compare_op(std::string_view text);
  void check_mixed(const TreeNode& node);

  // build.cpp
  Cursor children(const TreeNode& node) const { return {tree_, state_.text, node}; }
  [[nodiscard]] std::string_view text_of(Span span) const {
    return state_.text.substr(span.begin, span.size());
  }
  Name name(const TreeNode& node);
  Path path(const TreeNode& node);
  Path about(const TreeNode& clause);
  void prose(std::string& into, std::optional<Span>& first, const TreeNode& node);
  void record(diag::Diagnostic error);
  void said_twice(std::string_view what, Span again, Span first);
  /// Calls `line` for each line of the block that `cursor` stands in front of; a line with an
  /// error marks the statement as damaged.
  template <typename Line>
  void block(Cursor& cursor, Line line);
  /// Adds the item of a line unless an error was found since `errors_before`: the line is lost
  /// then, the statement around it is not.
  template <typename T>
  void keep(std::vector<T>& list, std::size_t errors_before, T item);

  const Tree& tree_;
  State& state_;
  std::size_t found_ = 0;  ///< errors in what is being built
  bool damaged_ = false;   ///< a line of the statement at hand is lost
  bool too_deep_ = false;  ///< said of the statement at hand
};

template <typename Line>
void Builder::block(Cursor& cursor, Line line) {
  cursor.take("{");
  while (!cursor.at_end() && !cursor.take("}")) {
    const TreeNode& node = cursor.take();
    if (node.kind == NodeKind::error) {
      damaged_ = true;
    } else {
      line(node);
    }
  }
}

template <typename T>
void Builder::keep(std::vector<T>& list, std::size_t errors_before, T item) {
  if (found_ == errors_before) {
    list.push_back(std::move(item));
  } else {
    damaged_ = true;
    found_ = errors_before;
  }
}

}  // namespace hyp::syntax
