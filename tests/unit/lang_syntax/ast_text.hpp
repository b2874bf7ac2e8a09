// SPDX-License-Identifier: MIT
// Expressions as text with every bracket, so that tests can say what belongs to what.
#pragma once

#include <string>

#include "lang/syntax/ast.hpp"

/// `(a + (b * 2))`, `f(x, out: 3, in y)`, `a[1..3]`, `(not a)`; null is `-`.
[[nodiscard]] std::string ast_text(const hyp::syntax::ExprPtr& expr);
/// `a union b except (c union d)`, with `where`, `on` and positions.
[[nodiscard]] std::string ast_text(const hyp::syntax::Set& set);
