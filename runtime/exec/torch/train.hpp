// SPDX-License-Identifier: MIT
// Gradient descent on LibTorch: the plugin's half of exec::train.
#pragma once

#include "runtime/exec/train.hpp"

namespace hyp::exec {

/// As exec::train, without `result` and `backend`.
[[nodiscard]] diag::Outcome<Trained> train_with_torch(const TrainTask& task, const Options& options,
                                                      TrainListener& listener);

/// How many threads are meant: as many as the machine has processors for 0.
[[nodiscard]] int threads_of(const Options& options);

}  // namespace hyp::exec
