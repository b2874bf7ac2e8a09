// SPDX-License-Identifier: MIT
// The seed's scrubs on the published network and the 60 000 training images: sampled figures
// against expectations computed without drawing (scrub_expectations.py; docs/method.md).
#include <cmath>
#include <map>

#include "tests/numeric/published_claim.hpp"

using namespace hyp;

namespace {

constexpr std::int64_t kTrials = 20;

report::Report run(const std::string& name, std::uint64_t seed = 0, int threads = 2) {
  embed::RunOptions options;
  options.seed = seed;
  options.threads = threads;
  options.trials = kTrials;
  return numeric::run_claim(name, options);
}

struct Key {
  std::string test;
  stats::Mode mode;
  std::string metric;
  double point;  ///< the value swept over, as a percentage; 0 where none is
  auto operator<=>(const Key&) const = default;
};

// The figures over all images.
std::map<Key, stats::Figure> figures_of(const report::Report& report) {
  std::map<Key, stats::Figure> figures;
  for (const auto& test : report.experiments) {
    for (const auto& figure : test.results) {
      if (figure.region) continue;
      const auto& swept = figure.sweep.values;
      const double point = swept.empty() ? 0 : std::round(swept[0].value * 1e6) / 1e4;
      figures[{test.name, figure.mode, figure.metric, point}] = figure;
    }
  }
  return figures;
}

double standard_error(double low, double high) {
  constexpr double kNormal975 = 1.959964;
  return (high - low) / 2 / kNormal975;
}

constexpr double kRounding = 0.5e-6;  // of the expectations

void check_estimate(double value, double low, double high, double expected) {
  const double error = standard_error(low, high);
  INFO(value << " +- " << error << ", expected " << expected);
  CHECK(error > 0);
  CHECK(error < 1e-3);  // one trial of 60 000 has about 1e-3
  CHECK(std::abs(value - expected) <= 4 * error + kRounding);
}

void check_figure(const std::map<Key, stats::Figure>& figures, const Key& key, double expected) {
  INFO(key.test << ", " << key.metric << ", " << key.point << " %");
  REQUIRE(figures.count(key) == 1);
  const auto& figure = figures.at(key);
  CHECK(figure.n == 60000);
  CHECK(figure.n_not_tested == 0);
  REQUIRE(figure.low.has_value());
  REQUIRE(figure.high.has_value());
  check_estimate(figure.value, *figure.low, *figure.high, expected);
}

void check_estimate(const std::optional<stats::Estimate>& estimate, double expected) {
  REQUIRE(estimate.has_value());
  REQUIRE(estimate->low.has_value());
  check_estimate(estimate->value, *estimate->low, *estimate->high, expected);
}

// The network's own answers with one donor for everything, and with one for each set of detectors.
constexpr double kOneDonor = 0.500677, kOwnDonors = 0.498628;

}  // namespace

TEST_CASE("the post's scrub keeps as many answers as it must on average") {
  const auto figures = figures_of(run("post.hyp"));
  for (const auto& [tolerance, expected] : std::map<double, double>{
           {0.01, 0.938613}, {0.1, 0.938016}, {1, 0.936913}, {3, 0.935298}, {10, 0.932883}}) {
    const Key key{"post", stats::Mode::scrub, "preserved", tolerance};
    check_figure(figures, key, expected);
    const auto& beside = figures.at(key).beside;
    REQUIRE(beside.has_value());
    CHECK(beside->clean == 1);
    check_estimate(beside->baseline, kOneDonor);
    check_estimate(beside->stake, 1 - kOwnDonors);
  }
}

TEST_CASE("the notebook's scrub is its own twin, and keeps as many answers as it must") {
  const auto figures = figures_of(run("notebook.hyp"));
  const auto check = [&](const char* test, double noise, double expected) {
    const Key key{test, stats::Mode::scrub, "preserved", noise};
    check_figure(figures, key, expected);
    const auto& figure = figures.at(key);
    REQUIRE(figure.beside.has_value());
    REQUIRE(figure.beside->twin.has_value());
    CHECK(figure.beside->twin->value == figure.value);
    CHECK(figure.beside->twin->low == figure.low);
    CHECK(figure.beside->twin->high == figure.high);
  };
  check("notebook", 0.01, 0.947601);
  check("notebook", 0.1, 0.945931);
  check("notebook", 1, 0.930632);
  check("notebook", 10, 0.645512);
  check("notebook_shuffled", 0, kOneDonor);
}

TEST_CASE("the claim as values: scrubbed, swapped, and with the detectors exchanged") {
  const auto report = run("values.hyp");
  const auto figures = figures_of(report);
  check_figure(figures, {"values", stats::Mode::scrub, "preserved", 0}, 0.930886);
  check_figure(figures, {"values", stats::Mode::swap, "obeyed", 0}, 0.966825);
  check_figure(figures, {"exchanged", stats::Mode::scrub, "preserved", 0}, 0.389751);
  check_figure(figures, {"exchanged", stats::Mode::swap, "obeyed", 0}, 0.361083);
  CHECK(report.verdict == stats::Verdict::supported);
}

TEST_CASE("scrubs give the same digits with one thread and two, other digits with another seed") {
  const auto one = figures_of(run("values.hyp", 0, 1)), two = figures_of(run("values.hyp", 0, 2)),
             other = figures_of(run("values.hyp", 1, 2));
  REQUIRE(one.size() == two.size());
  for (const auto& [key, figure] : one) {
    CHECK(figure.value == two.at(key).value);
    CHECK(figure.low == two.at(key).low);
    // With the claimed units as they are and nothing else alive, no draw shows.
    if (key.test == "nothing_else") continue;
    CHECK(figure.value != other.at(key).value);
  }
}
