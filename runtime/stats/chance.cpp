// SPDX-License-Identifier: MIT
#include "runtime/stats/chance.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>

#include "runtime/exec/affine_scrub.hpp"
#include "runtime/exec/answers.hpp"
#include "runtime/exec/drawing.hpp"
#include "runtime/exec/progress.hpp"
#include "runtime/stats/interval.hpp"
#include "runtime/stats/logits.hpp"
#include "runtime/stats/pair_sums.hpp"

namespace hyp::stats {
namespace {

using plan::RowId;

constexpr double kMostSums = 1e6;    // combinations that are gone through, as sums
constexpr double kMostPasses = 2e4;  // the same as passes of the network
constexpr double kMostPairs = 5e7;   // of the rest with the members of two sorted draws
constexpr std::int64_t kMostTies = 2'000'000;
constexpr std::int64_t kSampledSums = 10'000, kSampledPasses = 2'000;
constexpr std::int64_t kSampledShuffles = 200;  // each trial permutes a whole data set
constexpr std::size_t kAtOnce = 4096;

// Donors of one draw that bring the same numbers and carry the same values.
struct Class {
  RowId donor;  // one of them
  double weight = 0;
};

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
        sum_(combinations.sum()) {}

  diag::Outcome<Chance> chance() {
    find_wanted();
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
    if (method == ChanceMethod::sort) return sorted(chance);
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

  [[nodiscard]] std::int64_t classes() const { return sum_ ? sum_->classes() : 0; }

  // Draws that something depends on; those of others keep the example itself.
  void find_wanted() {
    wanted_ = combinations_.effect();
    if (scrub_.mode == plan::Mode::swap) {
      for (const auto& replaced : scrub_.tree.visits.front().replaced) {
        wanted_[replaced.draw] = true;
      }
    }
    for (std::size_t i = draws_; i-- > 0;) {
      const auto datum = scrub_.tree.draws[i].datum;
      if (wanted_[i] && datum) wanted_[*datum] = true;
    }
    for (std::uint32_t i = 0; i < draws_; ++i) {
      if (wanted_[i]) order_.push_back(i);
    }
  }

  [[nodiscard]] bool flat() const {
    return std::all_of(order_.begin(), order_.end(),
                       [&](std::uint32_t i) { return !scrub_.tree.draws[i].datum; });
  }

  // --- every combination ---

  // What a donor brings at a draw, and what it carries there.
  [[nodiscard]] std::vector<double> signature(std::uint32_t draw, RowId donor) const {
    std::vector<double> all;
    for (const auto& summand : sum_->summands()) {
      if (summand.draw != draw) continue;
      const double* row = summand.contribution->row(donor);
      all.insert(all.end(), row, row + classes());
    }
    if (scrub_.mode != plan::Mode::swap) return all;
    for (const double value : values_of(draw, donor)) all.push_back(value);
    return all;
  }

  // Of the nodes that are drawn for at a draw of a swap.
  [[nodiscard]] std::vector<double> values_of(std::uint32_t draw, RowId donor) const {
    std::vector<double> all;
    if (!scrub_.prediction) return all;
    for (const auto& replaced : scrub_.tree.visits.front().replaced) {
      if (replaced.draw != draw) continue;
      if (const auto value = scrub_.prediction->carried(replaced.node, donor)) {
        all.push_back(*value);
      }
    }
    return all;
  }

  [[nodiscard]] std::vector<Class> classes_of(std::uint32_t draw, RowId datum) const {
    std::vector<Class> all;
    // Sets count as whole numbers, so that their sums are exact.
    const auto& donors = *scrub_.donors[draw];
    const bool even = donors.has_set(datum);
    std::map<std::vector<double>, std::size_t> known;
    donors.for_each_chance(datum, [&](RowId row, double probability) {
      const double weight = even ? 1 : probability;
      if (weight == 0) return;
      if (!sum_ || scrub_.tree.draws[draw].datum) return all.push_back({row, weight});
      const auto [at, added] = known.try_emplace(signature(draw, row), all.size());
      if (added) all.push_back({row, 0});
      all[at->second].weight += weight;
    });
    return all;
  }

  static double total(const std::vector<Class>& classes) {
    double sum = 0;
    for (const Class& one : classes) sum += one.weight;
    return sum;
  }

  // Of draws that are all for the reference; fills in `flat_`.
  double combinations_of_classes() {
    double product = 1;
    const bool known = !flat_.empty();
    for (std::size_t i = 0; i < order_.size(); ++i) {
      if (!known) flat_.push_back(classes_of(order_[i], id_));
      product *= static_cast<double>(flat_[i].size());
    }
    return product;
  }

  diag::Outcome<bool> enumerated(Chance& chance) {
    const double most = sum_ ? kMostSums : kMostPasses;
    if (flat() && combinations_of_classes() > most) return false;
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
    if (depth == order_.size()) {
      if (--left_ < 0) return std::nullopt;
      for (std::size_t i = 0; i < draws_; ++i) buffer_[i].push_back(now_[i]);
      weights_.push_back(weight);
      return weights_.size() < kAtOnce ? std::nullopt : flush();
    }
    const std::uint32_t draw = order_[depth];
    const auto datum = scrub_.tree.draws[draw].datum;
    const auto classes =
        flat_.empty() ? classes_of(draw, datum ? now_[*datum] : id_) : flat_[depth];
    // Deeper down sets differ in size from donor to donor.
    const double share = flat_.empty() ? 1 / total(classes) : 1;
    for (const Class& one : classes) {
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

  // --- two classes, and two draws that make most of the combinations ---

  bool sorted(Chance& chance) {
    const bool answers = scrub_.mode == plan::Mode::scrub || !scrub_.answer_element;
    if (!sum_ || !flat() || classes() != 2 || order_.size() < 2 || !answers) return false;
    chance.combinations = combinations_of_classes();
    std::vector<std::size_t> by_size(order_.size());
    for (std::size_t i = 0; i < by_size.size(); ++i) by_size[i] = i;
    std::sort(by_size.begin(), by_size.end(),
              [&](auto a, auto b) { return flat_[a].size() > flat_[b].size(); });
    first_ = by_size[0];
    second_ = by_size[1];
    double rest = 1;
    all_ = 1;
    for (std::size_t i = 0; i < order_.size(); ++i) {
      if (i != first_ && i != second_) rest *= static_cast<double>(flat_[i].size());
      all_ *= total(flat_[i]);
    }
    const auto split_a = by_value(first_), split_b = by_value(second_);
    const double pairs =
        static_cast<double>(flat_[first_].size()) * static_cast<double>(split_b.size());
    const double others =
        static_cast<double>(flat_[second_].size()) * static_cast<double>(split_a.size());
    if (rest * (pairs + others) > kMostPairs) return false;
    double largest = 0;
    for (const auto& summand : sum_->summands()) {
      for (const double value : summand.contribution->values) {
        largest = std::max(largest, std::abs(value));
      }
    }
    for (const double value : sum_->constant()) largest = std::max(largest, std::abs(value));
    near_ = 1e-12 * largest * static_cast<double>(sum_->summands().size() + 1);
    ties_ = kMostTies;
    hits_ = 0;
    now_.assign(draws_, id_);
    if (!go_through(0, 1, split_a, split_b)) return false;
    chance.value = hits_ / all_;
    return true;
  }

  using Split = std::vector<std::vector<Weighted>>;

  // The classes of a draw by what they carry; `number` is what they bring to logit 1 - logit 0.
  Split by_value(std::size_t at) const {
    std::map<std::vector<double>, std::vector<Weighted>> all;
    for (std::size_t i = 0; i < flat_[at].size(); ++i) {
      const Class& one = flat_[at][i];
      const bool swap = scrub_.mode == plan::Mode::swap;
      all[swap ? values_of(order_[at], one.donor) : std::vector<double>{}].push_back(
          {brings(order_[at], one.donor), one.weight, i});
    }
    Split split;
    for (auto& [values, classes] : all) split.push_back(std::move(classes));
    return split;
  }

  [[nodiscard]] double brings(std::uint32_t draw, RowId donor) const {
    double sum = 0;
    for (const auto& summand : sum_->summands()) {
      if (summand.draw != draw) continue;
      const double* row = summand.contribution->row(donor);
      sum += row[1] - row[0];
    }
    return sum;
  }

  // Every combination of the other draws, then pairs. False where too many sums are next to 0.
  bool go_through(std::size_t depth, double weight, const Split& a, const Split& b) {
    if (depth == first_ || depth == second_) return go_through(depth + 1, weight, a, b);
    if (depth < order_.size()) {
      for (const Class& one : flat_[depth]) {
        now_[order_[depth]] = one.donor;
        if (!go_through(depth + 1, weight * one.weight, a, b)) return false;
      }
      return true;
    }
    double base = sum_->constant()[1] - sum_->constant()[0];
    for (std::size_t i = 0; i < order_.size(); ++i) {
      if (i != first_ && i != second_) base += brings(order_[i], now_[order_[i]]);
    }
    for (const auto& some : a) {
      for (const auto& others : b) {
        place(some.front().index, others.front().index);
        const double wanted =
            scrub_.mode == plan::Mode::scrub ? static_cast<double>(question_.answer) : predicted();
        if (wanted != 0 && wanted != 1) continue;  // no class of the network
        const auto above = weight_above(
            base, some, others, near_,
            [&](std::size_t i, std::size_t j) {
              --ties_;
              place(i, j);
              return first_wins();
            },
            ties_);
        if (!above) return false;
        double both = 0, theirs = 0;
        for (const auto& one : some) both += one.weight;
        for (const auto& one : others) theirs += one.weight;
        both *= theirs;
        hits_ += weight * (wanted == 1 ? *above : both - *above);
      }
    }
    return true;
  }

  void place(std::size_t i, std::size_t j) {
    now_[order_[first_]] = flat_[first_][i].donor;
    now_[order_[second_]] = flat_[second_][j].donor;
  }

  // Whether the network answers 1 on the donors at hand, by the sum that a trial would make.
  [[nodiscard]] bool first_wins() const {
    DonorLists donors(draws_);
    for (std::size_t i = 0; i < draws_; ++i) donors[i] = {now_[i]};
    std::vector<double> logits;
    sum_->add_up(donors, 1, logits);
    return logits[1] > logits[0];
  }

  [[nodiscard]] double predicted() const {
    plan::NodeDonorRows rows;
    for (const auto& replaced : scrub_.tree.visits.front().replaced) {
      rows.emplace(replaced.node, std::span<const RowId>(&now_[replaced.draw], 1));
    }
    return scrub_.prediction->predict(question_.row, 1, rows).at(0);
  }

  // --- drawing ---

  [[nodiscard]] std::int64_t sampled_trials() const {
    if (question_.trials) return *question_.trials;
    const exec::Drawing drawing(scrub_, 0, wanted_);
    if (drawing.shuffles()) return kSampledShuffles;
    return sum_ ? kSampledSums : kSampledPasses;
  }

  // In how many of the first trials, drawn as `hyp run` draws them.
  diag::Outcome<std::int64_t> sample(std::int64_t trials) {
    const exec::Drawing drawing(scrub_, question_.seed, wanted_);
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
  std::vector<bool> wanted_;
  std::vector<std::uint32_t> order_;      // the wanted draws
  std::vector<std::vector<Class>> flat_;  // of each, where all are drawn for the example
  std::vector<RowId> now_;                // the combination at hand, by draw
  DonorLists buffer_;                     // combinations that wait for their logits
  std::vector<double> weights_;
  double left_ = 0, hits_ = 0, all_ = 0;
  std::size_t first_ = 0, second_ = 0;
  double near_ = 0;
  std::int64_t ties_ = 0;
};

}  // namespace

diag::Outcome<Chance> chance_of(const plan::Scrub& scrub, exec::Combinations& combinations,
                                const ChanceQuestion& question, exec::Listener& listener) {
  return Chances(scrub, combinations, question, listener).chance();
}

}  // namespace hyp::stats
