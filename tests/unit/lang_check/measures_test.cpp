// SPDX-License-Identifier: MIT
#include "lang/check/measures.hpp"

#include <set>

#include "tests/support/catch.hpp"

using namespace hyp;
using check::MeasureKind;

TEST_CASE("the table holds every measure once, under its own name") {
  std::string names;
  std::set<MeasureKind> kinds;
  for (const auto& row : check::all_measures()) {
    names += std::string(row.name) + " ";
    CHECK(kinds.insert(row.kind).second);
    CHECK(check::info(row.kind).name == row.name);
  }
  CHECK(names == "preserved accuracy margin loss kl change share agreement mean obeyed ");
}

TEST_CASE("shares are told from numbers, and what needs a model or labels from what does not") {
  std::string shares, models, labels;
  for (const auto& row : check::all_measures()) {
    if (row.is_share) shares += std::string(row.name) + " ";
    if (row.needs_model) models += std::string(row.name) + " ";
    if (row.needs_labels) labels += std::string(row.name) + " ";
  }
  CHECK(shares == "preserved accuracy share agreement obeyed ");
  CHECK(models == "preserved accuracy margin loss kl change obeyed ");
  CHECK(labels == "accuracy ");
}

TEST_CASE("a margin is 1 over 0 unless something else is said") {
  const check::Measure measure;
  CHECK(measure.high == 1);
  CHECK(measure.low == 0);
}
