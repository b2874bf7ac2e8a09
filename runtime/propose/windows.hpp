// SPDX-License-Identifier: MIT
// What files of weights do not hold of a stack of convolutions, padding, strides and pools, found
// by what must come out of it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "runtime/propose/layers.hpp"

namespace hyp::propose {

/// Of one convolution and what follows it.
struct Window {
  check::Pair padding{0, 0};
  std::int64_t stride = 1;
  std::int64_t pool = 0, pool_stride = 0;  ///< of the max_pool behind it; 0 for none
  bool operator==(const Window&) const = default;
};

struct Stack {
  std::vector<Window> windows;  ///< one a convolution
  bool proven = false;          ///< what comes out of it is what was wanted
  bool average = false;         ///< an average_pool over the whole map ends it
  bool usual = false;           ///< max_pool 2 in a pattern that has a name, or no pooling
  std::string words;            ///< "max_pool 2 after every convolution, padding 0"
};

/// What a stack is told: its convolutions, how many functions without weights stand between each
/// and the next (empty where names do not say), and what must come out.
struct Wanted {
  std::vector<Layer> convolutions;
  std::vector<std::optional<std::int64_t>> room;  ///< one a convolution
  check::Pair extent{0, 0};                       ///< rows and columns that go in
  std::optional<std::int64_t> numbers;            ///< that the linear layer behind it takes
};

/// The stacks that fit, the most usual first; at most kMostStacks.
[[nodiscard]] std::vector<Stack> stacks(const Wanted& wanted);
/// Where nothing must come out: pools where names leave room for them, and nothing else.
[[nodiscard]] Stack plain_stack(const Wanted& wanted);
inline constexpr std::size_t kMostStacks = 16;

/// Rows and columns behind a window; nothing where it does not fit on the map.
[[nodiscard]] std::optional<check::Pair> slide(check::Pair extent, const Layer& convolution,
                                               const Window& window);

}  // namespace hyp::propose
