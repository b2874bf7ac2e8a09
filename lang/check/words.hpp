// SPDX-License-Identifier: MIT
// Parts of a program in the words of a file, where more is known or less is shown than
// lang/check/program.hpp asks for.
#pragma once

#include <string>

#include "lang/check/program.hpp"

namespace hyp::check {

/// An expression with brackets only where they are needed: "likeness > -7762". Nodes have the names
/// that `hypothesis` gives them; without it they are numbered.
[[nodiscard]] std::string to_text(const Program& program, ExprId expr,
                                  const Hypothesis* hypothesis);

/// One rule: "within 1% of likeness in one, excluding itself".
[[nodiscard]] std::string to_text(const Program& program, const Rule& rule);

}  // namespace hyp::check
