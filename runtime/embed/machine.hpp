// SPDX-License-Identifier: MIT
// How LibTorch does on this machine, measured on the way that networks take.
#pragma once

#include "lang/diag/outcome.hpp"
#include "runtime/exec/executor.hpp"

namespace hyp::embed {

struct Machine {
  exec::Backend backend;
  double start_seconds = 0;  ///< to load LibTorch
  double gflops = 0;         ///< of a linear layer 512 -> 512, one thread
  double gflops_all = 0;     ///< the same with `backend.threads` threads
};

/// Takes a second or two. `threads` as of exec::Options.
[[nodiscard]] diag::Outcome<Machine> measure_machine(int threads);

}  // namespace hyp::embed
