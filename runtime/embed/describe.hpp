// SPDX-License-Identifier: MIT
// What networks and files of weights are made of: `hyp model`.
#pragma once

#include <string>
#include <vector>

#include "lang/check/program.hpp"
#include "lang/source/loader.hpp"
#include "runtime/report/model_report.hpp"

namespace hyp::embed {

/// Every tensor of a file on the command line.
[[nodiscard]] diag::Outcome<model::Inventory> describe_file(const std::string& path,
                                                            source::Loader& loader);

/// Every network of a checked program. A weights file that cannot be read is an error beside what
/// the equations say.
[[nodiscard]] diag::Outcome<std::vector<report::NetworkFacts>> describe_networks(
    const check::Program& program, source::Loader& loader, const std::string& referrer);

}  // namespace hyp::embed
