// SPDX-License-Identifier: MIT
#include "tests/oracle/choose.hpp"

#include <cmath>
#include <numbers>

#include "runtime/plan/stream.hpp"

namespace hyp::oracle {
namespace {

// The place of the score nearest to `target`; midpoints go down, tails to the extreme scores.
std::size_t nearest(const Scale& scale, double target) {
  std::size_t above = 0;  // the first score that is not below the target
  while (above < scale.scores.size() && scale.scores[above] < target) ++above;
  if (above == 0) return 0;
  if (above == scale.scores.size()) return above - 1;
  const double down = target - scale.scores[above - 1], up = scale.scores[above] - target;
  return down <= up ? above - 1 : above;
}

double normal_cdf(double z) {
  return 0.5 * std::erfc(-z / std::numbers::sqrt2);
}

}  // namespace

std::size_t Sampler::uniform(const std::string& stream, std::size_t n) {
  return plan::Stream(seed_, stream).index(reference_, trial_, n);
}

Datum Sampler::near(const std::string& stream, const Scale& scale) {
  const plan::Stream draws(seed_, stream);
  const double noise = scale.sigma * draws.normal(reference_, trial_, 0);
  const auto& rows = scale.rows[nearest(scale, scale.centre + noise)];
  return rows[draws.index(reference_, trial_, rows.size(), 2)];
}

std::int64_t Sampler::permuted(const std::string& stream, std::int64_t row, std::int64_t rows) {
  const auto order =
      plan::Stream(seed_, stream).permutation(trial_, static_cast<std::uint64_t>(rows));
  return static_cast<std::int64_t>(order[static_cast<std::size_t>(row)]);
}

std::size_t Enumerator::branch(std::vector<double> probabilities) {
  if (at_ == tape_.size()) {
    std::size_t first = 0;
    while (probabilities[first] == 0) ++first;
    tape_.push_back({first, std::move(probabilities)});
  }
  return tape_[at_++].chosen;
}

std::size_t Enumerator::uniform(const std::string&, std::size_t n) {
  return branch(Values(n, 1.0 / static_cast<double>(n)));
}

Datum Enumerator::near(const std::string&, const Scale& scale) {
  Values probabilities;
  std::vector<Datum> rows;
  double below = 0;
  for (std::size_t i = 0; i < scale.scores.size(); ++i) {
    double up_to = 1;
    if (scale.sigma == 0) {
      up_to = nearest(scale, scale.centre) <= i ? 1 : 0;
    } else if (i + 1 < scale.scores.size()) {
      const double midpoint = (scale.scores[i] + scale.scores[i + 1]) / 2;
      up_to = normal_cdf((midpoint - scale.centre) / scale.sigma);
    }
    for (const Datum row : scale.rows[i]) {
      rows.push_back(row);
      probabilities.push_back((up_to - below) / static_cast<double>(scale.rows[i].size()));
    }
    below = up_to;
  }
  return rows[branch(std::move(probabilities))];
}

std::int64_t Enumerator::permuted(const std::string& stream, std::int64_t, std::int64_t rows) {
  return static_cast<std::int64_t>(uniform(stream, static_cast<std::size_t>(rows)));
}

double Enumerator::probability() const {
  double product = 1;
  for (const auto& branch : tape_) product *= branch.probabilities[branch.chosen];
  return product;
}

bool Enumerator::next() {
  at_ = 0;
  while (!tape_.empty()) {
    Branch& last = tape_.back();
    do {
      ++last.chosen;
    } while (last.chosen < last.probabilities.size() && last.probabilities[last.chosen] == 0);
    if (last.chosen < last.probabilities.size()) return true;
    tape_.pop_back();
  }
  return false;
}

}  // namespace hyp::oracle
