// SPDX-License-Identifier: MIT
#include "runtime/stats/chance.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "runtime/exec/answers.hpp"
#include "runtime/exec/drawing.hpp"
#include "runtime/exec/progress.hpp"
#include "runtime/stats/interval.hpp"
#include "runtime/stats/logits.hpp"
#include "runtime/stats/sorted_chance.hpp"

namespace hyp::stats {
namespace {

constexpr double kMostSums = 1e6;    // combinations that are gone through, as sums
constexpr double kMostPasses = 2e4;  // the same as passes of the network
constexpr std::int64_t kSampledSums = 10'000, kSampledPasses = 2'000;
constexpr std::int64_t kSampledShuffles = 200;  // each trial permutes a whole data set
constexpr std::size_t kAtOnce = 4096;

class Chances {
 public:
  Chances(const plan::Scrub& scrub, exec::Combinations& combinations,
          const ChanceQuestion& question, exec::Listener& listener)
      : scrub_(scrub),
        combinations_(combinations),
        question_(question),
        listener_(listener),
        id_(scrub.pool->id(scrub.references, question.row)),
        draws_(scrub.tree.draws.size()),
        sum_(combinations.sum()),
        classes_(scrub, combinations, id_) {}

  diag::Outcome<Chance> chance() {
    Chance chance;
    chance.value = std::numeric_limits<double>::quiet_NaN();
    for (const auto method : question_.methods) {
      auto found = by(method, chance);
      if (!found) return std::move(found.diagnostics);
      if (*found) break;
    }
    const bool drawn = exec::any_random(scrub_, std::vector<bool>(draws_, true));
    chance.run_trials = drawn ? question_.run_trials : 1;
    auto hits = sample(chance.run_trials);
    if (!hits) return std::move(hits.diagnostics);
    chance.run_hits = *hits;
    return chance;
  }

 private:
  using DonorLists = std::vector<std::vector<RowId>>;

  diag::Outcome<bool> by(ChanceMethod method, Chance& chance) {
    if (method == ChanceMethod::enumerate) return enumerated(chance);
    if (method == ChanceMethod::sort) {
      const auto sorted =
          sum_ ? sorted_chance(scrub_, *sum_, classes_, question_, id_) : std::nullopt;
      if (!sorted) return false;
      chance.value = *sorted;
      chance.combinations = classes_.combinations();
      return true;
    }
    chance.trials = sampled_trials();
    auto sampled = sample(chance.trials);
    if (!sampled) return std::move(sampled.diagnostics);
    chance.exact = false;
    const auto hits = static_cast<double>(*sampled), n = static_cast<double>(chance.trials);
    const auto estimate = estimate_share({1, chance.trials, hits, hits * (n - hits), 1});
    chance.value = estimate.value;
    chance.low = estimate.low;
    chance.high = estimate.high;
    return true;
  }

  // Whether a claim keeps its word: `donors` by draw.
  [[nodiscard]] bool as_claimed(std::span<const double> logits,
                                const std::vector<RowId>& donors) const {
    if (scrub_.mode == plan::Mode::scrub) return argmax(logits) == question_.answer;
    std::vector<std::span<const RowId>> views;
    for (const auto& donor : donors) views.emplace_back(&donor, 1);
    return exec::obeyed(scrub_, question_.row, logits, std::ssize(logits), views).obeyed.at(0) != 0;
  }

  // --- every combination ---

  diag::Outcome<bool> enumerated(Chance& chance) {
    const double most = sum_ ? kMostSums : kMostPasses;
    if (classes_.flat() && classes_.combinations() > most) return false;
    buffer_ = DonorLists(draws_);
    weights_.clear();
    hits_ = all_ = 0;
    now_.assign(draws_, id_);
    left_ = most;
    if (auto error = descend(0, 1)) return std::move(*error);
    if (left_ < 0) return false;
    if (auto error = flush()) return std::move(*error);
    chance.combinations = most - left_;
    chance.value = all_ == 0 ? 0 : hits_ / all_;
    return true;
  }

  std::optional<std::vector<diag::Diagnostic>> descend(std::size_t depth, double weight) {
    if (depth == classes_.order().size()) {
      if (--left_ < 0) return std::nullopt;
      for (std::size_t i = 0; i < draws_; ++i) buffer_[i].push_back(now_[i]);
      weights_.push_back(weight);
      return weights_.size() < kAtOnce ? std::nullopt : flush();
    }
    const std::uint32_t draw = classes_.order()[depth];
    const auto datum = scrub_.tree.draws[draw].datum;
    const bool flat = classes_.flat();
    const auto classes =
        flat ? classes_.all()[depth] : classes_.of(draw, datum ? now_[*datum] : id_);
    // Deeper down sets differ in size from donor to donor.
    const double share = flat ? 1 : 1 / DrawClasses::total(classes);
    for (const DonorClass& one : classes) {
      now_[draw] = one.donor;
      if (auto error = descend(depth + 1, weight * one.weight * share)) return error;
      if (left_ < 0) break;
    }
    now_[draw] = id_;
    return std::nullopt;
  }

  std::optional<std::vector<diag::Diagnostic>> flush() {
    if (weights_.empty()) return std::nullopt;
    auto logits = combinations_.logits(buffer_, std::ssize(weights_), listener_);
    if (!logits) return std::move(logits.diagnostics);
    std::vector<RowId> donors(draws_);
    const std::size_t width = logits->size() / weights_.size();
    for (std::size_t i = 0; i < weights_.size(); ++i) {
      for (std::size_t draw = 0; draw < draws_; ++draw) donors[draw] = buffer_[draw][i];
      all_ += weights_[i];
      const auto row = std::span<const double>(*logits).subspan(i * width, width);
      if (as_claimed(row, donors)) hits_ += weights_[i];
    }
    buffer_ = DonorLists(draws_);
    weights_.clear();
    return std::nullopt;
  }

  // --- drawing ---

  [[nodiscard]] std::int64_t sampled_trials() const {
    if (question_.trials) return *question_.trials;
    const exec::Drawing drawing(scrub_, 0, classes_.wanted());
    if (drawing.shuffles()) return kSampledShuffles;
    return sum_ ? kSampledSums : kSampledPasses;
  }

  // In how many of the first trials, drawn as `hyp run` draws them.
  diag::Outcome<std::int64_t> sample(std::int64_t trials) {
    const exec::Drawing drawing(scrub_, question_.seed, classes_.wanted());
    buffer_ = DonorLists(draws_);
    weights_.clear();
    hits_ = all_ = 0;
    for (std::int64_t trial = 0; trial < trials; ++trial) {
      if (trial % 64 == 0) {
        listener_.progress("draws", trial, trials);
        if (listener_.cancelled()) return exec::interrupted(trial, trials);
      }
      const auto t = static_cast<std::uint32_t>(trial);
      drawing.draw(t, drawing.prepare(t), question_.row, 1, buffer_);
      weights_.push_back(1);
      if (weights_.size() < kAtOnce && trial + 1 < trials) continue;
      if (auto error = flush()) return std::move(*error);
    }
    listener_.progress("draws", trials, trials);
    return static_cast<std::int64_t>(hits_);
  }

  const plan::Scrub& scrub_;
  exec::Combinations& combinations_;
  const ChanceQuestion& question_;
  exec::Listener& listener_;
  const RowId id_;
  const std::size_t draws_;
  const exec::AffineSum* sum_;
  DrawClasses classes_;
  std::vector<RowId> now_;  // the combination at hand, by draw
  DonorLists buffer_;       // combinations that wait for their logits
  std::vector<double> weights_;
  double left_ = 0, hits_ = 0, all_ = 0;
};

}  // namespace

diag::Outcome<Chance> chance_of(const plan::Scrub& scrub, exec::Combinations& combinations,
                                const ChanceQuestion& question, exec::Listener& listener) {
  return Chances(scrub, combinations, question, listener).chance();
}

}  // namespace hyp::stats
