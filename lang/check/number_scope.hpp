// SPDX-License-Identifier: MIT
// Numbers known while the file is read: literals, `let`s, and the parameters of a definition.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "lang/check/models.hpp"
#include "lang/diag/outcome.hpp"
#include "lang/syntax/ast.hpp"

namespace hyp::check::equations {

struct NumberScope {
  const NumberLookup* lookup = nullptr;
  std::map<std::string, double> parameters;  ///< before the lets of the file
  std::set<std::string> values;              ///< names of network values: never numbers

  [[nodiscard]] std::optional<double> find(const syntax::Name& name) const;
};

/// The value of arithmetic over numbers that are known; empty where a part of it is anything else.
[[nodiscard]] std::optional<double> constant(const syntax::Expr& expr, const NumberScope& scope);

/// The first name in the arithmetic that is neither a number nor a value of the network.
[[nodiscard]] const syntax::Name* unknown_in(const syntax::Expr& expr, const NumberScope& scope);

/// The whole number that `value` is, where it is one within +-2^53.
[[nodiscard]] std::optional<std::int64_t> whole(double value);

}  // namespace hyp::check::equations
