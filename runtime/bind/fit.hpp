// SPDX-License-Identifier: MIT
// Whether the data that was read fits the networks and the expressions that speak about it.
#pragma once

#include <map>
#include <vector>

#include "lang/diag/diagnostic.hpp"
#include "runtime/bind/needs.hpp"
#include "runtime/model/dataset.hpp"
#include "runtime/model/network.hpp"

namespace hyp::bind {

/// Everything that does not fit. What could not be loaded is left out of `datasets` and
/// `networks` and taken to fit.
[[nodiscard]] std::vector<diag::Diagnostic> misfits(
    const check::Program& program, const Needs& needs,
    const std::map<check::DataId, model::Dataset>& datasets,
    const std::map<check::ModelId, model::Network>& networks);

}  // namespace hyp::bind
