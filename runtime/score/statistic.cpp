// SPDX-License-Identifier: MIT
#include <cassert>
#include <limits>

#include "runtime/score/blocks.hpp"
#include "runtime/score/table.hpp"

namespace hyp::score {
namespace {

std::vector<float> means(const model::Activations& activations,
                         const std::vector<std::int64_t>& elements, const Membership* in) {
  std::int64_t count = 0;
  const auto sums = block_sums(activations.rows, elements.size(), [&](std::int64_t r, double* sum) {
    if (in && !(*in)[static_cast<std::size_t>(r)]) return;
    ++count;
    const float* row = activations.row(r);
    for (std::size_t i = 0; i < elements.size(); ++i) sum[i] += row[elements[i]];
  });
  std::vector<float> out;
  for (const double sum : sums) out.push_back(static_cast<float>(sum / static_cast<double>(count)));
  return out;
}

template <typename Better>
std::vector<float> extremes(const model::Activations& activations,
                            const std::vector<std::int64_t>& elements, const Membership* in,
                            Better better) {
  std::vector<float> best(elements.size(), std::numeric_limits<float>::quiet_NaN());
  bool any = false;
  for (std::int64_t r = 0; r < activations.rows; ++r) {
    if (in && !(*in)[static_cast<std::size_t>(r)]) continue;
    const float* row = activations.row(r);
    for (std::size_t i = 0; i < elements.size(); ++i) {
      if (!any || better(row[elements[i]], best[i])) best[i] = row[elements[i]];
    }
    any = true;
  }
  return best;
}

}  // namespace

std::vector<float> statistic(const model::Activations& activations,
                             const std::vector<std::int64_t>& elements, Statistic kind,
                             const Membership* in) {
  assert(!in || static_cast<std::int64_t>(in->size()) == activations.rows);
  switch (kind) {
    case Statistic::min:
      return extremes(activations, elements, in, [](float x, float y) { return x < y; });
    case Statistic::max:
      return extremes(activations, elements, in, [](float x, float y) { return x > y; });
    case Statistic::mean:
      break;
  }
  return means(activations, elements, in);
}

}  // namespace hyp::score
