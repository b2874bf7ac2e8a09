// SPDX-License-Identifier: MIT
#include "runtime/report/mutation.hpp"

#include <cmath>

namespace hyp::report {

std::string_view name_of(Fate fate) {
  switch (fate) {
    case Fate::killed:
      return "killed";
    case Fate::lived:
      return "lived";
    case Fate::undecided:
      return "undecided";
    case Fate::same:
      return "same";
    case Fate::refused:
      return "refused";
  }
  return {};
}

std::optional<double> FateCounts::share() const {
  const auto could = killed + lived + undecided;
  if (could == 0) return std::nullopt;
  return static_cast<double>(killed) / static_cast<double>(could);
}

FateCounts count(const std::vector<MutantResult>& mutants) {
  FateCounts counts;
  for (const auto& mutant : mutants) {
    switch (mutant.fate) {
      case Fate::killed:
        ++counts.killed;
        break;
      case Fate::lived:
        ++counts.lived;
        break;
      case Fate::undecided:
        ++counts.undecided;
        break;
      case Fate::same:
        ++counts.same;
        break;
      case Fate::refused:
        ++counts.refused;
        break;
    }
  }
  return counts;
}

std::optional<std::size_t> closest(const std::vector<Held>& original,
                                   const std::vector<Held>& mutant) {
  std::optional<std::size_t> nearest;
  double least = 0;
  for (std::size_t i = 0; i < mutant.size() && i < original.size(); ++i) {
    const double now = mutant[i].by, before = original[i].by;
    if (std::isnan(now) || std::isnan(before)) continue;
    // An expectation that holds by nothing at all cannot come nearer.
    const double left = before > 0 ? now / before : now < before ? -1.0 : 1.0;
    if (nearest && left >= least) continue;
    nearest = i;
    least = left;
  }
  return nearest;
}

}  // namespace hyp::report
