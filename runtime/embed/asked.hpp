// SPDX-License-Identifier: MIT
// One example under one way to run a claim: what the parts of `why` share. Private to
// runtime/embed.
#pragma once

#include <memory>
#include <span>
#include <vector>

#include "runtime/embed/open_test.hpp"
#include "runtime/report/why.hpp"

namespace hyp::embed {

using DonorLists = std::vector<std::vector<plan::RowId>>;  ///< by draw, one a combination

/// `scrub` as written or swapped, and the logits of any donors in it.
struct Under {
  plan::Scrub scrub;
  std::unique_ptr<exec::Combinations> combinations;
  std::vector<bool> effect;  ///< by draw
};
[[nodiscard]] diag::Outcome<std::unique_ptr<Under>> under(OpenTest& test, plan::Mode mode);

class AskedExample {
 public:
  /// `row` of the references, and the class that comes second to the network's answer.
  AskedExample(OpenTest& test, std::int64_t row);

  OpenTest& test;
  const std::int64_t row;
  const plan::RowId id;
  std::int64_t answer = 0, rival = 0;

  /// How far the answer is ahead of its rival.
  [[nodiscard]] double margin(std::span<const double> logits) const;
  [[nodiscard]] std::int64_t classes() const { return test.clean->width; }

  /// The example itself at every draw, `count` times.
  [[nodiscard]] DonorLists itself(const plan::Scrub& scrub, std::size_t count) const;
  /// The same with these at one draw, and at those that are drawn for what it draws.
  [[nodiscard]] DonorLists alone(const plan::Scrub& scrub, std::uint32_t draw,
                                 const std::vector<plan::RowId>& donors) const;
};

/// Fills in who may stand in, and what happens where each draw alone is made.
[[nodiscard]] diag::Outcome<bool> ask_draws(const AskedExample& example, Under& under,
                                            report::Why& why);
/// The units that bring most, and those whose zero changes the answer.
[[nodiscard]] diag::Outcome<bool> ask_units(const AskedExample& example, Under& under,
                                            report::Why& why);
/// How probable it is that the claim keeps its word on this example.
[[nodiscard]] diag::Outcome<stats::Chance> chance_of(const AskedExample& example, Under& under);
/// See embed::worst.
[[nodiscard]] diag::Outcome<report::Worst> worst_of(OpenTest& test, std::int64_t wanted,
                                                    const std::string& file);

/// Trials of `hyp run` for this test.
[[nodiscard]] std::int64_t trials_of(const OpenTest& test);

}  // namespace hyp::embed
