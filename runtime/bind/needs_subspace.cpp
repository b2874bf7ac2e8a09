// SPDX-License-Identifier: MIT
#include <algorithm>

#include "lang/check/uses.hpp"
#include "runtime/bind/needs.hpp"

namespace hyp::bind {
namespace {

// The regions that its means and axes are over, on the data that it names.
score::Wanted wanted(const check::Subspace& subspace) {
  score::Wanted wanted{*subspace.on, {}, {}, {}};
  const auto want = [&](const std::optional<check::ExprId>& region) {
    if (region) wanted.regions.push_back(*region);
  };
  for (const auto& item : subspace.items) {
    if (const auto* pca = std::get_if<check::Subspace::Pca>(&item.vectors)) want(pca->in);
    const auto* direction = std::get_if<check::Direction>(&item.vectors);
    for (std::size_t i = 0; direction && i < direction->terms.size(); ++i) {
      const auto* mean = std::get_if<check::Direction::Mean>(&direction->terms[i].vector);
      if (mean) want(mean->in);
    }
  }
  return wanted;
}

}  // namespace

void add(const check::Program& program, check::SubspaceId subspace, Needs& needs) {
  check::Uses uses;
  uses.add(program, subspace);
  needs.data.insert(uses.data.begin(), uses.data.end());
  needs.models.insert(uses.weights.begin(), uses.weights.end());
  for (const auto id : uses.subspaces) {
    if (program[id].on) needs.wanted.push_back(wanted(program[id]));
    for (const auto* file : check::files_of(program[id])) {
      const bool known =
          std::find(needs.arrays.begin(), needs.arrays.end(), file) != needs.arrays.end();
      if (!known) needs.arrays.push_back(file);
    }
  }
}

}  // namespace hyp::bind
