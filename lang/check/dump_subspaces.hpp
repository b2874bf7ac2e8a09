// SPDX-License-Identifier: MIT
// What a subspace is along, in the words of the file. Private to lang/check.
#pragma once

#include <functional>
#include <string>

#include "lang/check/program.hpp"

namespace hyp::check {

/// "net.neurons along mean(in one) - mean(in neither) on images"; `text` writes an expression.
[[nodiscard]] std::string subspace_text(const Program& program, const Subspace& subspace,
                                        const std::function<std::string(ExprId)>& text);

}  // namespace hyp::check
