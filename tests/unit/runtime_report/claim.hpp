// SPDX-License-Identifier: MIT
// A test of a hypothesis, scrub over a sweep and swap, with plausible numbers.
#pragma once

#include <cmath>
#include <optional>
#include <string>
#include <vector>

#include "runtime/report/report.hpp"

namespace hyp::test {

inline stats::Estimate estimate(double value, double half, std::int64_t n) {
  return {value, value - half, value + half, false, 100, n};
}

/// A figure of a scrub at one tolerance; what stands beside it follows from its value.
inline stats::Figure scrubbed(double tolerance, std::string metric,
                              std::optional<std::string> region, double value, std::int64_t n) {
  stats::Figure f;
  f.mode = stats::Mode::scrub;
  if (tolerance > 0) f.sweep.values = {{"tolerance", tolerance, true}};
  f.metric = std::move(metric);
  f.region = std::move(region);
  f.is_share = f.metric == "preserved";
  f.value = value;
  const double half = f.is_share ? 0.0001 : 0.0012;
  f.low = value - half;
  f.high = value + half;
  f.trials = 100;
  f.n = n;
  stats::Beside& b = f.beside.emplace();
  b.clean = f.is_share ? 1 : 3.4404;
  if (f.is_share) b.constant = f.region ? 0.9213 : 0.5171;
  b.baseline = estimate(f.is_share ? 0.5006 : 0.0004, half, n);
  b.recovered = (value - b.baseline->value) / (b.clean - b.baseline->value);
  b.stake = estimate(b.clean - b.baseline->value, half, n);
  b.twin = estimate(value * 1.01, half, n);
  b.one_donor = estimate(value * 0.993, half, n);
  b.own_donors = estimate(value * 1.004, half, n);
  return f;
}

inline stats::NodeDonors node(double tolerance, std::string stream, std::string rule,
                              std::string place) {
  stats::NodeDonors d;
  d.reads = "inputs";
  d.effect = true;
  if (tolerance > 0) d.sweep.values = {{"tolerance", tolerance, true}};
  d.stream = std::move(stream);
  d.rule = std::move(rule);
  d.place = std::move(place);
  return d;
}

inline stats::ExperimentResult claim() {
  stats::ExperimentResult test;
  test.name = "post";
  test.hypothesis = "post";
  test.prose =
      "As described in the post: similar images stand in where a detector is active, any inactive "
      "image where it is not.";
  test.engine = "affine";
  test.trials = 100;
  test.seed = 0;
  test.data = "images";
  for (const double tolerance : {0.0001, 0.01, 0.1}) {
    const double lost = tolerance * 0.1;
    const std::int64_t n = tolerance < 0.001 ? 59615 : 60000;
    const std::int64_t missing = 60000 - n;
    test.results.push_back(scrubbed(tolerance, "preserved", {}, 0.93802 - lost, n));
    test.results.back().n_not_tested = missing;
    test.results.push_back(scrubbed(tolerance, "preserved", "one", 0.9911 - lost, 17111));
    test.results.push_back(
        scrubbed(tolerance, "preserved", "anti_one", 0.90213 - lost, 13913 - missing));
    test.results.back().n_not_tested = missing;
    test.results.push_back(scrubbed(tolerance, "preserved", "neither", 0.92 - lost, 28976));
    test.results.push_back(scrubbed(tolerance, "margin(1, 0)", {}, 3.3911 - lost, n));
    test.results.back().n_not_tested = missing;
    test.results.back().beside->stake = estimate(0.0003, 0.0012, n);
    test.results.back().beside->no_stake = true;
    test.results.back().beside->baseline = estimate(3.4402, 0.0012, n);
    test.results.back().beside->recovered.reset();

    auto one = node(tolerance, "answer/sees_one",
                    "when one: within tolerance of likeness in one; otherwise: from not one",
                    "48 units of net.neurons");
    one.smallest = static_cast<std::int64_t>(std::ceil(tolerance * 100));
    one.median = static_cast<std::int64_t>(tolerance * 60000);
    one.largest = 42889;
    one.itself = tolerance < 0.001 ? 0.0065 : 0.00002;
    auto anti = one;
    anti.stream = "answer/sees_anti";
    anti.rule =
        "when anti_one: within tolerance of likeness in anti_one; otherwise: from not "
        "anti_one";
    anti.place = "30 units of net.neurons";
    anti.without = missing;
    auto others = node(tolerance, "answer/others", "any", "122 units of net.neurons");
    others.smallest = others.median = others.largest = 60000;
    others.itself = 1 / 60000.0;
    for (auto& d : {one, anti, others}) test.donors.push_back(d);
  }
  const auto swapped = [&](std::optional<std::string> region, double value, std::int64_t n) {
    stats::Figure f;
    f.mode = stats::Mode::swap;
    f.metric = "obeyed";
    f.region = std::move(region);
    f.is_share = true;
    f.value = value;
    f.low = value - 0.0002;
    f.high = value + 0.0002;
    f.trials = 100;
    f.n = n;
    f.beside.emplace();
    f.beside->clean = 0.962467;
    f.beside->constant = 0.6321;
    return f;
  };
  test.results.push_back(swapped({}, 0.94312, 60000));
  for (auto d : {node(0, "answer/sees_one", "any", "48 units of net.neurons"),
                 node(0, "answer/sees_anti", "any", "30 units of net.neurons"),
                 node(0, "answer/others", "any", "122 units of net.neurons")}) {
    d.mode = stats::Mode::swap;
    d.smallest = d.median = d.largest = 60000;
    d.itself = 1 / 60000.0;
    d.effect = d.stream != "answer/others";
    test.donors.push_back(d);
  }
  test.near_ties = 3;

  stats::ExpectationResult kept{"preserved >= 93.8% for tolerance <= 1%",
                                {},
                                stats::Verdict::inconclusive,
                                {test.results[0], test.results[5]},
                                {0.938}};
  kept.mode = stats::Mode::scrub;
  kept.trials_to_settle = 4137;
  stats::ExpectationResult margin{
      "margin >= 3", {}, stats::Verdict::not_tested, {test.results[4]}, {3}};
  margin.mode = stats::Mode::scrub;
  margin.untested = stats::Untested::no_stake;
  stats::ExpectationResult obeyed{
      "obeyed >= 95%", {}, stats::Verdict::refuted, {test.results.back()}, {0.95}};
  obeyed.mode = stats::Mode::swap;
  test.expectations = {kept, margin, obeyed};
  test.verdict = stats::Verdict::refuted;
  return test;
}

}  // namespace hyp::test
