// SPDX-License-Identifier: MIT
// Short names for the user's own expressions, so that an error about one can quote it.
#pragma once

#include <string>

#include "lang/syntax/ast.hpp"

namespace hyp::check::equations {

/// The expression as written, shortened to one glance: `max_pool(relu(...), ...)`.
[[nodiscard]] std::string brief(const syntax::Expr& expr);

/// What an error says it saw: "the number 1.5", "a list of 2", "the text `fc2`", "`a < b`".
[[nodiscard]] std::string seen(const syntax::Expr& expr);

}  // namespace hyp::check::equations
