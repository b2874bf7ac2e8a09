// SPDX-License-Identifier: MIT
// Runs a planned scrub or swap, trial by trial, and hands out what the network answered.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <vector>

#include "runtime/exec/block.hpp"
#include "runtime/exec/drawn_donors.hpp"
#include "runtime/exec/execute.hpp"
#include "runtime/plan/scrub.hpp"

namespace hyp::exec {

/// How a scrub is computed. Where only sums lie between what is replaced and the logits, each
/// replaced part adds a number of its own; else the rest of the network runs in every trial.
enum class Engine { affine, forward };

struct Sampling {
  std::uint64_t seed = 0;
  std::uint32_t trials = 1;
  int threads = 1;
  std::optional<Engine> engine;  ///< forward: also where affine is possible; tests compare them
  DrawnDonors* drawn = nullptr;  ///< of sums: keeps donors from one run to the next
  /// Whoever consumes the blocks looks at answers alone: the logits may be any numbers that give
  /// the same ones.
  bool answers_only = false;
};

/// What is known once it ran.
struct Ran {
  Engine engine = Engine::forward;
  std::vector<bool> effect;  ///< by draw: whether some donor differs from another in what it brings
  bool random = false;       ///< whether chance decided anything
};

/// How a scrub would be computed: `obstacle` is the first step, seen from the logits, that is no
/// sum.
struct EngineChoice {
  bool affine = false;
  std::optional<check::SiteId> obstacle;
};
[[nodiscard]] EngineChoice engine_of(const plan::Scrub& scrub, const Machines& machines);

class AffineSum;
class Contributions;

/// Logits of chosen donors, not of drawn ones: who asks "what if this one stood in?".
struct Combinations {
  virtual ~Combinations() = default;
  /// `donors` by draw, of `rows` combinations each; as `Scrubber::run` computes them. [rows,
  /// classes]
  virtual diag::Outcome<std::vector<double>> logits(std::vector<std::vector<plan::RowId>> donors,
                                                    std::int64_t rows, Listener& listener) = 0;
  /// By draw: whether some donor differs from another in what it brings.
  [[nodiscard]] virtual std::vector<bool> effect() const = 0;
  /// The sum that the logits are, and what it adds up; null with the engine `forward`.
  [[nodiscard]] virtual const AffineSum* sum() const = 0;
  [[nodiscard]] virtual const Contributions* contributions() const = 0;
};

/// Runs scrubs of one network. Keeps what trials share between runs: what each part contributes.
class Scrubber {
 public:
  /// All must outlive it. `captured` should hold what plan::plan_capture asks for; what it
  /// lacks is computed anew in every trial.
  Scrubber(const Machines& machines, const score::Captured& captured);
  ~Scrubber();
  Scrubber(const Scrubber&) = delete;
  Scrubber& operator=(const Scrubber&) = delete;

  /// Errors: those of the executor; `interrupted`.
  [[nodiscard]] diag::Outcome<Ran> run(const plan::Scrub& scrub, const Sampling& sampling,
                                       const BlockConsumer& consumer, Listener& listener);

  /// `scrub` and this must outlive what it returns.
  [[nodiscard]] diag::Outcome<std::unique_ptr<Combinations>> combinations(const plan::Scrub& scrub,
                                                                          Listener& listener);

 private:
  /// Null where more than sums lies downstream of what is replaced.
  diag::Outcome<std::shared_ptr<Contributions>> contributions(const plan::Scrub& scrub,
                                                              Listener& listener);

  struct Kept;
  const Machines& machines_;
  const score::Captured& captured_;
  std::unique_ptr<Kept> kept_;
};

}  // namespace hyp::exec
