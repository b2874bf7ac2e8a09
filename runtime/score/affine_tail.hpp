// SPDX-License-Identifier: MIT
// The part of a network that computes nothing but sums of its inputs with fixed weights: there a
// replaced part shifts the outputs by a number of its own, whatever else is replaced.
#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <vector>

#include "runtime/model/network.hpp"

namespace hyp::score {

/// value(to) = bias + sum over the sources of weights * value(source), in binary64; sites are
/// flattened row-major.
struct AffineTail {
  struct Source {
    check::SiteId site;
    std::int64_t width = 0;
    std::vector<double> weights;  ///< [outputs, width]
  };
  std::int64_t outputs = 0;
  std::vector<Source> sources;  ///< sorted by site
  std::vector<double> bias;     ///< [outputs]
};

/// The site `to` as a function of the sites `cut` and of whatever reaches it around them; what lies
/// around is cut as late as possible. Empty where an operation on the way from a cut to `to` is not
/// affine, or one cut feeds another; `obstacle` is then the first such site, seen from `to`.
[[nodiscard]] std::optional<AffineTail> affine_tail(const model::Network& network,
                                                    const std::set<check::SiteId>& cut,
                                                    check::SiteId to,
                                                    check::SiteId* obstacle = nullptr);

}  // namespace hyp::score
