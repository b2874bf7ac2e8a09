// SPDX-License-Identifier: MIT
// How far a statement that was not understood reaches.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "lang/syntax/state.hpp"

namespace hyp::syntax {

struct Broken {
  std::uint32_t node_end;  ///< of the error node: after its last token
  std::uint32_t end;       ///< where parsing goes on
};

/// Skips the statement that begins at `begin` and failed at `state.failed_at`: to its line's end,
/// brackets whole. Where its brackets do not close, parsing goes on at the next line that begins
/// at or after the failure. Always moves on.
[[nodiscard]] Broken skip_broken(const State& state, std::uint32_t begin);

/// Whether a statement of the file surely begins at `offset`: one of its words, first on its line,
/// then a name. In an expression two names never follow each other so.
[[nodiscard]] bool begins_file_statement(std::string_view text, std::size_t offset);

}  // namespace hyp::syntax
