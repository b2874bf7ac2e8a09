// SPDX-License-Identifier: MIT
// Philox4x32-10 (Salmon et al. 2011), the one source of randomness: a function of counter and key,
// so that threads, batches and shards cannot change a draw.
#pragma once

#include <array>
#include <cstdint>

namespace hyp::random {

using PhiloxCounter = std::array<std::uint32_t, 4>;
using PhiloxKey = std::array<std::uint32_t, 2>;

/// The four words that belong to a counter under a key.
[[nodiscard]] constexpr PhiloxCounter philox4x32_10(PhiloxCounter counter, PhiloxKey key) {
  constexpr std::uint64_t kMultiplier0 = 0xD2511F53U, kMultiplier1 = 0xCD9E8D57U;
  constexpr std::uint32_t kWeyl0 = 0x9E3779B9U, kWeyl1 = 0xBB67AE85U;
  const auto round = [&] {
    const std::uint64_t product0 = kMultiplier0 * counter[0];
    const std::uint64_t product1 = kMultiplier1 * counter[2];
    counter = {static_cast<std::uint32_t>(product1 >> 32) ^ counter[1] ^ key[0],
               static_cast<std::uint32_t>(product1),
               static_cast<std::uint32_t>(product0 >> 32) ^ counter[3] ^ key[1],
               static_cast<std::uint32_t>(product0)};
    key = {key[0] + kWeyl0, key[1] + kWeyl1};
  };
  // Written out: as a loop it takes twice as long, and draws are most of what a trial costs.
  round(), round(), round(), round(), round();
  round(), round(), round(), round(), round();
  return counter;
}

}  // namespace hyp::random
