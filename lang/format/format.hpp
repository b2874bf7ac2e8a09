// SPDX-License-Identifier: MIT
// The one layout of .hyp files (docs/language.md, "Layout"). It works on the tokens of the lossless
// tree, so that nothing but white space and redundant `;` can change.
#pragma once

#include <string>

#include "lang/source/source_map.hpp"
#include "lang/syntax/ast.hpp"

namespace hyp::format {

/// The text of `file` in that layout. The file must have parsed without errors: what was not
/// understood cannot be laid out.
[[nodiscard]] std::string format(const syntax::File& file, const source::SourceMap& sources);

}  // namespace hyp::format
