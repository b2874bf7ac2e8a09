// SPDX-License-Identifier: MIT
// The error for a column that a data set turns out not to have.
#pragma once

#include <string>

#include "lang/diag/diagnostic.hpp"
#include "runtime/model/dataset.hpp"

namespace hyp::score {

/// "`images` has no column `lable`", with the columns that it has.
[[nodiscard]] diag::Diagnostic no_such_column(source::Span span, const model::Dataset& data,
                                              const std::string& column);

}  // namespace hyp::score
