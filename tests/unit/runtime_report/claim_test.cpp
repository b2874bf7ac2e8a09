// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <limits>
#include <nlohmann/json.hpp>
#include <sstream>

#include "runtime/report/words.hpp"
#include "tests/support/catch.hpp"
#include "tests/unit/runtime_report/claim.hpp"

using namespace hyp;
using Json = nlohmann::ordered_json;

namespace {

report::Report with(stats::ExperimentResult test) {
  report::Report r;
  r.provenance.hyp_version = "0";
  r.experiments.push_back(std::move(test));
  return r;
}

// One scrub of two examples and nothing more.
stats::ExperimentResult small() {
  stats::ExperimentResult test;
  test.name = "t";
  test.hypothesis = "t";
  test.data = "d";
  test.engine = "forward";
  stats::Figure f;
  f.mode = stats::Mode::scrub;
  f.metric = "preserved";
  f.is_share = true;
  f.value = 1;
  f.n = 2;
  f.beside.emplace().clean = 1;
  test.results.push_back(f);
  return test;
}

std::string keys(const Json& object) {
  std::string out;
  for (const auto& [key, value] : object.items()) out += key + " ";
  return out;
}

}  // namespace

TEST_CASE("a scrub over a sweep and a swap, as text") {
  CHECK("\n" + report::to_text(with(test::claim()), false) == R"(
test post on images: scrub, 60000 examples, 100 trials, seed 0, sums of contributions
  As described in the post: similar images stand in where a detector is active, any inactive image
  where it is not.

  tolerance  region        n  not tested      preserved     clean  constant  baseline  recovered    stake
  -------------------------------------------------------------------------------------------------------
  0.01 %     all       59615         385  93.80 % ±0.01  100.00 %   51.71 %   50.06 %    87.59 %  49.94 %
             one       17111           0  99.11 % ±0.01  100.00 %   92.13 %   50.06 %    98.22 %  49.94 %
             anti_one  13528         385  90.21 % ±0.01  100.00 %   92.13 %   50.06 %    80.40 %  49.94 %
             neither   28976           0  92.00 % ±0.01  100.00 %   92.13 %   50.06 %    83.98 %  49.94 %
  1 %        all       60000           0  93.70 % ±0.01  100.00 %   51.71 %   50.06 %    87.39 %  49.94 %
             one       17111           0  99.01 % ±0.01  100.00 %   92.13 %   50.06 %    98.02 %  49.94 %
             anti_one  13913           0  90.11 % ±0.01  100.00 %   92.13 %   50.06 %    80.20 %  49.94 %
             neither   28976           0  91.90 % ±0.01  100.00 %   92.13 %   50.06 %    83.78 %  49.94 %
  10 %       all       60000           0  92.80 % ±0.01  100.00 %   51.71 %   50.06 %    85.59 %  49.94 %
             one       17111           0  98.11 % ±0.01  100.00 %   92.13 %   50.06 %    96.22 %  49.94 %
             anti_one  13913           0  89.21 % ±0.01  100.00 %   92.13 %   50.06 %    78.40 %  49.94 %
             neither   28976           0  91.00 % ±0.01  100.00 %   92.13 %   50.06 %    81.98 %  49.94 %
  ±: 95 % interval; preserved: the answer is that of the clean network; clean: nothing replaced;
  constant: the best answer that is always the same; baseline: the whole network run on any example
  instead; recovered: how far from baseline to clean; stake: what is lost when any example may stand
  in; with none, nothing is tested.

  tolerance      n  not tested    margin(1, 0)   clean  baseline  recovered  stake
  --------------------------------------------------------------------------------
  0.01 %     59615         385  3.3911 ±0.0012  3.4404    3.4402          -   none
  1 %        60000           0  3.3901 ±0.0012  3.4404    3.4402          -   none
  10 %       60000           0  3.3811 ±0.0012  3.4404    3.4402          -   none

  tolerance  measure             one donor       as written       own donors             twin
  -------------------------------------------------------------------------------------------
  0.01 %     preserved     93.14 % ±0.01    93.80 % ±0.01    94.18 % ±0.01    94.74 % ±0.01
             margin(1, 0)   3.3674 ±0.0012   3.3911 ±0.0012   3.4047 ±0.0012   3.4250 ±0.0012
  1 %        preserved     93.05 % ±0.01    93.70 % ±0.01    94.08 % ±0.01    94.64 % ±0.01
             margin(1, 0)   3.3664 ±0.0012   3.3901 ±0.0012   3.4037 ±0.0012   3.4240 ±0.0012
  10 %       preserved     92.15 % ±0.01    92.80 % ±0.01    93.17 % ±0.01    93.73 % ±0.01
             margin(1, 0)   3.3574 ±0.0012   3.3811 ±0.0012   3.3946 ±0.0012   3.4149 ±0.0012
  one donor: the same example stands in for all nodes; own donors: a different one for every unit:
  that averages noise, and a higher figure is no better claim; twin: the whole network run on an
  example that the claim allows: where the claim gives the same, it says nothing about the inside.

  who stands in:
    sees_one (48 units of net.neurons): when one: within tolerance of likeness in one; otherwise:
    from not one
    sees_anti (30 units of net.neurons): when anti_one: within tolerance of likeness in anti_one;
    otherwise: from not anti_one
    others (122 units of net.neurons): any

  node       tolerance             donors   itself  without
  ---------------------------------------------------------
  sees_one   0.01 %         1 / 6 / 42889   0.65 %        0
             1 %          1 / 600 / 42889  <0.01 %        0
             10 %       10 / 6000 / 42889  <0.01 %        0
  sees_anti  0.01 %         1 / 6 / 42889   0.65 %      385
             1 %          1 / 600 / 42889  <0.01 %        0
             10 %       10 / 6000 / 42889  <0.01 %        0
  others     every                  60000  <0.01 %        0
  donors: examples that may stand in (fewest / median / most); itself: how often that is the example
  itself; without: examples for which none may.

  near ties: 3 examples whose clean margin is below 0.00001

  ? inconclusive  preserved >= 93.8% for tolerance <= 1%
                  93.801 % [93.79, 93.81] at tolerance 0.01 %, n 59615, 385 not tested (the deciding
                  one of 2); about 4200 trials would settle it
  - not tested    margin >= 3
                  no stake (every rule `any` gives the same figure): 3.3911 [3.3899, 3.3923] at
                  tolerance 0.01 %, n 59615, 385 not tested

test post on images: swap, 60000 examples, 100 trials, seed 0, sums of contributions

  region      n         obeyed    clean  constant
  -----------------------------------------------
  all     60000  94.31 % ±0.02  96.25 %   63.21 %
  obeyed: the answer is what the claim predicts from the examples that stand in.

  who stands in:
    sees_one (48 units of net.neurons): any
    sees_anti (30 units of net.neurons): any
    others (122 units of net.neurons): any

  node       donors   itself  effect
  ----------------------------------
  sees_one    60000  <0.01 %     yes
  sees_anti   60000  <0.01 %     yes
  others      60000  <0.01 %    none
  effect: whether any of them changes what is replaced.

  ✗ refuted       obeyed >= 95%
                  94.31 % [94.29, 94.33], n 60000

hyp 0, 1 thread, seed 0
)");
}

TEST_CASE("what was not run has no column, and no table") {
  CHECK("\n" + report::to_text(with(small()), false) == R"(
test t on d: scrub, 2 examples, forward passes

  region  n  preserved     clean
  ------------------------------
  all     2   100.00 %  100.00 %
  preserved: the answer is that of the clean network; clean: nothing replaced.

hyp 0, 1 thread, seed 0
)");
}

TEST_CASE("an interval that is too wide is marked, the ladder stands in line") {
  auto test = small();
  auto& f = test.results[0];
  f.low = 0.85;
  f.high = 1;
  f.trials = 1;
  f.conservative = true;
  f.beside->one_donor = test::estimate(0.5, 0.1234, 2);
  f.beside->twin = stats::Estimate{0.5, std::nullopt, std::nullopt, false, 0, 2};
  test.trials = 1;
  CHECK("\n" + report::to_text(with(test), false) == R"(
test t on d: scrub, 2 examples, 1 trial, forward passes

  region  n         preserved     clean
  -------------------------------------
  all     2  100.00 % ±15.00*  100.00 %
  ±: 95 % interval; *: an interval wider than need be; preserved: the answer is that of the clean
  network; clean: nothing replaced.

  measure         one donor        as written     twin
  ----------------------------------------------------
  preserved  50.00 % ±12.34  100.00 % ±15.00*  50.00 %
  one donor: the same example stands in for all nodes; twin: the whole network run on an example
  that the claim allows: where the claim gives the same, it says nothing about the inside.

hyp 0, 1 thread, seed 0
)");
}

TEST_CASE("two nodes of one name are told apart by their streams") {
  auto test = small();
  test.donors = {test::node(0, "out/left/low", "same value", "1 unit of net.a"),
                 test::node(0, "out/right/low", "near likeness sigma 1%", ""),
                 test::node(0, "out/right", "any", "")};
  test.donors[0].smallest = test.donors[0].median = test.donors[0].largest = 7;
  const std::string text = report::to_text(with(test), false);
  const auto at = text.find("\n  who stands in");
  REQUIRE(at != std::string::npos);
  CHECK(text.substr(at) == R"(
  who stands in:
    out/left/low (1 unit of net.a): same value
    out/right/low: near likeness sigma 1%
    right: any

  node           donors  itself
  -----------------------------
  out/left/low        7  0.00 %
  out/right/low       -  0.00 %
  right               -  0.00 %
  donors: examples that may stand in (fewest / median / most); itself: how often that is the example
  itself.

hyp 0, 1 thread, seed 0
)");
}

TEST_CASE("what a scrub measures without the network stands in a table of its own") {
  auto test = small();
  stats::Figure share;
  share.mode = stats::Mode::scrub;
  share.metric = "share(one)";
  share.is_share = true;
  share.value = 0.5;
  share.n = 2;
  test.results.push_back(share);
  const std::string text = report::to_text(with(test), false);
  CHECK(text.find("\n  measure     n    value\n"
                  "  ----------------------\n"
                  "  share(one)  2  50.00 %\n") != std::string::npos);
}

TEST_CASE("a test that could not be run says so in its own words") {
  auto test = small();
  test.results[0].value = std::numeric_limits<double>::quiet_NaN();
  test.results[0].n = 0;
  test.results[0].n_not_tested = 2;
  test.results[0].beside.reset();
  stats::ExpectationResult expected{
      "preserved >= 90%", {}, stats::Verdict::not_tested, {test.results[0]}, {0.9}};
  expected.mode = stats::Mode::scrub;
  expected.untested = stats::Untested::no_donor;
  test.expectations = {expected};
  CHECK("\n" + report::to_text(with(test), false) == R"(
test t on d: scrub, 2 examples, forward passes

  region  n  not tested  preserved
  --------------------------------
  all     0           2          -
  preserved: the answer is that of the clean network.

  - not tested    preserved >= 90%
                  no donor for any example: undefined, n 0, 2 not tested

hyp 0, 1 thread, seed 0
)");
}

TEST_CASE("trials that would settle it are an estimate, rounded up to two digits") {
  const auto said = [](std::int64_t trials) {
    auto test = small();
    stats::ExpectationResult open{"e", {}, stats::Verdict::inconclusive, {test.results[0]}, {0.9}};
    open.mode = stats::Mode::scrub;
    open.trials_to_settle = trials;
    test.expectations = {open};
    const std::string text = report::to_text(with(test), false);
    const auto at = text.find("about ");
    return text.substr(at, text.find(" trials", at) - at);
  };
  CHECK(said(7) == "about 7");
  CHECK(said(99) == "about 99");
  CHECK(said(101) == "about 110");
  CHECK(said(4137) == "about 4200");
  CHECK(said(99001) == "about 100000");
}

TEST_CASE("no table of a test is wider than 110, whatever the names") {
  const std::string name(60, 'n');
  auto test = test::claim();
  for (auto& f : test.results) {
    f.metric += name;
    if (f.region) *f.region += name;
    f.sweep.values.push_back({name, 1e300, false});
  }
  for (auto& d : test.donors) {
    d.stream += name;
    d.rule += name;
  }
  test.prose = name + name;
  std::istringstream lines(report::to_text(with(test), false));
  for (std::string line; std::getline(lines, line);) CHECK(report::width(line) <= 110);
}

TEST_CASE("two measures and three regions fit one table each") {
  std::istringstream lines(report::to_text(with(test::claim()), false));
  int headers = 0;
  for (std::string line; std::getline(lines, line);) {
    CHECK(report::width(line) <= 110);
    headers += line.find("recovered    stake") != std::string::npos ||
               line.find("recovered  stake") != std::string::npos;
  }
  CHECK(headers == 2);
}

TEST_CASE("a test as JSON, field by field") {
  const Json json = Json::parse(report::to_json(with(test::claim()), {}))["experiments"][0];
  CHECK(keys(json) ==
        "name hypothesis engine trials seed verdict data prose results expectations rival "
        "near_ties donors ");
  CHECK(json["near_ties"] == 3);
  CHECK(json["donors"][1].dump(1) == R"({
 "mode": "scrub",
 "sweep": {
  "tolerance": 0.0001
 },
 "stream": "answer/sees_anti",
 "rule": "when anti_one: within tolerance of likeness in anti_one; otherwise: from not anti_one",
 "place": "30 units of net.neurons",
 "smallest": 1,
 "median": 6,
 "largest": 42889,
 "itself": 0.0065,
 "without": 385,
 "reads": "inputs",
 "effect": true
})");
  const Json& open = json["expectations"][0];
  CHECK(keys(open) ==
        "text verdict file line column end_line end_column decided_on mode not_tested_because "
        "trials_to_settle ");
  CHECK(open["mode"] == "scrub");
  CHECK(open["not_tested_because"].is_null());
  CHECK(open["trials_to_settle"] == 4137);
  CHECK(json["expectations"][1]["not_tested_because"] == "no_stake");
  CHECK(json["expectations"][1]["trials_to_settle"].is_null());
  const Json& swap = json["results"].back();
  CHECK(swap["mode"] == "swap");
  CHECK(swap["beside"]["constant"] == 0.6321);
  for (const char* absent : {"baseline", "recovered", "stake", "twin", "one_donor", "own_donors"}) {
    CHECK(swap["beside"][absent].is_null());
  }
}

TEST_CASE("a figure with all that stands beside it, as JSON") {
  auto test = small();
  auto& f = test.results[0];
  f.sweep.values = {{"tolerance", 0.25, true}};
  f.region = "one";
  f.value = 0.75;
  f.low = 0.5;
  f.high = 1;
  f.conservative = true;
  f.trials = 100;
  f.n = 16;
  f.n_not_tested = 4;
  f.beside->constant = 0.625;
  f.beside->baseline = test::estimate(0.5, 0.125, 16);
  f.beside->recovered = 0.5;
  f.beside->stake = test::estimate(0.375, 0.125, 16);
  f.beside->twin = test::estimate(0.6875, 0.125, 16);
  f.beside->one_donor = test::estimate(0.8125, 0.125, 16);
  const Json json = Json::parse(report::to_json(with(test), {}));
  CHECK(json["experiments"][0]["results"][0].dump(1) == R"({
 "sweep": {
  "tolerance": 0.25
 },
 "intervention": null,
 "metric": "preserved",
 "region": "one",
 "value": 0.75,
 "low": 0.5,
 "high": 1.0,
 "n": 16,
 "n_not_tested": 4,
 "mode": "scrub",
 "trials": 100,
 "conservative": true,
 "beside": {
  "clean": 1.0,
  "constant": 0.625,
  "baseline": {
   "value": 0.5,
   "low": 0.375,
   "high": 0.625,
   "conservative": false,
   "trials": 100,
   "n": 16
  },
  "recovered": 0.5,
  "stake": {
   "value": 0.375,
   "low": 0.25,
   "high": 0.5,
   "conservative": false,
   "trials": 100,
   "n": 16
  },
  "no_stake": false,
  "twin": {
   "value": 0.6875,
   "low": 0.5625,
   "high": 0.8125,
   "conservative": false,
   "trials": 100,
   "n": 16
  },
  "one_donor": {
   "value": 0.8125,
   "low": 0.6875,
   "high": 0.9375,
   "conservative": false,
   "trials": 100,
   "n": 16
  },
  "own_donors": null
 }
})");
}
