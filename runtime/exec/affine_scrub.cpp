// SPDX-License-Identifier: MIT
#include "runtime/exec/affine_scrub.hpp"

#include <algorithm>
#include <cmath>

#include "runtime/exec/answers.hpp"
#include "runtime/exec/batches.hpp"
#include "runtime/exec/drawing.hpp"
#include "runtime/exec/progress.hpp"
#include "runtime/score/blocks.hpp"

namespace hyp::exec {
namespace {

// Trials between two looks at the listener: what they share (permutations) is held for all of them.
constexpr std::uint32_t kTrialsAtOnce = 16;

class AffineRun {
 public:
  AffineRun(const plan::Scrub& scrub, const AffineSum& sum, Drawing drawing,
            const Sampling& sampling, const BlockConsumer& consumer)
      : scrub_(scrub), sum_(sum), drawing_(std::move(drawing)), consumer_(consumer) {
    // One logit that is claimed to be the answer is looked at itself.
    if (sampling.answers_only && sum.classes() == 2 && !scrub.answer_element) take_differences();
    if (sampling.drawn && scrub.mode == plan::Mode::swap && scrub.prediction &&
        scrub.variant == plan::Variant::as_written) {
      std::string streams;
      for (const auto& replaced : scrub.tree.visits.front().replaced) {
        streams += scrub.tree.draws[replaced.draw].stream + "\n";
      }
      predicted_ = sampling.drawn->of(scrub.prediction, streams, sampling.seed,
                                      scrub.pool->rows(scrub.references), sampling.trials);
    }
  }

  std::optional<diag::Diagnostic> run(const Sampling& sampling, Listener& listener) {
    const std::int64_t rows = scrub_.pool->rows(scrub_.references);
    for (std::uint32_t first = 0; first < sampling.trials; first += kTrialsAtOnce) {
      const std::uint32_t last = std::min(sampling.trials, first + kTrialsAtOnce);
      Progress progress(listener, rows * first, rows * sampling.trials, last - first);
      if (share(first, last, sampling.threads, listener)) {
        return interrupted(first, sampling.trials);
      }
      auto stopped = run_batches(
          {rows, score::kBlockRows, sampling.threads},
          [&](RowRange range) -> std::optional<diag::Diagnostic> {
            for (std::uint32_t trial = first; trial < last; ++trial) {
              block(range, trial, shared_[trial - first]);
            }
            return std::nullopt;
          },
          "trials", progress);
      if (stopped) return interrupted(first, sampling.trials);
    }
    return std::nullopt;
  }

 private:
  std::optional<diag::Diagnostic> share(std::uint32_t first, std::uint32_t last, int threads,
                                        Listener& listener) {
    shared_.assign(last - first, {});
    if (!drawing_.shuffles()) return std::nullopt;
    Progress silent(listener, 0, 0, 0);
    return run_batches(
        {last - first, 1, threads},
        [&](RowRange range) -> std::optional<diag::Diagnostic> {
          shared_[static_cast<std::size_t>(range.begin)] =
              drawing_.prepare(first + static_cast<std::uint32_t>(range.begin));
          return std::nullopt;
        },
        "trials", silent);
  }

  void block(RowRange range, std::uint32_t trial, const Drawing::Shared& shared) const {
    const std::int64_t rows = range.end - range.begin;
    // One thread works on many blocks: their memory is kept between them.
    thread_local std::vector<std::vector<RowId>> donors;
    thread_local std::vector<double> logits;
    donors.resize(scrub_.tree.draws.size());
    for (auto& list : donors) list.clear();
    drawing_.draw(trial, shared, range.begin, rows, donors);
    if (differences_.empty()) {
      sum_.add_up(donors, rows, logits);
    } else {
      answer(rows, donors, logits);
    }
    Obedience obedient;
    if (scrub_.mode == plan::Mode::swap) obedient = obey(trial, range.begin, rows, donors, logits);
    consumer_({range.begin, rows, trial, logits, obedient.obeyed, obedient.predicted});
  }

  // Of two classes the sign of the difference is the answer. Single precision in a quarter of the
  // memory tells it but where the difference is next to nothing.
  void take_differences() {
    double size = std::abs(sum_.constant()[1] - sum_.constant()[0]);
    for (const auto& summand : sum_.summands()) {
      const auto& values = summand.contribution->values;
      auto& of = differences_.emplace_back(values.size() / 2);
      double largest = 0;
      for (std::size_t row = 0; row < of.size(); ++row) {
        const double apart = values[2 * row + 1] - values[2 * row];
        of[row] = static_cast<float>(apart);
        largest = std::max({largest, std::abs(values[2 * row]), std::abs(values[2 * row + 1])});
      }
      size += 2 * largest;
    }
    constexpr double kFloatRounding = 1.0 / (1 << 22);
    uncertain_ = size * kFloatRounding;
  }

  // Logits of which only the larger one means something.
  void answer(std::int64_t rows, const std::vector<std::vector<RowId>>& donors,
              std::vector<double>& logits) const {
    thread_local std::vector<double> apart;
    apart.assign(static_cast<std::size_t>(rows), sum_.constant()[1] - sum_.constant()[0]);
    for (std::size_t s = 0; s < sum_.summands().size(); ++s) {
      const float* const from = differences_[s].data();
      const RowId* const donor = donors[sum_.summands()[s].draw].data();
      for (std::size_t i = 0; i < apart.size(); ++i) apart[i] += from[donor[i]];
    }
    logits.resize(2 * apart.size());
    for (std::size_t i = 0; i < apart.size(); ++i) {
      logits[2 * i] = 0;
      logits[2 * i + 1] = apart[i];
      if (std::abs(apart[i]) > uncertain_) continue;
      for (std::size_t k = 0; k < 2; ++k) {
        logits[2 * i + k] = sum_.constant()[k];
        for (const auto& summand : sum_.summands()) {
          logits[2 * i + k] += summand.contribution->row(donors[summand.draw][i])[k];
        }
      }
    }
  }

  Obedience obey(std::uint32_t trial, std::int64_t first, std::int64_t rows,
                 const std::vector<std::vector<RowId>>& donors,
                 const std::vector<double>& logits) const {
    auto* const known = predicted_ ? &predicted_->at(trial, first) : nullptr;
    if (known && std::ssize(*known) == rows) {
      return obeyed_known(scrub_, logits, sum_.classes(), *known);
    }
    const std::vector<std::span<const RowId>> views(donors.begin(), donors.end());
    Obedience found = obeyed(scrub_, first, logits, sum_.classes(), views);
    if (known) known->assign(found.predicted.begin(), found.predicted.end());
    return found;
  }

  const plan::Scrub& scrub_;
  const AffineSum& sum_;
  Drawing drawing_;
  const BlockConsumer& consumer_;
  std::vector<Drawing::Shared> shared_;
  std::vector<std::vector<float>> differences_;  // by summand: logit 1 less logit 0; or none
  double uncertain_ = 0;                         // what rounding may make of their sum
  DrawnDonors::Kept* predicted_ = nullptr;
};

}  // namespace

AffineSum::AffineSum(const plan::Scrub& scrub, Contributions& contributions) {
  const plan::Visit& output = scrub.tree.visits.front();
  const auto contributed = contributions.of(output.replaced);
  classes_ = contributed.front()->classes;
  constant_.assign(static_cast<std::size_t>(classes_), 0.0);
  for (std::size_t i = 0; i < contributed.size(); ++i) {
    const std::uint32_t draw = i == 0 ? output.others : output.replaced[i - 1].draw;
    if (!contributed[i]->constant) {
      summands_.push_back({contributed[i], draw});
      continue;
    }
    const double* row = contributed[i]->row(0);
    for (std::size_t k = 0; k < constant_.size(); ++k) constant_[k] += row[k];
  }
}

std::vector<bool> AffineSum::effect(const plan::Scrub& scrub) const {
  std::vector<bool> effect(scrub.tree.draws.size(), false);
  for (const Summand& summand : summands_) effect[summand.draw] = true;
  return effect;
}

void AffineSum::add_up(const std::vector<std::vector<RowId>>& donors, std::int64_t rows,
                       std::vector<double>& logits) const {
  logits.clear();
  for (std::int64_t i = 0; i < rows; ++i) {
    logits.insert(logits.end(), constant_.begin(), constant_.end());
  }
  for (const Summand& summand : summands_) add(summand, donors[summand.draw], logits);
}

void AffineSum::add(const Summand& summand, const std::vector<RowId>& donors,
                    std::vector<double>& logits) const {
  double* to = logits.data();
  const double* values = summand.contribution->values.data();
  if (classes_ == 2) {
    for (const RowId donor : donors) {
      const double* from = values + 2 * static_cast<std::size_t>(donor);
      to[0] += from[0];
      to[1] += from[1];
      to += 2;
    }
    return;
  }
  for (const RowId donor : donors) {
    const double* from = values + classes_ * static_cast<std::int64_t>(donor);
    for (std::int64_t k = 0; k < classes_; ++k) to[k] += from[k];
    to += classes_;
  }
}

diag::Outcome<Ran> run_affine(const plan::Scrub& scrub, Contributions& contributions,
                              const Sampling& sampling, const BlockConsumer& consumer,
                              Listener& listener) {
  const AffineSum sum(scrub, contributions);
  Ran ran;
  ran.engine = Engine::affine;
  ran.effect = sum.effect(scrub);
  std::vector<bool> wanted = ran.effect;
  if (scrub.mode == plan::Mode::swap) {
    for (const auto& replaced : scrub.tree.visits.front().replaced) wanted[replaced.draw] = true;
  }
  ran.random = any_random(scrub, wanted);
  Drawing drawing(scrub, sampling.seed, std::move(wanted));
  if (sampling.drawn) drawing.keep_in(*sampling.drawn, sampling.trials);
  AffineRun run(scrub, sum, std::move(drawing), sampling, consumer);
  if (auto stopped = run.run(sampling, listener)) return std::move(*stopped);
  return ran;
}

}  // namespace hyp::exec
