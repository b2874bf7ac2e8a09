// SPDX-License-Identifier: MIT
// Walks an expression over a few rows at a time, so that what has axes never exists for all rows.
#pragma once

#include <memory>
#include <optional>

#include "runtime/score/kernels.hpp"
#include "runtime/score/workspace.hpp"

namespace hyp::score {

/// Rows [first, first + rows).
struct Tile {
  std::int64_t first = 0;
  std::int64_t rows = 1;
};

/// Numbers of a tile: a view into something longer-lived, or numbers of its own.
struct Values {
  Rows rows;
  std::unique_ptr<double[]> own = nullptr;
};

/// A walk over one expression whose layout fits.
class Tiles {
 public:
  Tiles(Workspace& workspace, const Domain& domain) : workspace_(workspace), domain_(domain) {}

  /// Every row of `expr`, elements row-major, into `out`. False where it failed; the error, if it
  /// was not reported when something else was computed, is of the first row that has one.
  bool evaluate(ExprId expr, std::int64_t rows, double* out);

 private:
  using Maybe = std::optional<Values>;

  bool tile(ExprId expr, Tile tile, double* out);
  Maybe value(ExprId expr, Tile tile);
  [[nodiscard]] std::int64_t elements(ExprId expr);
  [[nodiscard]] bool varies(ExprId expr);
  [[nodiscard]] std::int64_t widest(ExprId expr);
  /// `result`, or the error of its first number that is a NaN or infinity. `operand` is what a
  /// function was taken of, or what was divided by `divisor`.
  Maybe finite(ExprId expr, Values result, Tile tile, const Rows* operand = nullptr,
               const Rows* divisor = nullptr);

  template <typename Node>
  Maybe compute(ExprId expr, const Node& node, Tile tile);
  Maybe call(ExprId expr, const check::Expr::Call& call, Tile tile);

  Workspace& workspace_;
  Domain domain_;
  std::optional<diag::Diagnostic> problem_;
};

}  // namespace hyp::score
