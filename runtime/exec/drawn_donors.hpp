// SPDX-License-Identifier: MIT
// Donors kept between runs: claims whose nodes have the same names and rules draw the same ones,
// wherever the nodes stand.
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
  /// Of one draw whose datum is the reference.
  struct Kept {
    std::size_t blocks = 0;
    std::vector<std::vector<plan::RowId>> drawn;  ///< [trial, block]; empty until it is drawn
    [[nodiscard]] std::vector<plan::RowId>& at(std::uint32_t trial, std::int64_t first);
  };

  /// Holds no more than so much.
  explicit DrawnDonors(std::int64_t most_bytes) : left_(most_bytes) {}

  /// What is kept of a stream, with room for `trials`; null where there is none. Blocks may be
  /// filled and read by several threads at once, each by one.
  Kept* of(const std::shared_ptr<const plan::Donors>& donors, const std::string& stream,
           std::uint64_t seed, std::int64_t rows, std::uint32_t trials);

 private:
  // Sets of donors are kept alive: their address is their identity.
  using Key = std::tuple<std::shared_ptr<const plan::Donors>, std::string, std::uint64_t>;
  std::int64_t left_;
  std::map<Key, Kept> kept_;
};

}  // namespace hyp::exec
