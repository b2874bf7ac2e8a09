// SPDX-License-Identifier: MIT
// Which spaces stand between the tokens of a line, and behind which of them it may be broken.
#pragma once

#include <vector>

#include "lang/format/document.hpp"

namespace hyp::format {

/// A token as the tree has it: its kind, and that of the node around it.
struct Before {
  syntax::NodeKind kind = syntax::NodeKind::blank;
  syntax::NodeKind around = syntax::NodeKind::file;
};

/// Sets gap, break and pin of `token`, which follows `tokens`; the last of them that is no comment
/// is `before` in the tree.
void set_spacing(Token& token, syntax::NodeKind kind, syntax::NodeKind around,
                 const std::vector<Token>& tokens, Before before);

}  // namespace hyp::format
