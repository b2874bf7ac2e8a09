// SPDX-License-Identifier: MIT
// What a network takes from data, as written: shapes and files of its leaves.
#pragma once

#include <optional>
#include <string>

#include "lang/check/model.hpp"
#include "lang/check/number_scope.hpp"
#include "lang/diag/outcome.hpp"
#include "lang/syntax/ast.hpp"

namespace hyp::check::equations {

/// How messages speak of a leaf.
struct LeafWords {
  std::string what;     ///< "the input", "`neurons`"
  std::string example;  ///< how its shape is written
};

/// The extents of one example's value, or at least one error.
[[nodiscard]] std::optional<Shape> leaf_shape(const syntax::Expr& written, const LeafWords& words,
                                              const NumberScope& scope,
                                              diag::Diagnostics& diagnostics);

struct GivenLeaf {
  Given operation;
  Shape shape;
};
/// `name = given "file" ...`, or at least one error.
[[nodiscard]] std::optional<GivenLeaf> given_leaf(const syntax::Equation& equation,
                                                  const NumberScope& scope,
                                                  diag::Diagnostics& diagnostics);

}  // namespace hyp::check::equations
