// SPDX-License-Identifier: MIT
#include "runtime/exec/answers.hpp"

#include <algorithm>
#include <cmath>

namespace hyp::exec {

double answer(const plan::Scrub& scrub, std::span<const double> logits) {
  if (scrub.answer_element) return logits[static_cast<std::size_t>(*scrub.answer_element)];
  if (logits.size() == 2) return logits[1] > logits[0] ? 1 : 0;
  return static_cast<double>(std::max_element(logits.begin(), logits.end()) - logits.begin());
}

namespace {

std::vector<std::uint8_t> compare(const plan::Scrub& scrub, std::span<const double> logits,
                                  std::int64_t classes, const std::vector<double>& predicted) {
  const auto width = static_cast<std::size_t>(classes);
  std::vector<std::uint8_t> out;
  out.reserve(predicted.size());
  for (std::size_t i = 0; i < predicted.size(); ++i) {
    out.push_back(answer(scrub, logits.subspan(i * width, width)) == predicted[i] ? 1 : 0);
  }
  return out;
}

}  // namespace

Obedience obeyed(const plan::Scrub& scrub, std::int64_t first, std::span<const double> logits,
                 std::int64_t classes, const std::vector<std::span<const plan::RowId>>& donors) {
  if (!scrub.prediction) return {};
  plan::NodeDonorRows rows;
  // The baseline's donor has nothing to do with the reference, whose own values predict.
  const bool own = scrub.variant == plan::Variant::baseline;
  for (const auto& replaced : scrub.tree.visits.front().replaced) {
    if (!own) rows.emplace(replaced.node, donors[replaced.draw]);
  }
  const auto count = static_cast<std::int64_t>(logits.size()) / classes;
  const auto predicted = scrub.prediction->predict(first, count, rows);
  Obedience all{compare(scrub, logits, classes, predicted), {}};
  const bool are_classes = std::all_of(predicted.begin(), predicted.end(), [&](double value) {
    return value == std::floor(value) && value >= 0 && value < static_cast<double>(classes);
  });
  if (are_classes) all.predicted.assign(predicted.begin(), predicted.end());
  return all;
}

Obedience obeyed_known(const plan::Scrub& scrub, std::span<const double> logits,
                       std::int64_t classes, std::span<const std::uint32_t> predicted) {
  const auto width = static_cast<std::size_t>(classes);
  Obedience all;
  all.predicted.assign(predicted.begin(), predicted.end());
  all.obeyed.resize(predicted.size());
  for (std::size_t i = 0; i < predicted.size(); ++i) {
    all.obeyed[i] = answer(scrub, logits.subspan(i * width, width)) == predicted[i] ? 1 : 0;
  }
  return all;
}

std::vector<std::uint8_t> obeyed_clean(const plan::Scrub& scrub, const model::Activations& logits) {
  if (!scrub.prediction) return {};
  const std::vector<double> values(logits.values.begin(), logits.values.end());
  return compare(scrub, values, logits.width, scrub.prediction->predict(0, logits.rows, {}));
}

}  // namespace hyp::exec
