// SPDX-License-Identifier: MIT
// The one list of words that the language keeps for itself, and of those that begin a statement.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace hyp::syntax {

/// Words that cannot be names: those that join what stands left and right of them, where a missing
/// operand would otherwise swallow the word. All others (`data`, `row`, `mean`, ...) may be names.
[[nodiscard]] bool is_reserved(std::string_view word);

/// Words that begin a statement of a file, in the order of the manual.
[[nodiscard]] const std::vector<std::string>& statement_words();
[[nodiscard]] bool begins_statement(std::string_view word);

}  // namespace hyp::syntax
