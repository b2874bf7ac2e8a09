// SPDX-License-Identifier: MIT
// Text to syntax: the entry of this floor.
#pragma once

#include "lang/diag/outcome.hpp"
#include "lang/source/source_map.hpp"
#include "lang/syntax/ast.hpp"

namespace hyp::syntax {

/// Parses one file. The value is always there: statements with errors are error nodes of the tree
/// and missing from the statements. Several errors are reported, at most one per statement line.
[[nodiscard]] diag::Outcome<File> parse(const source::SourceMap& sources, source::FileId file);

}  // namespace hyp::syntax
