// SPDX-License-Identifier: MIT
// The engine under judgement, run on what the oracle is given: a checked claim, data and weights in
// memory. Collects every logit of every trial, so that both can be compared number by number.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <vector>

#include "runtime/exec/scrub.hpp"
#include "tests/oracle/world.hpp"

namespace hyp::oracle {

/// What computes the network.
enum class Machine { fake, libtorch };

/// How the engine is asked to run a claim.
struct Ask {
  plan::Mode mode = plan::Mode::scrub;
  plan::Variant variant = plan::Variant::as_written;
  exec::Sampling sampling;
  bool known = true;  ///< whether the clean activations are handed to the engine
};

/// What it made of it.
struct Answer {
  plan::Scrub scrub;
  exec::Ran ran;
  std::int64_t rows = 0, classes = 0;
  std::vector<std::vector<double>> logits;        ///< by trial: [rows, classes]
  std::vector<std::vector<std::uint8_t>> obeyed;  ///< by trial, by row; empty where not said

  [[nodiscard]] bool tested(std::int64_t row) const { return scrub.tested[row] != 0; }
  [[nodiscard]] std::span<const double> at(std::uint32_t trial, std::int64_t row) const {
    return std::span(logits[trial]).subspan(row * classes, classes);
  }
};

class Engine {
 public:
  /// Everything that `world` points to must outlive it.
  Engine(const World& world, Machine machine);
  ~Engine();

  /// Empty where the claim is refused; `refusal` then says why.
  [[nodiscard]] std::unique_ptr<Answer> run(const Ask& ask);
  /// The plan alone.
  [[nodiscard]] std::unique_ptr<plan::Scrub> plan(plan::Mode mode, plan::Variant variant);
  /// The logits of any donors in a plan; `scrub` must outlive it.
  [[nodiscard]] std::unique_ptr<exec::Combinations> combinations(const plan::Scrub& scrub);
  /// The errors of the last call that gave nothing, a line each: name, colon, message.
  [[nodiscard]] const std::string& refusal() const { return refusal_; }

 private:
  struct Opened;
  std::unique_ptr<Opened> opened_;
  std::string refusal_;
};

}  // namespace hyp::oracle
