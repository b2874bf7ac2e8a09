// SPDX-License-Identifier: MIT
// What `hyp doctor` looks at.
#pragma once

#include "runtime/embed/file_loader.hpp"
#include "runtime/report/examination.hpp"

namespace hyp::embed {

/// Looks at LibTorch, its speed, processors, the folders that are searched, and the public data in
/// them. Takes a second or two. `threads` as of exec::Options.
[[nodiscard]] report::Examination examine(const SearchPath& search, int threads);

}  // namespace hyp::embed
