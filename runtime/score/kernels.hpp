// SPDX-License-Identifier: MIT
// Loops over binary64 numbers in rows. Each gives the bits that one row after the other, one number
// after the other, would give.
#pragma once

#include <cstdint>

#include "lang/check/expr.hpp"

namespace hyp::score {

/// Rows of `count` numbers each, `stride` apart; stride 0: the same row over and over.
struct Rows {
  const double* data = nullptr;
  std::int64_t count = 1;
  std::int64_t stride = 0;

  [[nodiscard]] const double* row(std::int64_t i) const { return data + i * stride; }
};

/// out[rows][n] of two operands with n numbers a row, or one. Truth values are 0 and 1.
void combine(check::Expr::ArithmeticOp op, Rows a, Rows b, std::int64_t rows, std::int64_t n,
             double* out);
void combine(check::Expr::CompareOp op, Rows a, Rows b, std::int64_t rows, std::int64_t n,
             double* out);
void combine(check::Expr::LogicOp op, Rows a, Rows b, std::int64_t rows, std::int64_t n,
             double* out);
/// The smaller (or larger) of two: min and max of several numbers. Operands are finite.
void combine(check::Function min_or_max, Rows a, Rows b, std::int64_t rows, std::int64_t n,
             double* out);

void negate(Rows a, std::int64_t rows, double* out);
void logical_not(Rows a, std::int64_t rows, double* out);
/// abs, sqrt, exp, log
void map(check::Function function, Rows a, std::int64_t rows, double* out);

/// sum, mean, min, max, norm: one number a row. Of no numbers only sum and norm.
void reduce(check::Function function, Rows a, std::int64_t rows, double* out);
void dot(Rows a, Rows b, std::int64_t rows, double* out);

/// Where the first NaN or infinity is; n where all are finite.
[[nodiscard]] std::int64_t first_not_finite(const double* values, std::int64_t n);

}  // namespace hyp::score
