// SPDX-License-Identifier: MIT
// Two claims compared by the swaps that they allow. Private to runtime/embed.
#pragma once

#include "runtime/embed/session.hpp"

namespace hyp::embed {

struct DiffSide {
  const check::Program& program;
  const AskOptions& asked;
  const std::string& file;
};

/// See Session::diff.
[[nodiscard]] diag::Outcome<report::Difference> diff(const DiffSide& first, const DiffSide& second,
                                                     source::Loader& loader, Listener& listener);

}  // namespace hyp::embed
