// SPDX-License-Identifier: MIT
#include "runtime/plan/donor_overlap.hpp"

namespace hyp::plan {
namespace {

// Someone among the donors of `some` who is none of `others`.
std::optional<RowId> alone(const Donors& some, RowId datum, const RowMap& map, const Donors& others,
                           RowId their_datum) {
  std::optional<RowId> found;
  (void)some.all_of(datum, [&](RowId row) {
    const auto theirs = map[row];
    if (theirs && others.contains(their_datum, *theirs)) return true;
    found = row;
    return false;
  });
  return found;
}

}  // namespace

Inclusion DonorOverlap::at(RowId datum) {
  const RowId theirs = *there_[datum];
  const auto [found, added] = known_.try_emplace({first_.key(datum), second_.key(theirs)});
  if (!added) return found->second;
  const auto n = first_.count(datum), m = second_.count(theirs);
  Inclusion& inclusion = found->second;
  // The larger set lies in the smaller never, one of equal size only where the other lies in it.
  if (n <= m) {
    inclusion.first_in_second = !of_first_alone(datum);
    inclusion.second_in_first = n == m && inclusion.first_in_second;
  } else {
    inclusion.first_in_second = false;
    inclusion.second_in_first = !of_second_alone(datum);
  }
  return inclusion;
}

std::optional<RowId> DonorOverlap::of_first_alone(RowId datum) const {
  return alone(first_, datum, there_, second_, *there_[datum]);
}

std::optional<RowId> DonorOverlap::of_second_alone(RowId datum) const {
  return alone(second_, *there_[datum], back_, first_, datum);
}

}  // namespace hyp::plan
