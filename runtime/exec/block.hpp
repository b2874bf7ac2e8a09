// SPDX-License-Identifier: MIT
// What a scrub hands out while it runs: the outputs of some rows in one trial. Outputs of all
// trials are never held at once.
#pragma once

#include <cstdint>
#include <functional>
#include <span>

namespace hyp::exec {

/// References [first, first + rows) of one trial. `first` is a multiple of score::kBlockRows, and
/// all rows up to the next multiple (or the last) are in it. Rows of references that are not tested
/// hold anything finite.
struct Block {
  std::int64_t first = 0;
  std::int64_t rows = 0;
  std::uint32_t trial = 0;
  std::span<const double> logits;             ///< [rows, classes]
  std::span<const std::uint8_t> obeyed = {};  ///< of swaps: whether the answer is the predicted one
  /// Of swaps: the class that the claim predicts; empty where it predicts something else.
  std::span<const std::int32_t> predicted = {};
};

/// Called for every block of every trial: for different blocks perhaps from several threads at
/// once, for one block in the order of the trials. So whoever keeps numbers by row needs no lock,
/// and sums the same bits for every number of threads.
using BlockConsumer = std::function<void(const Block&)>;

}  // namespace hyp::exec
