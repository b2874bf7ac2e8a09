// SPDX-License-Identifier: MIT
// One batch of a pass: runs the steps in order and lets go of each value after its last reader.
#pragma once

#include <functional>
#include <vector>

#include "runtime/exec/batches.hpp"
#include "runtime/exec/demand.hpp"
#include "runtime/exec/torch/operations.hpp"

namespace hyp::exec {

/// What all batches of one pass share.
struct Pass {
  const check::Model& model;
  const Weights& weights;
  const Forward& forward;
  const std::vector<Step>& steps;
  std::int64_t batch;  ///< rows of every tensor

  /// The data row of a pass row.
  [[nodiscard]] std::int64_t data_row(std::int64_t pass_row) const {
    return forward.rows.empty() ? pass_row : forward.rows[pass_row];
  }
};

/// Called with each site's value [batch, shape...], contiguous, as soon as it is there. Rows past
/// the end of the range repeat its last row.
using Take = std::function<void(SiteId, const at::Tensor&)>;

/// Throws what LibTorch throws.
void evaluate(const Pass& pass, RowRange rows, const Take& take);

}  // namespace hyp::exec
