// SPDX-License-Identifier: MIT
// From a file of captured activations to the values of a site.
#pragma once

#include "runtime/model/network.hpp"

namespace hyp::model {

/// Reads the array of a given site, [rows, shape...], as float32. Errors: no such array, another
/// shape, a NaN or infinity. Numbers that float32 cannot hold are rounded, with one warning.
[[nodiscard]] diag::Outcome<GivenValues> load_given(const check::Site& site, source::Loader& loader,
                                                    const std::string& referrer);

}  // namespace hyp::model
