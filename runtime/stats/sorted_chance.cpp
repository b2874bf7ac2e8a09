// SPDX-License-Identifier: MIT
#include "runtime/stats/sorted_chance.hpp"

#include <algorithm>
#include <cmath>
#include <map>

#include "runtime/stats/pair_sums.hpp"

namespace hyp::stats {
namespace {

constexpr double kMostPairs = 5e7;  // of the other draws with the members of the two
constexpr std::int64_t kMostTies = 2'000'000;

class Sorting {
 public:
  Sorting(const plan::Scrub& scrub, const exec::AffineSum& sum, DrawClasses& classes,
          const ChanceQuestion& question, RowId reference)
      : scrub_(scrub),
        sum_(sum),
        classes_(classes),
        question_(question),
        order_(classes.order()),
        now_(scrub.tree.draws.size(), reference) {
    if (classes.flat()) flat_ = classes.all();
  }

  std::optional<double> chance() {
    const bool answers = scrub_.mode == plan::Mode::scrub || !scrub_.answer_element;
    if (!classes_.flat() || sum_.classes() != 2 || order_.size() < 2 || !answers) {
      return std::nullopt;
    }
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
      all_ *= DrawClasses::total(flat_[i]);
    }
    const auto split_a = by_value(first_), split_b = by_value(second_);
    const double pairs =
        static_cast<double>(flat_[first_].size()) * static_cast<double>(split_b.size());
    const double others =
        static_cast<double>(flat_[second_].size()) * static_cast<double>(split_a.size());
    if (rest * (pairs + others) > kMostPairs) return std::nullopt;
    double largest = 0;
    for (const auto& summand : sum_.summands()) {
      for (const double value : summand.contribution->values) {
        largest = std::max(largest, std::abs(value));
      }
    }
    for (const double value : sum_.constant()) largest = std::max(largest, std::abs(value));
    near_ = 1e-12 * largest * static_cast<double>(sum_.summands().size() + 1);
    ties_ = kMostTies;
    if (!go_through(0, 1, split_a, split_b)) return std::nullopt;
    return hits_ / all_;
  }

 private:
  using Split = std::vector<std::vector<Weighted>>;

  // The classes of a draw by what they carry; `number` is what they bring to logit 1 - logit 0.
  Split by_value(std::size_t at) const {
    std::map<std::vector<double>, std::vector<Weighted>> all;
    for (std::size_t i = 0; i < flat_[at].size(); ++i) {
      const DonorClass& one = flat_[at][i];
      const bool swap = scrub_.mode == plan::Mode::swap;
      all[swap ? classes_.values_of(order_[at], one.donor) : std::vector<double>{}].push_back(
          {brings(order_[at], one.donor), one.weight, i});
    }
    Split split;
    for (auto& [values, classes] : all) split.push_back(std::move(classes));
    return split;
  }

  [[nodiscard]] double brings(std::uint32_t draw, RowId donor) const {
    double sum = 0;
    for (const auto& summand : sum_.summands()) {
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
      for (const DonorClass& one : flat_[depth]) {
        now_[order_[depth]] = one.donor;
        if (!go_through(depth + 1, weight * one.weight, a, b)) return false;
      }
      return true;
    }
    double base = sum_.constant()[1] - sum_.constant()[0];
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
    std::vector<std::vector<RowId>> donors(now_.size());
    for (std::size_t i = 0; i < now_.size(); ++i) donors[i] = {now_[i]};
    std::vector<double> logits;
    sum_.add_up(donors, 1, logits);
    return logits[1] > logits[0];
  }

  [[nodiscard]] double predicted() const {
    plan::NodeDonorRows rows;
    for (const auto& replaced : scrub_.tree.visits.front().replaced) {
      rows.emplace(replaced.node, std::span<const RowId>(&now_[replaced.draw], 1));
    }
    return scrub_.prediction->predict(question_.row, 1, rows).at(0);
  }

  const plan::Scrub& scrub_;
  const exec::AffineSum& sum_;
  const DrawClasses& classes_;
  const ChanceQuestion& question_;
  const std::vector<std::uint32_t>& order_;
  std::vector<std::vector<DonorClass>> flat_;  // of each of these
  std::vector<RowId> now_;                     // the combination at hand, by draw
  std::size_t first_ = 0, second_ = 0;  // the two that are sorted, by their place in `order_`
  double hits_ = 0, all_ = 0;
  double near_ = 0;  // so near to 0 rounding might decide
  std::int64_t ties_ = 0;
};

}  // namespace

std::optional<double> sorted_chance(const plan::Scrub& scrub, const exec::AffineSum& sum,
                                    DrawClasses& classes, const ChanceQuestion& question,
                                    RowId reference) {
  return Sorting(scrub, sum, classes, question, reference).chance();
}

}  // namespace hyp::stats
