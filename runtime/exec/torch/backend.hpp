// SPDX-License-Identifier: MIT
// Which LibTorch is live in this process, for provenance.
#pragma once

#include "runtime/exec/executor.hpp"

namespace hyp::exec {

[[nodiscard]] Backend describe_backend(int threads, std::int64_t batch);

}  // namespace hyp::exec
