// SPDX-License-Identifier: MIT
// The errors for a column, or an input, that a data set turns out not to have.
#pragma once

#include <string>

#include "lang/diag/diagnostic.hpp"
#include "runtime/model/dataset.hpp"

namespace hyp::score {

/// "`images` has no column `lable`", with the columns that it has.
[[nodiscard]] diag::Diagnostic no_such_column(source::Span span, const model::Dataset& data,
                                              const std::string& column);

/// "`acts` has no input", with the arrays that its file holds.
[[nodiscard]] diag::Diagnostic no_such_input(source::Span span, const model::Dataset& data);

}  // namespace hyp::score
