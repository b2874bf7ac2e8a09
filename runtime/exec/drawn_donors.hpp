// SPDX-License-Identifier: MIT
// Donors, and what they let a claim predict, kept between runs: claims whose nodes have the same
// names, values and rules draw and predict the same, wherever the nodes stand.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <tuple>
#include <vector>

#include "runtime/plan/scrub.hpp"

namespace hyp::exec {

class DrawnDonors {
 public:
  /// Of one draw whose datum is the reference: who was drawn; of a prediction: which classes.
  struct Kept {
    std::size_t blocks = 0;
    std::vector<std::vector<std::uint32_t>> drawn;  ///< [trial, block]; empty until it is drawn
    [[nodiscard]] std::vector<std::uint32_t>& at(std::uint32_t trial, std::int64_t first);
  };

  /// Holds no more than so much.
  explicit DrawnDonors(std::int64_t most_bytes) : left_(most_bytes) {}

  /// What is kept of a stream, with room for `trials`; null where there is none. Blocks may be
  /// filled and read by several threads at once, each by one.
  Kept* of(const std::shared_ptr<const plan::Donors>& donors, const std::string& stream,
           std::uint64_t seed, std::int64_t rows, std::uint32_t trials);
  /// The same of what a swap predicts; `streams` are those of the nodes that the output reads.
  Kept* of(const std::shared_ptr<const plan::Prediction>& prediction, const std::string& streams,
           std::uint64_t seed, std::int64_t rows, std::uint32_t trials);

 private:
  // What is drawn from is kept alive: its address is its identity.
  using Key = std::tuple<std::shared_ptr<const void>, std::string, std::uint64_t>;
  Kept* of(const Key& key, std::int64_t rows, std::uint32_t trials);

  std::int64_t left_;
  std::map<Key, Kept> kept_;
};

}  // namespace hyp::exec
