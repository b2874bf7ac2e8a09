// SPDX-License-Identifier: MIT
// Syntax to a typed program: the entry of this floor.
#pragma once

#include <memory>

#include "lang/check/program.hpp"
#include "lang/diag/outcome.hpp"
#include "lang/source/loader.hpp"
#include "lang/source/source_map.hpp"
#include "lang/syntax/ast.hpp"

namespace hyp::check {

/// Checks a parsed file and whatever it imports (read through `loader`, added to `sources`).
/// Reports as many errors as it can; an error in one declaration never causes errors in those that
/// use it.
[[nodiscard]] diag::Outcome<Program> check(std::shared_ptr<const syntax::File> file,
                                           source::SourceMap& sources, source::Loader& loader);

}  // namespace hyp::check
