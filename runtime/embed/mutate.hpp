// SPDX-License-Identifier: MIT
// Runs the mutants of a file's claims. Private to runtime/embed.
#pragma once

#include "runtime/embed/session.hpp"

namespace hyp::embed {

report::Mutation mutate(const check::Program& program, const MutateOptions& options,
                        const std::string& file, source::Loader& loader, Listener& listener);

}  // namespace hyp::embed
