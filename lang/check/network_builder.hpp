// SPDX-License-Identifier: MIT
// Turns ordered equations into sites, one call at a time, each with its shape.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "lang/check/model.hpp"
#include "lang/check/number_scope.hpp"
#include "lang/check/operations.hpp"
#include "lang/diag/outcome.hpp"
#include "lang/syntax/ast.hpp"

namespace hyp::check::equations {

class NetworkBuilder {
 public:
  NetworkBuilder(const NumberScope& scope, std::vector<std::string> texts,
                 diag::Diagnostics& diagnostics)
      : scope_(scope), texts_(std::move(texts)), diagnostics_(diagnostics) {}

  /// The input, or a site whose values are given.
  void leaf(const std::string& name, source::Span span, Operation operation, Shape shape);
  /// A leaf that was wrong: what reads it fails without a further word.
  void failed_leaf(const std::string& name) { named_[name] = std::nullopt; }
  /// Equations come in an order where inputs are first; this one is not `given`.
  void equation(const syntax::Equation& equation);

  [[nodiscard]] std::vector<Site> take() { return std::move(sites_); }
  [[nodiscard]] std::optional<SiteId> find(const std::string& name) const;

 private:
  // Where a value stands; inner values have no name.
  struct Place {
    std::string name;
    source::Span span;
  };
  using Value = std::variant<double, SiteId>;

  std::optional<Value> value(const syntax::Expr& expr, const Place& place);
  std::optional<Value> named(const syntax::Name& name);
  std::optional<Value> call(const syntax::Expr& expr, const Place& place);
  std::optional<Value> subscript(const syntax::Expr& expr, const Place& place);
  std::optional<Value> negate(const syntax::Expr& operand, const Place& place);
  std::optional<Value> arithmetic(const syntax::Binary& binary, const Place& place);
  const OperationRow* operation(const syntax::Expr& callee);
  std::optional<SiteId> site(const syntax::Expr& expr);
  std::optional<Value> emit(Operation operation, std::vector<SiteId> inputs, Shape shape,
                            const Place& place, std::string weights = {});
  SiteId push(Operation operation, std::vector<SiteId> inputs, Shape shape, const Place& place,
              std::string weights = {});
  [[nodiscard]] Operand operand(const syntax::Expr& expr, SiteId site) const;
  std::optional<Value> fail(diag::Diagnostic diagnostic);

  const NumberScope& scope_;
  std::vector<std::string> texts_;  // parameters that are no numbers
  diag::Diagnostics& diagnostics_;
  std::vector<Site> sites_;
  std::map<std::string, std::optional<SiteId>> named_;  // empty: reported already
};

}  // namespace hyp::check::equations
