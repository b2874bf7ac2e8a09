// SPDX-License-Identifier: MIT
// Whether the data that was read fits the networks and the expressions that speak about it.
#pragma once

#include <map>
#include <vector>

#include "lang/diag/diagnostic.hpp"
#include "runtime/bind/needs.hpp"
#include "runtime/model/dataset.hpp"

namespace hyp::bind {

/// Everything that does not fit. Data sets that could not be loaded are left out of `datasets` and
/// taken to fit.
[[nodiscard]] std::vector<diag::Diagnostic> misfits(
    const check::Program& program, const Needs& needs,
    const std::map<check::DataId, model::Dataset>& datasets);

}  // namespace hyp::bind
