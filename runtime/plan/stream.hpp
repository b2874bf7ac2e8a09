// SPDX-License-Identifier: MIT
// The draw primitive (docs/method.md, section 3): who draws what is fixed by seed, stream, row and
// trial alone, to the bit.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "runtime/random/philox.hpp"

namespace hyp::plan {

using random::philox4x32_10;
using random::PhiloxCounter;
using random::PhiloxKey;

/// The draws of one place in the tree of a claim.
///
/// Key: SHA-256 of the text SEED/NAME (the seed in decimal without leading zeros, a slash, the name
/// of the stream in UTF-8); its first four bytes read big-endian are key word 0, the next four key
/// word 1, as its hexadecimal spelling reads from left to right.
/// Counter: word 0 = low half of the row, word 1 = high half, word 2 = trial, word 3 = block.
/// Random word w of a (row, trial) is word w % 4 of block w / 4.
class Stream {
 public:
  /// `name`: the names of the nodes from the output down, joined by "/", perhaps then "/others".
  Stream(std::uint64_t seed, std::string_view name);

  /// Random words `word` (the low half) and `word` + 1 (the high half).
  [[nodiscard]] std::uint64_t u64(std::uint64_t row, std::uint32_t trial,
                                  std::uint32_t word = 0) const {
    const PhiloxCounter first = block(row, trial, word / 4);
    const std::uint32_t high =
        word % 4 < 3 ? first[word % 4 + 1] : block(row, trial, word / 4 + 1)[0];
    return first[word % 4] | static_cast<std::uint64_t>(high) << 32;
  }
  /// The first u64 of each of consecutive rows: the same numbers, several at once.
  void u64s(std::uint64_t first_row, std::uint32_t trial, std::span<std::uint64_t> words) const;
  /// The high 64 bits of u64 * n, by halves: no compiler extension needed.
  [[nodiscard]] static constexpr std::uint64_t below(std::uint64_t u64, std::uint64_t n) {
    constexpr std::uint64_t kLow = 0xFFFFFFFFU;
    const std::uint64_t low = (u64 & kLow) * (n & kLow);
    const std::uint64_t cross = (u64 >> 32) * (n & kLow) + (low >> 32);
    const std::uint64_t other = (u64 & kLow) * (n >> 32) + (cross & kLow);
    return (u64 >> 32) * (n >> 32) + (cross >> 32) + (other >> 32);
  }
  /// Uniform on 0 ... n - 1. `n` is at least 1.
  [[nodiscard]] std::uint64_t index(std::uint64_t row, std::uint32_t trial, std::uint64_t n,
                                    std::uint32_t word = 0) const {
    return below(u64(row, trial, word), n);
  }
  /// Standard normal: the quantile at (u53 + 1/2) / 2^53, u53 the top 53 bits of u64.
  [[nodiscard]] double normal(std::uint64_t row, std::uint32_t trial, std::uint32_t word = 0) const;
  /// The permutation of a trial: the rows 0 ... rows - 1 sorted by (u64, row). Element r stands in
  /// for row r.
  [[nodiscard]] std::vector<std::uint64_t> permutation(std::uint32_t trial,
                                                       std::uint64_t rows) const;

  [[nodiscard]] PhiloxKey key() const { return key_; }

 private:
  [[nodiscard]] PhiloxCounter block(std::uint64_t row, std::uint32_t trial,
                                    std::uint32_t index) const {
    return philox4x32_10(
        {static_cast<std::uint32_t>(row), static_cast<std::uint32_t>(row >> 32), trial, index},
        key_);
  }

  PhiloxKey key_;
};

}  // namespace hyp::plan
