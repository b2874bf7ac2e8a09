// SPDX-License-Identifier: MIT
// Equations come in any order; networks are computed in one where inputs come first.
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <vector>

#include "lang/diag/outcome.hpp"
#include "lang/syntax/ast.hpp"

namespace hyp::check::equations {

/// Names used as values in an expression, in reading order, with repetitions. Names of operations
/// are not values.
[[nodiscard]] std::vector<const syntax::Name*> names_in(const syntax::Expr& expr);

struct Order {
  std::map<std::string, const syntax::Equation*> by_name;  ///< the first of each name
  std::vector<const syntax::Equation*> order;    ///< inputs first, else as written; no circles
  std::vector<const syntax::Equation*> outputs;  ///< those that no other uses, as written
  bool uses_input = false;
  bool complete = true;  ///< false when an equation had to be left out
};

/// Adds errors for names defined twice, an equation named `input` or like a parameter, and circles.
[[nodiscard]] Order order_equations(const syntax::Model& model, const std::string& model_name,
                                    diag::Diagnostics& diagnostics);

}  // namespace hyp::check::equations
