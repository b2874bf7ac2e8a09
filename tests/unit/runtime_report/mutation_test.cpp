// SPDX-License-Identifier: MIT
#include "runtime/report/mutation.hpp"

#include <limits>

#include "tests/support/catch.hpp"

using namespace hyp::report;

namespace {

Held held(double by) {
  Held one;
  one.by = by;
  return one;
}

MutantResult mutant(Fate fate) {
  MutantResult one;
  one.fate = fate;
  return one;
}

}  // namespace

TEST_CASE("the share killed leaves out what changes nothing and what cannot run") {
  CHECK_FALSE(count({}).share());
  CHECK_FALSE(count({mutant(Fate::same), mutant(Fate::refused)}).share());
  const auto counts = count({mutant(Fate::killed), mutant(Fate::lived), mutant(Fate::undecided),
                             mutant(Fate::same), mutant(Fate::refused), mutant(Fate::lived)});
  CHECK(counts.all() == 6);
  CHECK(counts.share() == 0.25);
}

TEST_CASE("the nearest expectation has the smallest part left of what it held by") {
  CHECK(closest({held(0.01), held(2)}, {held(0.009), held(1)}) == 1U);
  CHECK(closest({held(0.01), held(2)}, {held(0.001), held(1)}) == 0U);
  const double none = std::numeric_limits<double>::quiet_NaN();
  CHECK(closest({held(none), held(2)}, {held(none), held(3)}) == 1U);
  CHECK_FALSE(closest({held(none)}, {held(none)}));
  // One that holds by nothing, and still does.
  CHECK(closest({held(0), held(2)}, {held(0), held(1)}) == 1U);
}
