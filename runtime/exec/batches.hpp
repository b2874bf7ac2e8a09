// SPDX-License-Identifier: MIT
// Spreads the batches of one pass over threads, and keeps the listener on the caller's thread.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string_view>

#include "lang/diag/diagnostic.hpp"
#include "runtime/exec/executor.hpp"

namespace hyp::exec {

/// Rows [begin, end) of a pass.
struct RowRange {
  std::int64_t begin = 0;
  std::int64_t end = 0;
};

/// Computes one batch; called from several threads at once, must not throw.
using BatchWork = std::function<std::optional<diag::Diagnostic>(RowRange)>;

/// How a pass is cut and spread.
struct Spread {
  std::int64_t rows = 0;
  std::int64_t batch = 1;
  int threads = 1;
};

/// The error of the earliest failing batch (whatever the threads do), or `interrupted` when the
/// listener asked to stop before the last batch was done; nothing when all went well.
[[nodiscard]] std::optional<diag::Diagnostic> run_batches(const Spread& spread,
                                                          const BatchWork& work,
                                                          std::string_view stage,
                                                          Listener& listener);

}  // namespace hyp::exec
