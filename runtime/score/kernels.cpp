// SPDX-License-Identifier: MIT
#include "runtime/score/kernels.hpp"

#include <algorithm>
#include <bit>
#include <cmath>

namespace hyp::score {
namespace {

using check::Function;

// One run of numbers; `Left` and `Right` say whether that operand moves along with it.
template <bool Left, bool Right, typename Op>
void run(Op op, const double* a, const double* b, std::int64_t n, double* out) {
  for (std::int64_t i = 0; i < n; ++i) out[i] = op(a[Left ? i : 0], b[Right ? i : 0]);
}

template <typename Op>
void run(Op op, const double* a, bool a_moves, const double* b, bool b_moves, std::int64_t n,
         double* out) {
  if (a_moves && b_moves) {
    run<true, true>(op, a, b, n, out);
  } else if (a_moves) {
    run<true, false>(op, a, b, n, out);
  } else if (b_moves) {
    run<false, true>(op, a, b, n, out);
  } else {
    run<false, false>(op, a, b, n, out);
  }
}

template <typename Op>
void each(Op op, Rows a, Rows b, std::int64_t rows, std::int64_t n, double* out) {
  const auto dense = [&](Rows x) { return x.count == n && x.stride == n; };
  const auto single = [](Rows x) { return x.count == 1 && x.stride == 0; };
  if ((dense(a) || single(a)) && (dense(b) || single(b))) {  // one run over all rows
    run(op, a.data, !single(a), b.data, !single(b), rows * n, out);
    return;
  }
  for (std::int64_t r = 0; r < rows; ++r) {
    run(op, a.row(r), a.count == n, b.row(r), b.count == n, n, out + r * n);
  }
}

template <typename Op>
void each(Op op, Rows a, std::int64_t rows, double* out) {
  for (std::int64_t r = 0; r < rows; ++r) {
    const double* row = a.row(r);
    for (std::int64_t i = 0; i < a.count; ++i) out[r * a.count + i] = op(row[i]);
  }
}

// Folds each row from its first number to its last. Four rows at once, because each step of a row
// waits for the one before.
template <typename Step>
void fold(Step step, Rows a, std::int64_t rows, std::int64_t from, double* out) {
  std::int64_t r = 0;
  for (; r + 4 <= rows; r += 4) {
    const double *w = a.row(r), *x = a.row(r + 1), *y = a.row(r + 2), *z = a.row(r + 3);
    double p = out[r], q = out[r + 1], s = out[r + 2], t = out[r + 3];
    for (std::int64_t i = from; i < a.count; ++i) {
      p = step(p, w[i]);
      q = step(q, x[i]);
      s = step(s, y[i]);
      t = step(t, z[i]);
    }
    out[r] = p;
    out[r + 1] = q;
    out[r + 2] = s;
    out[r + 3] = t;
  }
  for (; r < rows; ++r) {
    for (std::int64_t i = from; i < a.count; ++i) out[r] = step(out[r], a.row(r)[i]);
  }
}

template <typename Step>
void fold_from_zero(Step step, Rows a, std::int64_t rows, double* out) {
  std::fill(out, out + rows, 0.0);
  fold(step, a, rows, 0, out);
}

template <typename Step>
void fold_from_first(Step step, Rows a, std::int64_t rows, double* out) {
  for (std::int64_t r = 0; r < rows; ++r) out[r] = a.row(r)[0];
  fold(step, a, rows, 1, out);
}

constexpr auto kLeast = [](double x, double y) { return y < x ? y : x; };
constexpr auto kLargest = [](double x, double y) { return y > x ? y : x; };
constexpr auto kAdd = [](double x, double y) { return x + y; };

}  // namespace

void combine(check::Expr::ArithmeticOp op, Rows a, Rows b, std::int64_t rows, std::int64_t n,
             double* out) {
  using Op = check::Expr::ArithmeticOp;
  switch (op) {
    case Op::add:
      return each(kAdd, a, b, rows, n, out);
    case Op::subtract:
      return each([](double x, double y) { return x - y; }, a, b, rows, n, out);
    case Op::multiply:
      return each([](double x, double y) { return x * y; }, a, b, rows, n, out);
    case Op::divide:
      return each([](double x, double y) { return x / y; }, a, b, rows, n, out);
  }
}

void combine(check::Expr::CompareOp op, Rows a, Rows b, std::int64_t rows, std::int64_t n,
             double* out) {
  using Op = check::Expr::CompareOp;
  const auto test = [&](auto holds) {
    each([=](double x, double y) { return holds(x, y) ? 1.0 : 0.0; }, a, b, rows, n, out);
  };
  switch (op) {
    case Op::less:
      return test([](double x, double y) { return x < y; });
    case Op::less_equal:
      return test([](double x, double y) { return x <= y; });
    case Op::greater:
      return test([](double x, double y) { return x > y; });
    case Op::greater_equal:
      return test([](double x, double y) { return x >= y; });
    case Op::equal:
      return test([](double x, double y) { return x == y; });
    case Op::not_equal:
      return test([](double x, double y) { return x != y; });
  }
}

void combine(check::Expr::LogicOp op, Rows a, Rows b, std::int64_t rows, std::int64_t n,
             double* out) {
  // On zeros and ones `and` is the lesser and `or` the larger.
  const bool both = op == check::Expr::LogicOp::conjunction;
  return combine(both ? Function::min : Function::max, a, b, rows, n, out);
}

void combine(Function min_or_max, Rows a, Rows b, std::int64_t rows, std::int64_t n, double* out) {
  if (min_or_max == Function::min) return each(kLeast, a, b, rows, n, out);
  return each(kLargest, a, b, rows, n, out);
}

void negate(Rows a, std::int64_t rows, double* out) {
  each([](double x) { return -x; }, a, rows, out);
}

void logical_not(Rows a, std::int64_t rows, double* out) {
  each([](double x) { return 1.0 - x; }, a, rows, out);
}

void map(Function function, Rows a, std::int64_t rows, double* out) {
  switch (function) {
    case Function::abs:
      return each([](double x) { return std::fabs(x); }, a, rows, out);
    case Function::sqrt:
      return each([](double x) { return std::sqrt(x); }, a, rows, out);
    case Function::exp:
      return each([](double x) { return std::exp(x); }, a, rows, out);
    default:
      return each([](double x) { return std::log(x); }, a, rows, out);
  }
}

void reduce(Function function, Rows a, std::int64_t rows, double* out) {
  switch (function) {
    case Function::min:
      return fold_from_first(kLeast, a, rows, out);
    case Function::max:
      return fold_from_first(kLargest, a, rows, out);
    case Function::norm:
      fold_from_zero([](double sum, double x) { return sum + x * x; }, a, rows, out);
      for (std::int64_t r = 0; r < rows; ++r) out[r] = std::sqrt(out[r]);
      return;
    default:
      fold_from_zero(kAdd, a, rows, out);
      if (function != Function::mean) return;
      for (std::int64_t r = 0; r < rows; ++r) out[r] /= static_cast<double>(a.count);
  }
}

void dot(Rows a, Rows b, std::int64_t rows, double* out) {
  for (std::int64_t r = 0; r < rows; ++r) {
    const double *x = a.row(r), *y = b.row(r);
    double sum = 0;
    for (std::int64_t i = 0; i < a.count; ++i) sum += x[i] * y[i];
    out[r] = sum;
  }
}

std::int64_t first_not_finite(const double* values, std::int64_t n) {
  // x - x is +0 for every finite x and NaN for the rest: no bit stays when all are finite.
  std::uint64_t bits = 0;
  for (std::int64_t i = 0; i < n; ++i) bits |= std::bit_cast<std::uint64_t>(values[i] - values[i]);
  if (bits == 0) return n;
  return std::find_if(values, values + n, [](double x) { return !std::isfinite(x); }) - values;
}

}  // namespace hyp::score
