// SPDX-License-Identifier: MIT
// Weights as a file that hyp and everything else reads.
#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "runtime/model/network.hpp"

namespace hyp::model {

/// A safetensors file of float32 tensors in the order of their names, with texts as its
/// `__metadata__`. The same arguments give the same bytes; the numbers begin at a multiple of 8.
[[nodiscard]] std::string write_safetensors(
    const std::map<std::string, Weight>& tensors,
    const std::vector<std::pair<std::string, std::string>>& metadata);

}  // namespace hyp::model
