// SPDX-License-Identifier: MIT
#include "runtime/stats/tally.hpp"

#include <algorithm>
#include <array>
#include <cassert>
#include <limits>
#include <span>

#include "runtime/score/blocks.hpp"
#include "runtime/stats/interval.hpp"
#include "runtime/stats/logits.hpp"
#include "runtime/stats/reduce.hpp"

namespace hyp::stats {
namespace {

using check::MeasureKind;
using Wide = std::span<const double>;

std::size_t index(std::int64_t row) {
  return static_cast<std::size_t>(row);
}

// By hand where there are two classes: half the time of a trial.
template <typename Number>
void find_answers(std::span<const Number> logits, std::int64_t classes, std::int32_t* out) {
  const auto rows = static_cast<std::int64_t>(logits.size()) / classes;
  if (classes == 2) {
    for (std::int64_t i = 0; i < rows; ++i) {
      out[i] = logits[index(2 * i + 1)] > logits[index(2 * i)] ? 1 : 0;
    }
    return;
  }
  for (std::int64_t i = 0; i < rows; ++i) {
    out[i] = static_cast<std::int32_t>(argmax(logits.subspan(index(i * classes), index(classes))));
  }
}

Estimate nothing() {
  Estimate none;
  none.value = std::numeric_limits<double>::quiet_NaN();
  return none;
}

}  // namespace

bool same(const check::Measure& a, const check::Measure& b) {
  return a.kind == b.kind && a.high == b.high && a.low == b.low && a.to_label == b.to_label &&
         a.arguments == b.arguments;
}

std::vector<std::int32_t> answers(const model::Activations& logits) {
  std::vector<std::int32_t> out(index(logits.rows));
  find_answers<float>(logits.values, logits.width, out.data());
  return out;
}

Tally::Tally(const std::vector<check::Measure>& measures, const Against& against, bool drawn)
    : against_(against), drawn_(drawn), clean_answers_(answers(*against.clean)) {
  const auto& clean = *against.clean;
  const std::size_t rows = index(clean.rows);
  for (const auto& measure : measures) {
    const bool known = std::any_of(entries_.begin(), entries_.end(),
                                   [&](const Entry& e) { return same(e.measure, measure); });
    if (known || !check::info(measure.kind).needs_model) continue;
    Entry entry{measure, {}, {}, {}};
    if (check::info(measure.kind).is_share) {
      entry.hits.resize(rows);
    } else {
      entry.means.resize(rows);
      entry.squares.resize(rows);
    }
    if (measure.kind == MeasureKind::obeyed) predictions_.resize(rows * index(clean.width));
    entries_.push_back(std::move(entry));
  }
  trials_.resize((rows + score::kBlockRows - 1) / score::kBlockRows);
}

void Tally::add(const exec::Block& block) {
  const std::int64_t classes = against_.clean->width;
  assert(block.first % score::kBlockRows == 0 && block.rows <= score::kBlockRows);
  assert(std::ssize(block.logits) == block.rows * classes);
  std::uint32_t& trials = trials_.at(index(block.first / score::kBlockRows));
  assert(block.trial == trials);
  const double weight = 1.0 / ++trials;
  std::array<std::int32_t, score::kBlockRows> now;  // NOLINT: filled where it is read
  const bool answered = std::any_of(entries_.begin(), entries_.end(), [](const Entry& e) {
    return e.measure.kind == MeasureKind::preserved || e.measure.kind == MeasureKind::accuracy;
  });
  if (answered) find_answers<double>(block.logits, classes, now.data());
  for (auto& entry : entries_) {
    entry.hits.empty() ? average(entry, block, weight) : count(entry, block, now.data());
  }
  if (predictions_.empty() || block.predicted.empty()) return;
  for (std::int64_t i = 0; i < block.rows; ++i) {
    const std::int32_t predicted = block.predicted[index(i)];
    if (predicted < 0 || predicted >= classes) continue;
    ++predictions_[index((block.first + i) * classes + predicted)];
  }
}

// Answers are those of the block, for the measures that read them.
void Tally::count(Entry& entry, const exec::Block& block, const std::int32_t* answers) const {
  std::uint32_t* const hits = entry.hits.data() + block.first;
  switch (entry.measure.kind) {
    case MeasureKind::preserved: {
      const std::int32_t* const clean = clean_answers_.data() + block.first;
      for (std::int64_t i = 0; i < block.rows; ++i) hits[i] += answers[i] == clean[i];
      return;
    }
    case MeasureKind::accuracy: {
      assert(against_.labels);
      const std::int64_t* const labels = against_.labels->data() + block.first;
      for (std::int64_t i = 0; i < block.rows; ++i) hits[i] += answers[i] == labels[i];
      return;
    }
    default:
      assert(entry.measure.kind == MeasureKind::obeyed && std::ssize(block.obeyed) == block.rows);
      for (std::int64_t i = 0; i < block.rows; ++i) hits[i] += block.obeyed[index(i)] != 0;
  }
}

void Tally::average(Entry& entry, const exec::Block& block, double weight) const {
  const std::int64_t classes = against_.clean->width;
  double* const means = entry.means.data() + block.first;
  double* const squares = entry.squares.data() + block.first;
  const auto each = [&](auto value) {
    for (std::int64_t i = 0; i < block.rows; ++i) {
      const double x = value(i);
      const double step = x - means[i];
      means[i] += step * weight;
      squares[i] += step * (x - means[i]);
    }
  };
  const double* const logits = block.logits.data();
  const auto now = [&](std::int64_t i) { return Wide(logits + i * classes, index(classes)); };
  const auto clean = [&](std::int64_t i) {
    return std::span<const float>(against_.clean->row(block.first + i), index(classes));
  };
  const check::Measure& measure = entry.measure;
  switch (measure.kind) {
    case MeasureKind::margin:
      assert(measure.high < classes && measure.low < classes);
      each([&, high = measure.high, low = measure.low](std::int64_t i) {
        return logits[i * classes + high] - logits[i * classes + low];
      });
      return;
    case MeasureKind::loss:
      if (measure.to_label) {
        assert(against_.labels);
        const std::int64_t* const labels = against_.labels->data() + block.first;
        each([&](std::int64_t i) { return cross_entropy(now(i), labels[i]); });
      } else {
        const std::int32_t* const targets = clean_answers_.data() + block.first;
        each([&](std::int64_t i) { return cross_entropy(now(i), targets[i]); });
      }
      return;
    case MeasureKind::kl:
      each([&](std::int64_t i) { return divergence(clean(i), now(i)); });
      return;
    default:
      assert(measure.kind == MeasureKind::change);
      each([&](std::int64_t i) { return mean_absolute_change(clean(i), now(i)); });
  }
}

std::uint32_t Tally::trials() const {
  assert(std::adjacent_find(trials_.begin(), trials_.end(), std::not_equal_to<>()) ==
         trials_.end());
  return trials_.empty() ? 0 : trials_.front();
}

Estimate Tally::estimate(const check::Measure& measure, const score::Membership* region) const {
  const auto entry = std::find_if(entries_.begin(), entries_.end(),
                                  [&](const Entry& e) { return same(e.measure, measure); });
  assert(entry != entries_.end());
  assert(against_.clean->rows == 0 || trials() > 0);
  Estimate out = check::info(measure.kind).is_share ? share(*entry, region) : mean(*entry, region);
  if (!drawn_) {
    out.low.reset();
    out.high.reset();
    out.conservative = false;
  }
  out.trials = drawn_ ? trials() : 0;
  return out;
}

Estimate Tally::share(const Entry& entry, const score::Membership* region) const {
  const std::uint64_t trials = this->trials();
  ShareCounts counts;
  counts.trials = static_cast<std::int64_t>(trials);
  std::uint64_t hits = 0, products = 0;
  for (std::size_t row = 0; row < entry.hits.size(); ++row) {
    if (region && !(*region)[row]) continue;
    const std::uint64_t held = entry.hits[row];
    ++counts.rows;
    hits += held;
    products += held * (trials - held);
    if (held != 0 && held != trials) ++counts.varied;
  }
  counts.hits = static_cast<double>(hits);
  counts.products = static_cast<double>(products);
  return counts.rows == 0 ? nothing() : estimate_share(counts);
}

Estimate Tally::mean(const Entry& entry, const score::Membership* region) const {
  const auto rows = static_cast<std::int64_t>(entry.means.size());
  const Sum total = sum_rows(rows, region, [&](std::int64_t r) { return entry.means[index(r)]; });
  if (total.n == 0) return nothing();
  MeanSums sums;
  sums.trials = trials();
  sums.rows = total.n;
  sums.mean = total.total / static_cast<double>(total.n);
  // The variances of the rows, and their squares; of a single trial, how the rows differ.
  const double freedom = sums.trials > 1 ? static_cast<double>(sums.trials - 1) : 1.0;
  const auto spread = [&](std::int64_t r) {
    const double apart = entry.means[index(r)] - sums.mean;
    return sums.trials > 1 ? entry.squares[index(r)] / freedom : apart * apart;
  };
  sums.variances = sum_rows(rows, region, spread).total;
  sums.squared_variances = sum_rows(rows, region, [&](std::int64_t r) {
                             const double variance = spread(r);
                             return variance * variance;
                           }).total;
  return estimate_mean(sums);
}

std::optional<double> Tally::best_constant_prediction(const score::Membership* region) const {
  const std::size_t classes = index(against_.clean->width);
  if (predictions_.empty()) return std::nullopt;
  std::vector<std::uint64_t> of_class(classes);
  std::uint64_t rows = 0, all = 0, most = 0;
  for (std::size_t row = 0; row < clean_answers_.size(); ++row) {
    if (region && !(*region)[row]) continue;
    ++rows;
    for (std::size_t c = 0; c < classes; ++c) of_class[c] += predictions_[row * classes + c];
  }
  for (const auto count : of_class) {
    all += count;
    most = std::max(most, count);
  }
  if (rows == 0 || all != rows * trials()) return std::nullopt;
  return static_cast<double>(most) / static_cast<double>(all);
}

}  // namespace hyp::stats
