// SPDX-License-Identifier: MIT
// Whether a file is text at all: UTF-8 without control characters.
#pragma once

#include "lang/syntax/state.hpp"

namespace hyp::syntax {

/// Records an error for each place that is not text, a run of bad bytes as one. False when there
/// are so many that reading on would say nothing: the file is something else.
bool check_encoding(State& state);

}  // namespace hyp::syntax
