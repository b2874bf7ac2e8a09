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

diag::Outcome<std::shared_ptr<Contributions>> Scrubber::contributions(const plan::Scrub& scrub,
                                                                      Listener& listener) {
  const auto cut = cut_of(scrub);
  if (!cut) return std::shared_ptr<Contributions>();
  const Kept::Key key{scrub.model, scrub.pool->datasets(), *cut};
  const auto known = kept_->contributions.find(key);
  if (known != kept_->contributions.end()) return known->second;
  auto opened = Contributions::open(scrub, *cut, machines_, captured_, listener);
  if (opened) kept_->contributions[key] = *opened;
  return opened;
}

diag::Outcome<Ran> Scrubber::run(const plan::Scrub& scrub, const Sampling& sampling,
                                 const BlockConsumer& consumer, Listener& listener) {
  std::shared_ptr<Contributions> sums;
  if (sampling.engine != Engine::forward) {
    auto opened = contributions(scrub, listener);
    if (!opened) return std::move(opened.diagnostics);
    sums = std::move(*opened);
  }
  if (!sums) return run_forward(scrub, machines_, captured_, sampling, consumer, listener);
  return run_affine(scrub, *sums, sampling, consumer, listener);
}

namespace {

class Sums final : public Combinations {
 public:
  Sums(const plan::Scrub& scrub, std::shared_ptr<Contributions> contributions)
      : scrub_(scrub), contributions_(std::move(contributions)), sum_(scrub, *contributions_) {}

  diag::Outcome<std::vector<double>> logits(std::vector<std::vector<RowId>> donors,
                                            std::int64_t rows, Listener&) override {
    std::vector<double> values;
    sum_.add_up(donors, rows, values);
    return values;
  }
  [[nodiscard]] std::vector<bool> effect() const override { return sum_.effect(scrub_); }
  [[nodiscard]] const AffineSum* sum() const override { return &sum_; }
  [[nodiscard]] const Contributions* contributions() const override { return contributions_.get(); }

 private:
  const plan::Scrub& scrub_;
  std::shared_ptr<Contributions> contributions_;
  AffineSum sum_;
};

class Passes final : public Combinations {
 public:
  Passes(const plan::Scrub& scrub, const Machines& machines, const score::Captured& captured)
      : scrub_(scrub), machines_(machines), captured_(captured) {}

  diag::Outcome<std::vector<double>> logits(std::vector<std::vector<RowId>> donors, std::int64_t,
                                            Listener& listener) override {
    auto values = forward_answers(scrub_, machines_, captured_, std::move(donors), listener);
    if (!values) return std::move(values.diagnostics);
    return std::vector<double>(values->values.begin(), values->values.end());
  }
  [[nodiscard]] std::vector<bool> effect() const override {
    return forward_effect(scrub_, captured_);
  }
  [[nodiscard]] const AffineSum* sum() const override { return nullptr; }
  [[nodiscard]] const Contributions* contributions() const override { return nullptr; }

 private:
  const plan::Scrub& scrub_;
  const Machines& machines_;
  const score::Captured& captured_;
};

}  // namespace

diag::Outcome<std::unique_ptr<Combinations>> Scrubber::combinations(const plan::Scrub& scrub,
                                                                    Listener& listener) {
  auto sums = contributions(scrub, listener);
  if (!sums) return std::move(sums.diagnostics);
  if (!*sums) {
    return std::unique_ptr<Combinations>(std::make_unique<Passes>(scrub, machines_, captured_));
  }
  return std::unique_ptr<Combinations>(std::make_unique<Sums>(scrub, std::move(*sums.value)));
}

}  // namespace hyp::exec
