// SPDX-License-Identifier: MIT
// The error for an array that a file turns out not to hold.
#pragma once

#include <string>
#include <vector>

#include "runtime/model/readers.hpp"

namespace hyp::model {

/// "`acts.npz` holds no array `neuron`", with the arrays that it holds and the nearest of them.
[[nodiscard]] diag::Diagnostic no_array(const Asked& asked, const std::string& name,
                                        const std::vector<std::string>& names);

}  // namespace hyp::model
