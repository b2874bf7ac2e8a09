// SPDX-License-Identifier: MIT
#include "runtime/score/units.hpp"

#include <cmath>
#include <limits>

#include "runtime/score/blocks.hpp"

namespace hyp::score {
namespace {

using Kind = check::Expr::Statistic::Kind;

struct Over {
  const model::Activations& activations;
  std::int64_t units, positions;
  const Numbers* in;

  [[nodiscard]] bool holds(std::int64_t row) const {
    return !in || (*in)[static_cast<std::size_t>(row)] != 0;
  }
  // Calls visit(unit, value) for every value of a row, positions in order.
  template <typename Visit>
  void row(std::int64_t r, Visit visit) const {
    const float* value = activations.row(r);
    for (std::int64_t unit = 0; unit < units; ++unit) {
      for (std::int64_t p = 0; p < positions; ++p) visit(unit, static_cast<double>(*value++));
    }
  }
  // Per unit the sum of term(unit, value).
  template <typename Term>
  [[nodiscard]] Numbers sums(Term term) const {
    return block_sums(activations.rows, static_cast<std::size_t>(units),
                      [&](std::int64_t r, double* sum) {
                        if (!holds(r)) return;
                        row(r, [&](std::int64_t unit, double x) { sum[unit] += term(unit, x); });
                      });
  }
  template <typename Better>
  [[nodiscard]] Numbers extremes(double start, Better better) const {
    Numbers best(static_cast<std::size_t>(units), start);
    for (std::int64_t r = 0; r < activations.rows; ++r) {
      if (!holds(r)) continue;
      row(r, [&](std::int64_t unit, double x) {
        if (better(x, best[static_cast<std::size_t>(unit)])) {
          best[static_cast<std::size_t>(unit)] = x;
        }
      });
    }
    return best;
  }
};

Numbers divided(Numbers sums, double n) {
  for (double& sum : sums) sum /= n;
  return sums;
}

}  // namespace

std::optional<Numbers> unit_statistic(const model::Activations& activations, std::int64_t units,
                                      Kind kind, const Numbers* in) {
  const Over over{activations, units, units == 0 ? 0 : activations.width / units, in};
  std::int64_t rows = 0;
  for (std::int64_t r = 0; r < activations.rows; ++r) rows += over.holds(r) ? 1 : 0;
  if (rows == 0 || over.positions == 0) return std::nullopt;
  const auto n = static_cast<double>(rows * over.positions);
  constexpr double kInfinity = std::numeric_limits<double>::infinity();
  switch (kind) {
    case Kind::min:
      return over.extremes(kInfinity, [](double x, double y) { return x < y; });
    case Kind::max:
      return over.extremes(-kInfinity, [](double x, double y) { return x > y; });
    case Kind::active:
      return divided(over.sums([](std::int64_t, double x) { return x > 0 ? 1.0 : 0.0; }), n);
    case Kind::mean:
    case Kind::std:
      break;
  }
  Numbers means = divided(over.sums([](std::int64_t, double x) { return x; }), n);
  if (kind == Kind::mean) return means;
  Numbers deviations = divided(over.sums([&](std::int64_t unit, double x) {
    const double from_mean = x - means[static_cast<std::size_t>(unit)];
    return from_mean * from_mean;
  }),
                               n);
  for (double& variance : deviations) variance = std::sqrt(variance);
  return deviations;
}

}  // namespace hyp::score
