// SPDX-License-Identifier: MIT
#include "runtime/exec/drawing.hpp"

#include <numeric>

namespace hyp::exec {

bool any_random(const plan::Scrub& scrub, const std::vector<bool>& draws) {
  std::vector<RowId> references(static_cast<std::size_t>(scrub.pool->rows(scrub.references)));
  std::iota(references.begin(), references.end(), scrub.pool->first(scrub.references));
  for (std::size_t i = 0; i < draws.size(); ++i) {
    if (!draws[i]) continue;
    // Which data a deeper draw meets may be left to chance.
    if (scrub.tree.draws[i].datum || scrub.donors[i]->random(references)) return true;
  }
  return false;
}

Drawing::Drawing(const plan::Scrub& scrub, std::uint64_t seed, std::vector<bool> wanted)
    : scrub_(scrub), seed_(seed), kept_(scrub.tree.draws.size()), wanted_(std::move(wanted)) {
  const auto& draws = scrub.tree.draws;
  for (std::size_t i = draws.size(); i-- > 0;) {  // those that give a datum come first
    if (wanted_[i] && draws[i].datum) wanted_[*draws[i].datum] = true;
  }
  for (std::size_t i = 0; i < draws.size(); ++i) {
    streams_.emplace_back(seed, draws[i].stream);
    shuffles_ = shuffles_ || (wanted_[i] && scrub.donors[i]->shuffles());
  }
}

void Drawing::keep_in(DrawnDonors& drawn, std::uint32_t trials) {
  const std::int64_t rows = scrub_.pool->rows(scrub_.references);
  for (std::size_t i = 0; i < kept_.size(); ++i) {
    if (!wanted_[i] || scrub_.tree.draws[i].datum) continue;
    kept_[i] = drawn.of(scrub_.donors[i], scrub_.tree.draws[i].stream, seed_, rows, trials);
  }
}

Drawing::Shared Drawing::prepare(std::uint32_t trial) const {
  Shared shared;
  for (std::uint32_t i = 0; i < streams_.size(); ++i) {
    if (wanted_[i] && scrub_.donors[i]->shuffles()) {
      shared.emplace(i, scrub_.donors[i]->permutations(streams_[i], trial));
    }
  }
  return shared;
}

void Drawing::draw(std::uint32_t trial, const Shared& shared, std::int64_t first, std::int64_t rows,
                   std::vector<std::vector<RowId>>& donors) const {
  static const plan::Permutations kNone;
  std::vector<RowId> references(static_cast<std::size_t>(rows));
  std::iota(references.begin(), references.end(), scrub_.pool->id(scrub_.references, first));
  for (std::uint32_t i = 0; i < streams_.size(); ++i) {
    const std::size_t before = donors[i].size();
    donors[i].resize(before + references.size());
    const std::span<RowId> out(donors[i].data() + before, references.size());
    if (!wanted_[i]) {
      std::copy(references.begin(), references.end(), out.begin());
      continue;
    }
    const auto datum = scrub_.tree.draws[i].datum;
    const std::span<const RowId> data =
        datum ? std::span<const RowId>(donors[*datum].data() + before, references.size())
              : std::span<const RowId>(references);
    auto* const kept = kept_[i] ? &kept_[i]->at(trial, first) : nullptr;
    if (kept && kept->size() == out.size()) {
      std::copy(kept->begin(), kept->end(), out.begin());
      continue;
    }
    const auto found = shared.find(i);
    scrub_.donors[i]->draw(streams_[i], trial, first, data,
                           found == shared.end() ? kNone : found->second, out);
    if (kept) kept->assign(out.begin(), out.end());
  }
}

}  // namespace hyp::exec
