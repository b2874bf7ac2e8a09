// SPDX-License-Identifier: MIT
// The reference of a file that others import, made of its `///` comments: `hyp doc`.
#pragma once

#include <string>
#include <string_view>

#include "lang/source/source_map.hpp"
#include "lang/syntax/ast.hpp"

namespace hyp::document {

/// Markdown: a section of the file under the name by which it is imported, its opening comment,
/// then each statement that other files can use, as it is written and as its `///` comment explains
/// it. Tests, trainings and imports are left out.
[[nodiscard]] std::string document(const syntax::File& file, std::string_view import_name,
                                   const source::SourceMap& sources);

}  // namespace hyp::document
