// SPDX-License-Identifier: MIT
#include "runtime/score/statistic.hpp"

#include <algorithm>
#include <cassert>
#include <limits>
#include <utility>

namespace hyp::score {

StatisticFold::StatisticFold(std::vector<std::int64_t> elements, Statistic kind)
    : elements_(std::move(elements)), kind_(kind) {
  constexpr double kInfinity = std::numeric_limits<double>::infinity();
  const double start = kind == Statistic::min   ? kInfinity
                       : kind == Statistic::max ? -kInfinity
                                                : 0.0;
  folded_.assign(elements_.size(), start);
}

void StatisticFold::add_block(const model::Activations& block, const std::uint8_t* in) {
  add_block(block, 0, block.rows, in);
}

void StatisticFold::add_block(const model::Activations& activations, std::int64_t first,
                              std::int64_t last, const std::uint8_t* in) {
  assert(last - first <= kBlockRows);
  block_.assign(elements_.size(), 0.0);
  for (std::int64_t r = first; r < last; ++r) {
    if (in && !in[r - first]) continue;
    ++rows_;
    const float* row = activations.row(r);
    for (std::size_t i = 0; i < elements_.size(); ++i) {
      const double value = row[elements_[i]];
      if (kind_ == Statistic::min) folded_[i] = std::min(folded_[i], value);
      if (kind_ == Statistic::max) folded_[i] = std::max(folded_[i], value);
      block_[i] += value;
    }
  }
  if (kind_ != Statistic::mean) return;
  for (std::size_t i = 0; i < elements_.size(); ++i) folded_[i] += block_[i];
}

std::vector<float> StatisticFold::finish() const {
  std::vector<float> values;
  for (const double folded : folded_) {
    const double value = kind_ == Statistic::mean ? folded / static_cast<double>(rows_) : folded;
    values.push_back(rows_ == 0 ? std::numeric_limits<float>::quiet_NaN()
                                : static_cast<float>(value));
  }
  return values;
}

std::vector<float> statistic(const model::Activations& activations,
                             const std::vector<std::int64_t>& elements, Statistic kind,
                             const Membership* in) {
  assert(!in || static_cast<std::int64_t>(in->size()) == activations.rows);
  StatisticFold fold(elements, kind);
  for (std::int64_t first = 0; first < activations.rows; first += kBlockRows) {
    const auto last = std::min(activations.rows, first + kBlockRows);
    fold.add_block(activations, first, last, in ? in->data() + first : nullptr);
  }
  return fold.finish();
}

}  // namespace hyp::score
