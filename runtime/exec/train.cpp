// SPDX-License-Identifier: MIT
#include "runtime/exec/train.hpp"

#include <algorithm>
#include <cmath>
#include <optional>

#include "runtime/exec/plugin.hpp"

namespace hyp::exec {
namespace {

Learned score(const Activations& logits, const std::vector<std::int64_t>& labels) {
  Learned sum;
  for (std::int64_t row = 0; row < logits.rows; ++row) {
    const float* begin = logits.row(row);
    const float* end = begin + logits.width;
    const float* largest = std::max_element(begin, end);
    double total = 0;
    for (const float* z = begin; z != end; ++z) total += std::exp(double{*z} - double{*largest});
    const auto label = labels[static_cast<std::size_t>(row)];
    sum.loss += std::log(total) + double{*largest} - double{begin[label]};
    sum.accuracy += largest - begin == label ? 1 : 0;
  }
  const auto rows = static_cast<double>(logits.rows);
  return {sum.loss / rows, sum.accuracy / rows};
}

// Batches of one row, normalised over what has no second value in a row.
std::optional<diag::Diagnostic> one_value_normalised(const TrainTask& task) {
  if (std::min(task.batch, task.data->rows) > 1) return std::nullopt;
  for (const auto& site : task.model->sites) {
    if (!std::holds_alternative<check::BatchNorm>(site.operation)) continue;
    if (check::elements(site.shape) > site.shape[0]) continue;
    diag::Facts facts{{"model", task.model->name}, {"batch", std::int64_t{1}}};
    if (task.data->rows > 1) facts.emplace_back("suggestion", std::int64_t{2});
    return diag::Diagnostic(diag::Code::one_value_normalised, site.span, std::move(facts));
  }
  return std::nullopt;
}

}  // namespace

diag::Outcome<Trained> train(const TrainTask& task, const Options& options,
                             TrainListener& listener) {
  if (auto refused = one_value_normalised(task)) return std::move(*refused);
  const auto plugin = find_plugin(task.model->span);
  if (!plugin) return plugin.diagnostics;
  auto trained = (*plugin)->train(task, options, listener);
  if (!trained) return trained;
  // As it will be run: what is reported of the result is what `hyp run` finds.
  const model::Network network{*task.model, trained->weights, {}, {}};
  const auto executor = (*plugin)->open(network, options);
  if (!executor) return executor.diagnostics;
  Forward forward;
  forward.data = task.data;
  forward.read = {task.model->logits};
  const auto logits = (*executor)->forward(forward, listener);
  if (!logits) return logits.diagnostics;
  trained->result = score((*logits)[0], task.labels);
  trained->backend = (*executor)->backend();
  return trained;
}

}  // namespace hyp::exec
