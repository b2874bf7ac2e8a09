// SPDX-License-Identifier: MIT
#include <algorithm>
#include <numeric>

#include "runtime/exec/execute.hpp"
#include "runtime/score/statistic.hpp"

namespace hyp::exec {

diag::Outcome<std::vector<float>> statistic(const plan::StatisticQuery& query,
                                            const Machines& machines,
                                            const score::Captured& captured, Listener& listener) {
  if (const auto* known = captured.find(query.model, query.data, query.site)) {
    return score::statistic(*known, query.elements, query.kind, query.in);
  }
  const auto* data = machines.datasets.at(query.data);
  score::StatisticFold fold(query.elements, query.kind);
  for (std::int64_t first = 0; first < data->rows; first += score::kBlockRows) {
    Forward forward;
    forward.data = data;
    forward.rows.resize(static_cast<std::size_t>(std::min(score::kBlockRows, data->rows - first)));
    std::iota(forward.rows.begin(), forward.rows.end(), static_cast<std::uint32_t>(first));
    forward.read = {query.site};
    auto values = machines.executors.at(query.model)->forward(forward, listener);
    if (!values) return std::move(values.diagnostics);
    fold.add_block(values->front(), query.in ? query.in->data() + first : nullptr);
  }
  return fold.finish();
}

}  // namespace hyp::exec
