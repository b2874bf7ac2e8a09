// SPDX-License-Identifier: MIT
#include "runtime/stats/test_figures.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>

#include "runtime/stats/breakdown.hpp"
#include "runtime/stats/measure.hpp"
#include "runtime/stats/reduce.hpp"

namespace hyp::stats {
namespace {

using check::MeasureKind;
using score::Membership;

// float32 logits and binary64 sums of the same contributions differ by less than this, times the
// size of the logits.
constexpr double kRounding = 1e-5;

std::size_t index(std::int64_t row) {
  return static_cast<std::size_t>(row);
}

// Rows that both hold; null is all rows.
Membership both(std::int64_t rows, const Membership* a, const Membership* b) {
  Membership out(index(rows), 1);
  for (std::size_t row = 0; row < out.size(); ++row) {
    out[row] = (!a || (*a)[row]) && (!b || (*b)[row]);
  }
  return out;
}

std::int64_t count(const Membership& rows) {
  return std::count_if(rows.begin(), rows.end(), [](std::uint8_t in) { return in != 0; });
}

Pass clean_pass(const TestPass& pass) {
  Pass clean;
  clean.program = pass.program;
  clean.lines = pass.lines;
  clean.sweep = pass.sweep;
  clean.clean = pass.clean;
  clean.logits = pass.clean;
  clean.labels = pass.labels;
  clean.table = pass.table;
  return clean;
}

double clean_value(const TestPass& pass, const check::Measure& measure, const Membership& rows) {
  if (measure.kind != MeasureKind::obeyed) {
    return measure_one(clean_pass(pass), measure, &rows).value;
  }
  assert(pass.obeys_clean);
  const Sum sum = count_rows(pass.clean->rows, &rows, [&](std::int64_t row) {
    return (*pass.obeys_clean)[index(row)] != 0;
  });
  return sum.total / static_cast<double>(sum.n);
}

template <typename Class>
double largest_share(const std::vector<Class>& classes, std::int64_t kinds,
                     const Membership& rows) {
  std::vector<std::int64_t> counts(index(kinds));
  for (std::size_t row = 0; row < rows.size(); ++row) {
    if (rows[row]) ++counts.at(index(static_cast<std::int64_t>(classes[row])));
  }
  return static_cast<double>(*std::max_element(counts.begin(), counts.end())) /
         static_cast<double>(count(rows));
}

// The best that one answer, whatever the example, can do.
std::optional<double> best_constant(const TestPass& pass, const check::Measure& measure,
                                    const Membership& rows) {
  switch (measure.kind) {
    case MeasureKind::preserved:
      return largest_share(answers(*pass.clean), pass.clean->width, rows);
    case MeasureKind::accuracy:
      return largest_share(*pass.labels, pass.clean->width, rows);
    case MeasureKind::obeyed:
      return pass.as_written.tally->best_constant_prediction(&rows);
    default:
      return std::nullopt;
  }
}

// What rounding alone may make of a figure: of shares the rows that it may tip, of means its size.
double rounding(const TestPass& pass, const check::Measure& measure, const Membership& rows) {
  const model::Activations& clean = *pass.clean;
  const bool is_share = check::info(measure.kind).is_share;
  const Sum sum = sum_rows(clean.rows, &rows, [&](std::int64_t row) {
    const float* const logits = clean.row(row);
    double largest = logits[0], second = -HUGE_VAL, size = 1;
    for (std::int64_t i = 0; i < clean.width; ++i) {
      const double x = logits[i];
      size = std::max(size, std::abs(x));
      if (i == 0) continue;
      second = std::max(second, std::min(x, largest));
      largest = std::max(largest, x);
    }
    const double error = kRounding * size;
    return is_share ? (largest - second < error ? 1.0 : 0.0) : error;
  });
  return sum.total / static_cast<double>(sum.n);
}

std::optional<Estimate> estimate(const std::optional<Run>& run, const check::Measure& measure,
                                 const Membership& rows) {
  if (!run) return std::nullopt;
  const Membership tested = both(static_cast<std::int64_t>(rows.size()), &rows, run->tested);
  Estimate out = run->tally->estimate(measure, &tested);
  if (out.n == 0) return std::nullopt;
  return out;
}

// `clean` less the estimate.
Estimate below(double clean, const Estimate& estimate) {
  Estimate out = estimate;
  out.value = clean - estimate.value;
  if (estimate.high) out.low = clean - *estimate.high;
  if (estimate.low) out.high = clean - *estimate.low;
  return out;
}

bool may_be_zero(const Estimate& difference, double rounding) {
  return difference.low.value_or(difference.value) <= rounding &&
         difference.high.value_or(difference.value) >= -rounding;
}

// More answers kept than by the clean network are no stake either; other measures have no side that
// is better throughout.
bool is_no_stake(const Estimate& stake, MeasureKind kind, double rounding) {
  const bool more_is_better = kind == MeasureKind::preserved || kind == MeasureKind::accuracy;
  return may_be_zero(stake, rounding) || (more_is_better && stake.value <= rounding);
}

Beside beside(const TestPass& pass, const check::Measure& measure, const Membership& rows,
              double value) {
  // A run that could stand in for fewer examples is compared on those alone.
  const auto clean_over = [&](const Run& run) {
    return clean_value(pass, measure, both(pass.clean->rows, &rows, run.tested));
  };
  const double error = rounding(pass, measure, rows);
  Beside out;
  out.clean = clean_value(pass, measure, rows);
  out.constant = best_constant(pass, measure, rows);
  out.baseline = estimate(pass.baseline, measure, rows);
  if (out.baseline) {
    const Estimate lost = below(out.clean, *out.baseline);
    if (!may_be_zero(lost, error)) {
      out.recovered = (value - out.baseline->value) / (out.clean - out.baseline->value);
    }
  }
  if (pass.mode == Mode::scrub) {
    if (const auto any = estimate(pass.any, measure, rows)) {
      out.stake = below(clean_over(*pass.any), *any);
      out.no_stake = is_no_stake(*out.stake, measure.kind, error);
    }
  }
  out.twin = estimate(pass.twin, measure, rows);
  out.one_donor = estimate(pass.one_donor, measure, rows);
  out.own_donors = estimate(pass.own_donors, measure, rows);
  return out;
}

}  // namespace

std::vector<Figure> measure(const TestPass& pass) {
  std::vector<Figure> figures;
  for (const auto& line : *pass.lines) {
    for (const auto& slice : slices(*pass.program, *pass.lines, line, pass.table)) {
      figures.push_back(measure_one(pass, line.measure, slice.rows ? &*slice.rows : nullptr));
      figures.back().region = slice.name;
    }
  }
  return figures;
}

Figure measure_one(const TestPass& pass, const check::Measure& measure, const Membership* region) {
  if (!check::info(measure.kind).needs_model) {
    Figure figure = measure_one(clean_pass(pass), measure, region);
    figure.mode = pass.mode;
    return figure;
  }
  const Membership rows = both(pass.clean->rows, region, pass.as_written.tested);
  const Estimate estimate = pass.as_written.tally->estimate(measure, &rows);
  Figure figure;
  figure.mode = pass.mode;
  figure.sweep = pass.sweep;
  figure.metric = measure.text;
  figure.is_share = check::info(measure.kind).is_share;
  figure.value = estimate.value;
  figure.low = estimate.low;
  figure.high = estimate.high;
  figure.conservative = estimate.conservative;
  figure.trials = estimate.trials;
  figure.n = estimate.n;
  figure.n_not_tested = (region ? count(*region) : pass.clean->rows) - estimate.n;
  if (figure.n > 0) figure.beside = beside(pass, measure, rows, figure.value);
  return figure;
}

}  // namespace hyp::stats
