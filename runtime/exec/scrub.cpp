// SPDX-License-Identifier: MIT
#include "runtime/exec/scrub.hpp"

#include <set>
#include <tuple>

#include "runtime/exec/affine_scrub.hpp"
#include "runtime/exec/forward_scrub.hpp"
#include "runtime/score/affine_tail.hpp"

namespace hyp::exec {

EngineChoice engine_of(const plan::Scrub& scrub, const Machines& machines) {
  const auto cut = cut_of(scrub);
  if (!cut) return {};
  check::SiteId obstacle;
  if (score::affine_tail(*machines.networks.at(scrub.model), *cut, scrub.logits, &obstacle)) {
    return {true, std::nullopt};
  }
  return {false, obstacle};
}

// A tail is cut where the claim stands: one for each set of sites.
struct Scrubber::Kept {
  using Key = std::tuple<check::ModelId, std::vector<check::DataId>, std::set<check::SiteId>>;
  std::map<Key, std::shared_ptr<Contributions>> contributions;
};

Scrubber::Scrubber(const Machines& machines, const score::Captured& captured)
    : machines_(machines), captured_(captured), kept_(std::make_unique<Kept>()) {}
Scrubber::~Scrubber() = default;

diag::Outcome<Ran> Scrubber::run(const plan::Scrub& scrub, const Sampling& sampling,
                                 const BlockConsumer& consumer, Listener& listener) {
  const auto cut = cut_of(scrub);
  std::shared_ptr<Contributions> contributions;
  if (cut && sampling.engine != Engine::forward) {
    const Kept::Key key{scrub.model, scrub.pool->datasets(), *cut};
    const auto known = kept_->contributions.find(key);
    if (known != kept_->contributions.end()) {
      contributions = known->second;
    } else {
      auto opened = Contributions::open(scrub, *cut, machines_, captured_, listener);
      if (!opened) return std::move(opened.diagnostics);
      contributions = kept_->contributions[key] = std::move(*opened);
    }
  }
  if (!contributions) return run_forward(scrub, machines_, captured_, sampling, consumer, listener);
  return run_affine(scrub, *contributions, sampling, consumer, listener);
}

}  // namespace hyp::exec
