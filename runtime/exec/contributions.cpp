// SPDX-License-Identifier: MIT
#include "runtime/exec/contributions.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace hyp::exec {
namespace {

constexpr std::int64_t kRowsAtOnce = 8;

}  // namespace

std::optional<std::set<check::SiteId>> cut_of(const plan::Scrub& scrub) {
  std::set<check::SiteId> cut;
  for (const auto& replaced : scrub.tree.visits.front().replaced) {
    if (replaced.visit) return std::nullopt;
    for (const auto& place : replaced.places) cut.insert(place.site);
  }
  return cut;
}

diag::Outcome<std::shared_ptr<Contributions>> Contributions::open(
    const plan::Scrub& scrub, const std::set<check::SiteId>& cut, const Machines& machines,
    const score::Captured& captured, Listener& listener) {
  auto tail = score::affine_tail(*machines.networks.at(scrub.model), cut, scrub.logits);
  if (!tail) return std::shared_ptr<Contributions>();
  auto made = std::make_shared<Contributions>();
  made->tail_ = std::move(*tail);
  made->pool_ = scrub.pool;
  for (const auto& source : made->tail_.sources) {
    auto& by_data = made->activations_.emplace_back();
    for (const auto data : scrub.pool->datasets()) {
      const auto* known = captured.find(scrub.model, data, source.site);
      if (!known) {
        Forward forward;
        forward.data = machines.datasets.at(data);
        forward.read = {source.site};
        auto values = machines.executors.at(scrub.model)->forward(forward, listener);
        if (!values) return std::move(values.diagnostics);
        made->own_.push_back(std::make_unique<model::Activations>(std::move(values->front())));
        known = made->own_.back().get();
      }
      by_data.push_back(known);
    }
  }
  return made;
}

// What was not asked for the longest goes first.
void Contributions::make_room() {
  const std::int64_t each =
      pool_->size() * tail_.outputs * static_cast<std::int64_t>(sizeof(double));
  while (std::ssize(known_) > 1 && std::ssize(known_) * each > kKeptBytes) {
    known_.erase(std::min_element(known_.begin(), known_.end(), [](const auto& a, const auto& b) {
      return a.second.used < b.second.used;
    }));
  }
}

std::vector<Contributions::Weights> Contributions::shared_out(
    const std::vector<plan::Replaced>& replaced) const {
  Weights left;
  for (const auto& source : tail_.sources) left.push_back(source.weights);
  std::vector<Weights> all(replaced.size() + 1);
  // The last to be written is seen whole; what it leaves is seen of those before it.
  for (std::size_t i = replaced.size(); i-- > 0;) all[i + 1] = take(left, replaced[i].places);
  all[0] = std::move(left);
  return all;
}

std::vector<const Contribution*> Contributions::of(const std::vector<plan::Replaced>& replaced) {
  make_room();
  ++calls_;
  std::vector<const Contribution*> all;
  for (auto& weights : shared_out(replaced)) all.push_back(of(std::move(weights), all.empty()));
  return all;
}

std::vector<std::vector<double>> Contributions::of_row(const std::vector<plan::Replaced>& replaced,
                                                       plan::RowId row) const {
  const auto data = pool_->data_of(row);
  const auto& known = pool_->datasets();
  const auto d =
      static_cast<std::size_t>(std::find(known.begin(), known.end(), data) - known.begin());
  std::vector<std::vector<double>> all;
  for (const auto& weights : shared_out(replaced)) {
    std::vector<double> values;
    add_row(weights, seen_by(weights), all.empty(), d, row - pool_->first(data), values);
    all.push_back(std::move(values));
  }
  return all;
}

// What the logits see of these places: removed from `left`, and returned.
Contributions::Weights Contributions::take(Weights& left,
                                           const std::vector<plan::Place>& places) const {
  Weights taken;
  for (const auto& weights : left) taken.emplace_back(weights.size(), 0.0);
  for (auto place = places.rbegin(); place != places.rend(); ++place) {
    for (std::size_t s = 0; s < tail_.sources.size(); ++s) {
      const std::int64_t width = tail_.sources[s].width;
      if (tail_.sources[s].site != place->site) continue;
      for (std::int64_t k = 0; k < tail_.outputs; ++k) {
        double* from = left[s].data() + k * width;
        double* to = taken[s].data() + k * width;
        for (const auto element : place->elements) {
          to[element] += from[element];
          from[element] = 0;
        }
        if (!place->along) continue;
        const score::Basis& basis = *place->along;
        const std::vector<double> before(from, from + width);
        for (std::int64_t axis = 0; axis < basis.dimension; ++axis) {
          const double* q = basis.rows.data() + axis * width;
          double along = 0;
          for (std::int64_t e = 0; e < width; ++e)
            along += before[static_cast<std::size_t>(e)] * q[e];
          for (std::int64_t e = 0; e < width; ++e) {
            to[e] += along * q[e];
            from[e] -= along * q[e];
          }
        }
      }
    }
  }
  return taken;
}

const Contribution* Contributions::of(Weights weights, bool with_bias) {
  const auto [known, added] = known_.try_emplace({with_bias, std::move(weights)});
  if (added) known->second.contribution = sum(known->first.second, with_bias);
  known->second.used = calls_;
  return &known->second.contribution;
}

Contributions::Seen Contributions::seen_by(const Weights& weights) const {
  Seen seen(tail_.sources.size());
  for (std::size_t s = 0; s < tail_.sources.size(); ++s) {
    const std::int64_t width = tail_.sources[s].width;
    for (std::int64_t e = 0; e < width; ++e) {
      bool some = false;
      for (std::int64_t k = 0; k < tail_.outputs; ++k) {
        some = some || weights[s][static_cast<std::size_t>(k * width + e)] != 0;
      }
      if (some) seen[s].push_back(e);
    }
  }
  return seen;
}

// In binary64, elements in rising order, sources in the order of the network.
void Contributions::add_row(const Weights& weights, const Seen& seen, bool with_bias,
                            std::size_t data, std::int64_t row, std::vector<double>& to) const {
  for (std::int64_t k = 0; k < tail_.outputs; ++k) {
    double total = with_bias ? tail_.bias[static_cast<std::size_t>(k)] : 0;
    for (std::size_t s = 0; s < tail_.sources.size(); ++s) {
      const double* of_class = weights[s].data() + k * tail_.sources[s].width;
      const float* values = activations_[s][data]->row(row);
      for (const auto element : seen[s]) total += of_class[element] * values[element];
    }
    to.push_back(total);
  }
}

// The same sums as those of `add_row`, to the bit; several rows at a time, as one sum waits for
// each of its additions.
Contribution Contributions::sum(const Weights& weights, bool with_bias) const {
  Contribution made;
  made.classes = tail_.outputs;
  made.values.resize(static_cast<std::size_t>(pool_->size() * tail_.outputs));
  std::int64_t before = 0;  // rows of the data sets that are done
  const Seen seen = seen_by(weights);
  for (std::size_t d = 0; d < pool_->datasets().size(); ++d) {
    const std::int64_t rows = pool_->rows(pool_->datasets()[d]);
    for (std::int64_t first = 0; first < rows; first += kRowsAtOnce) {
      const std::int64_t count = std::min(kRowsAtOnce, rows - first);
      std::array<const float*, kRowsAtOnce> at{};
      for (std::int64_t k = 0; k < made.classes; ++k) {
        std::array<double, kRowsAtOnce> totals;
        totals.fill(with_bias ? tail_.bias[static_cast<std::size_t>(k)] : 0);
        for (std::size_t s = 0; s < tail_.sources.size(); ++s) {
          const double* of_class = weights[s].data() + k * tail_.sources[s].width;
          for (std::int64_t i = 0; i < kRowsAtOnce; ++i) {
            at[static_cast<std::size_t>(i)] =
                activations_[s][d]->row(first + std::min(i, count - 1));
          }
          for (const auto element : seen[s]) {
            const double weight = of_class[element];
            for (std::size_t i = 0; i < totals.size(); ++i) totals[i] += weight * at[i][element];
          }
        }
        for (std::int64_t i = 0; i < count; ++i) {
          made.values[static_cast<std::size_t>((before + first + i) * made.classes + k)] =
              totals[static_cast<std::size_t>(i)];
        }
      }
    }
    before += rows;
  }
  // What cancels but for rounding (the rest of a site beside a subspace of it) brings nothing.
  double largest = 0;
  for (const double value : made.values) largest = std::max(largest, std::abs(value));
  for (std::size_t i = 0; i < made.values.size() && made.constant; ++i) {
    const double first = made.values[i % static_cast<std::size_t>(made.classes)];
    made.constant = std::abs(made.values[i] - first) <= 1e-12 * largest;
  }
  return made;
}

}  // namespace hyp::exec
