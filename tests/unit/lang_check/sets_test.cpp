// SPDX-License-Identifier: MIT
#include "lang/check/sets.hpp"

#include "lang/check/program.hpp"
#include "tests/support/catch.hpp"

using namespace hyp::check;
using Elements = std::vector<std::int64_t>;
using Join = Set::Join;

namespace {

constexpr ModelId kNet{0};
constexpr SiteId kMap{1}, kVector{2}, kNumber{3};

Program with_sites() {
  Program program;
  Model net;
  net.sites.resize(4);
  net.sites[1].shape = {3, 2, 4};
  net.sites[2].shape = {5};
  net.sites[3].shape = {};
  program.models.push_back(net);
  return program;
}

PlaceRef place(SiteId site, std::vector<IndexRange> units = {},
               std::vector<SitePlace::Position> positions = {}) {
  return {SitePlace{kNet, site, std::move(units), std::move(positions)}, std::nullopt, {}};
}

PlaceRef group(std::uint32_t index) {
  return {GroupId{index}, std::nullopt, {}};
}

Set just(PlaceRef p) {
  return {{{Join::start, std::move(p)}}, {}};
}

Elements resolved(const Program& program, const Set& set, const UnitPredicate& predicate = {}) {
  const auto parts = resolve(program, set, predicate);
  return parts.empty() ? Elements{} : parts.at(0).elements;
}

}  // namespace

TEST_CASE("units are indices of the first axis, each with all its positions") {
  const Program program = with_sites();
  CHECK(resolved(program, just(place(kVector, {{3, 4}, {1, 1}, {3, 3}}))) == Elements{1, 3, 4});
  CHECK(resolved(program, just(place(kMap, {{1, 1}}))) == Elements{8, 9, 10, 11, 12, 13, 14, 15});
  CHECK(resolved(program, just(place(kNumber))) == Elements{0});
  CHECK(resolved(program, just(place(kVector))) == Elements{0, 1, 2, 3, 4});
}

TEST_CASE("positions fix later axes") {
  const Program program = with_sites();
  const auto corner = place(kMap, {{0, 0}, {2, 2}}, {{1, {1, 1}}, {2, {2, 3}}});
  CHECK(resolved(program, just(corner)) == Elements{6, 7, 22, 23});
}

TEST_CASE("sets are joined from left to right, brackets first") {
  Program program = with_sites();
  program.groups.push_back({"all", {}, just(place(kVector))});
  const PlaceRef odd = place(kVector, {{1, 1}, {3, 3}});
  const PlaceRef three = place(kVector, {{3, 3}});
  CHECK(resolved(program, {{{Join::start, group(0)}, {Join::except, odd}, {Join::unite, three}},
                           {}}) == Elements{0, 2, 3, 4});
  std::vector<Set::Term> inner{{Join::start, odd}, {Join::except, three}};
  CHECK(resolved(program, {{{Join::start, group(0)}, {Join::except, inner}}, {}}) ==
        Elements{0, 2, 3, 4});
  CHECK(resolved(program, {{{Join::start, odd}, {Join::except, group(0)}}, {}}).empty());
}

TEST_CASE("a set over several sites has one part a site, in their order") {
  const Program program = with_sites();
  const Set set{{{Join::start, place(kVector, {{0, 0}})}, {Join::unite, place(kMap, {{0, 0}})}},
                {}};
  const auto parts = resolve(program, set, {});
  REQUIRE(parts.size() == 2);
  CHECK(parts[0].site == kMap);
  CHECK(parts[1].site == kVector);
  CHECK(units_of(parts[0], {3, 2, 4}) == Elements{0});
}

TEST_CASE("where keeps the units whose statistics satisfy it, at all their elements") {
  Program program = with_sites();
  PlaceRef living = place(kMap);
  living.where = Where{};
  program.groups.push_back({"living", {}, just(living)});
  const UnitPredicate only_one = [](const Where&, ModelId, SiteId) {
    return std::vector<bool>{false, true, false};
  };
  const Set set = just(group(0));
  CHECK(needs_data(program, set));
  CHECK_FALSE(needs_data(program, just(place(kMap))));
  const auto parts = resolve(program, set, only_one);
  REQUIRE(parts.size() == 1);
  CHECK(parts[0].elements.size() == 8);
  CHECK(units_of(parts[0], {3, 2, 4}) == Elements{1});
  const UnitPredicate none = [](const Where&, ModelId, SiteId) {
    return std::vector<bool>(3, false);
  };
  CHECK(resolve(program, set, none).empty());
}
