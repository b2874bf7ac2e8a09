// SPDX-License-Identifier: MIT
// A network and a data set by their content: what makes two of them the same. Private to
// runtime/embed.
#pragma once

#include <string>

#include "runtime/model/network.hpp"

namespace hyp::embed {

/// Its equations, whatever the network is called.
[[nodiscard]] std::string equations_of(const model::Network& network);
/// The same for networks that compute the same: equations, weights and given activations.
[[nodiscard]] std::string fingerprint(const model::Network& network);
/// The same for data sets with the same inputs; columns do not count.
[[nodiscard]] std::string fingerprint(const model::Dataset& data);

}  // namespace hyp::embed
