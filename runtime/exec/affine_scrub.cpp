// SPDX-License-Identifier: MIT
#include "runtime/exec/affine_scrub.hpp"

#include <algorithm>

#include "runtime/exec/answers.hpp"
#include "runtime/exec/batches.hpp"
#include "runtime/exec/drawing.hpp"
#include "runtime/exec/progress.hpp"
#include "runtime/score/blocks.hpp"

namespace hyp::exec {
namespace {

// Trials between two looks at the listener: what they share (permutations) is held for all of them.
constexpr std::uint32_t kTrialsAtOnce = 16;

// One summand of the logits.
struct Summand {
  const Contribution* contribution;
  std::uint32_t draw;
};

class AffineRun {
 public:
  AffineRun(const plan::Scrub& scrub, const std::vector<Summand>& summands, Drawing drawing,
            const BlockConsumer& consumer)
      : scrub_(scrub),
        classes_(summands.front().contribution->classes),
        constant_(static_cast<std::size_t>(classes_), 0.0),
        drawing_(std::move(drawing)),
        consumer_(consumer) {
    for (const Summand& summand : summands) {
      if (!summand.contribution->constant) {
        summands_.push_back(summand);
        continue;
      }
      const double* row = summand.contribution->row(0);
      for (std::size_t k = 0; k < constant_.size(); ++k) constant_[k] += row[k];
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
    logits.clear();
    for (std::int64_t i = 0; i < rows; ++i) {
      logits.insert(logits.end(), constant_.begin(), constant_.end());
    }
    for (const Summand& summand : summands_) add(summand, donors[summand.draw], logits);
    Obedience obedient;
    if (scrub_.mode == plan::Mode::swap) {
      const std::vector<std::span<const RowId>> views(donors.begin(), donors.end());
      obedient = obeyed(scrub_, range.begin, logits, classes_, views);
    }
    consumer_({range.begin, rows, trial, logits, obedient.obeyed, obedient.predicted});
  }

  void add(const Summand& summand, const std::vector<RowId>& donors,
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

  const plan::Scrub& scrub_;
  std::vector<Summand> summands_;  // those that differ from donor to donor
  std::int64_t classes_;
  std::vector<double> constant_;  // what the others add up to
  Drawing drawing_;
  const BlockConsumer& consumer_;
  std::vector<Drawing::Shared> shared_;
};

}  // namespace

diag::Outcome<Ran> run_affine(const plan::Scrub& scrub, Contributions& contributions,
                              const Sampling& sampling, const BlockConsumer& consumer,
                              Listener& listener) {
  const plan::Visit& output = scrub.tree.visits.front();
  const auto contributed = contributions.of(output.replaced);
  std::vector<Summand> summands{{contributed[0], output.others}};
  for (std::size_t i = 0; i < output.replaced.size(); ++i) {
    summands.push_back({contributed[i + 1], output.replaced[i].draw});
  }
  Ran ran;
  ran.engine = Engine::affine;
  ran.effect.resize(scrub.tree.draws.size(), false);
  for (const Summand& summand : summands) {
    if (!summand.contribution->constant) ran.effect[summand.draw] = true;
  }
  std::vector<bool> wanted = ran.effect;
  if (scrub.mode == plan::Mode::swap) {
    for (const auto& replaced : output.replaced) wanted[replaced.draw] = true;
  }
  ran.random = any_random(scrub, wanted);
  Drawing drawing(scrub, sampling.seed, std::move(wanted));
  if (sampling.drawn) drawing.keep_in(*sampling.drawn, sampling.trials);
  AffineRun run(scrub, summands, std::move(drawing), consumer);
  if (auto stopped = run.run(sampling, listener)) return std::move(*stopped);
  return ran;
}

}  // namespace hyp::exec
