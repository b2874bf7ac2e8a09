// SPDX-License-Identifier: MIT
// Arguments of a call held against the parameters that the table of operations lists.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "lang/check/model.hpp"
#include "lang/check/number_scope.hpp"
#include "lang/diag/outcome.hpp"
#include "lang/syntax/ast.hpp"

namespace hyp::check::equations {

struct Parameter {
  /// value: of the network; pair: a whole number or a list of two (rows, columns); share: a number
  /// or percentage in [0, 1); flag: `yes` or `no`; text: a name in the weights file.
  enum class Kind { value, whole, pair, positive, share, flag, text };
  std::string_view name;
  Kind kind;
  bool required = false;
  std::int64_t least = 0;  ///< of whole and pair
};

struct Signature {
  std::string_view name;
  std::string_view usage;  ///< how a call is written, every default shown
  std::vector<Parameter> parameters;
  std::size_t positional = 1;  ///< how many of the first may be given without their name
};

/// The largest whole number that an argument may be.
constexpr std::int64_t kLargestArgument = 2147483647;

class Arguments {
 public:
  /// Reads a call; every argument that is unknown, missing, given twice or of a wrong kind is added
  /// to `diagnostics` and leaves `complete` false.
  Arguments(const syntax::Expr& call, const Signature& signature, const NumberScope& scope,
            diag::Diagnostics& diagnostics);

  [[nodiscard]] bool complete() const { return complete_; }
  /// The expression given for a parameter, or null.
  [[nodiscard]] const syntax::Expr* expr(std::string_view name) const;
  /// Where a parameter was given, else the whole call.
  [[nodiscard]] source::Span span(std::string_view name) const;

  [[nodiscard]] std::int64_t whole(std::string_view name, std::int64_t fallback) const;
  [[nodiscard]] Pair pair(std::string_view name, Pair fallback) const;
  [[nodiscard]] double number(std::string_view name, double fallback) const;
  [[nodiscard]] bool flag(std::string_view name, bool fallback) const;
  [[nodiscard]] std::string text(std::string_view name) const;

 private:
  using Value = std::variant<std::monostate, std::int64_t, Pair, double, bool, std::string>;
  struct Given {
    const syntax::Expr* expr;
    Value value;
  };
  void take(const Parameter& parameter, const syntax::Argument& argument);
  [[nodiscard]] std::optional<Value> read(const Parameter& parameter, const syntax::Expr& expr);
  [[nodiscard]] std::optional<std::int64_t> read_whole(const Parameter& parameter,
                                                       const syntax::Expr& expr,
                                                       std::string_view wanted);
  [[nodiscard]] std::optional<Value> read_real(const Parameter& parameter,
                                               const syntax::Expr& expr);
  void wrong_kind(const Parameter& parameter, const syntax::Expr& expr, std::string_view wanted);
  void out_of_range(const Parameter& parameter, const syntax::Expr& expr, std::string value,
                    std::string wanted);
  void fail(diag::Diagnostic diagnostic);

  const Signature& signature_;
  const NumberScope& scope_;
  diag::Diagnostics& diagnostics_;
  source::Span call_;
  std::map<std::string_view, Given> given_;
  bool complete_ = true;
};

}  // namespace hyp::check::equations
