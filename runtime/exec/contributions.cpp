// SPDX-License-Identifier: MIT
#include "runtime/exec/contributions.hpp"

#include <algorithm>
#include <set>

namespace hyp::exec {
namespace {

using check::SiteId;

}  // namespace

diag::Outcome<std::shared_ptr<Contributions>> Contributions::open(const plan::Scrub& scrub,
                                                                  const Machines& machines,
                                                                  const score::Captured& captured,
                                                                  Listener& listener) {
  std::set<SiteId> cut;
  for (const auto& replaced : scrub.tree.visits.front().replaced) {
    if (replaced.visit) return std::shared_ptr<Contributions>();
    for (const auto& place : replaced.places) cut.insert(place.site);
  }
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

std::int64_t Contributions::bytes_each() const {
  return pool_->size() * tail_.outputs * std::int64_t{sizeof(double)};
}

const Contribution& Contributions::of(const std::vector<plan::Place>& places) {
  Elements elements;
  for (const auto& place : places) elements.emplace_back(place.site, place.elements);
  const auto [known, added] = known_.try_emplace({false, elements});
  if (added) known->second = sum(elements, false);
  return known->second;
}

const Contribution& Contributions::of_rest(const std::vector<plan::Place>& places) {
  Elements rest;
  for (const auto& source : tail_.sources) {
    std::vector<bool> claimed(static_cast<std::size_t>(source.width), false);
    for (const auto& place : places) {
      if (place.site != source.site) continue;
      for (const auto element : place.elements) claimed[static_cast<std::size_t>(element)] = true;
    }
    std::vector<std::int64_t> left;
    for (std::int64_t i = 0; i < source.width; ++i) {
      if (!claimed[static_cast<std::size_t>(i)]) left.push_back(i);
    }
    if (!left.empty()) rest.emplace_back(source.site, std::move(left));
  }
  const auto [known, added] = known_.try_emplace({true, rest});
  if (added) known->second = sum(rest, true);
  return known->second;
}

// In binary64, elements in rising order, sources in the order of the network.
Contribution Contributions::sum(const Elements& elements, bool with_bias) const {
  Contribution made;
  made.classes = tail_.outputs;
  made.values.reserve(static_cast<std::size_t>(pool_->size() * tail_.outputs));
  for (std::size_t d = 0; d < pool_->datasets().size(); ++d) {
    const std::int64_t rows = pool_->rows(pool_->datasets()[d]);
    for (std::int64_t row = 0; row < rows; ++row) {
      for (std::int64_t k = 0; k < made.classes; ++k) {
        double total = with_bias ? tail_.bias[static_cast<std::size_t>(k)] : 0;
        for (const auto& [site, list] : elements) {
          for (std::size_t s = 0; s < tail_.sources.size(); ++s) {
            if (tail_.sources[s].site != site) continue;
            const double* weights = tail_.sources[s].weights.data() + k * tail_.sources[s].width;
            const float* values = activations_[s][d]->row(row);
            for (const auto element : list) total += weights[element] * values[element];
          }
        }
        made.values.push_back(total);
      }
    }
  }
  for (std::size_t i = 0; i < made.values.size() && made.constant; ++i) {
    made.constant = made.values[i] == made.values[i % static_cast<std::size_t>(made.classes)];
  }
  return made;
}

}  // namespace hyp::exec
