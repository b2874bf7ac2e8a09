// SPDX-License-Identifier: MIT
// Which network runs on which data: what must fit together before anything is computed.
#pragma once

#include <map>
#include <utility>

#include "lang/check/program.hpp"

namespace hyp::check {

/// Each with the statement that first asks for it.
using Runs = std::map<std::pair<ModelId, DataId>, source::Span>;

/// On its data, and on those that a `where ... on` of its groups names.
void add_runs(const Program& program, const Experiment& experiment, Runs& runs);

/// On its references, on every data set that donors come from, and on those that groups and
/// subspaces name.
void add_runs(const Program& program, const Test& test, Runs& runs);

}  // namespace hyp::check
