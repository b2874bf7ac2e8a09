// SPDX-License-Identifier: MIT
// Questions about single examples under a claim. Private to runtime/embed.
#pragma once

#include "runtime/embed/session.hpp"

namespace hyp::embed {

/// See Session::why. Errors: those of choose_test and of running a test; an example that is not
/// there.
[[nodiscard]] diag::Outcome<report::Why> why(const check::Program& program, std::int64_t example,
                                             const AskOptions& asked, const std::string& file,
                                             source::Loader& loader, Listener& listener);

/// See Session::worst. Examples that were kept equally often: those come first of whose answer the
/// network is surest.
[[nodiscard]] diag::Outcome<report::Worst> worst(const check::Program& program, std::int64_t count,
                                                 const AskOptions& asked, const std::string& file,
                                                 source::Loader& loader, Listener& listener);

}  // namespace hyp::embed
