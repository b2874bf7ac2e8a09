// SPDX-License-Identifier: MIT
// The seed's figures (docs/method.md), on the published network and the 60 000 training images.
#include <cmath>
#include <map>

#include "tests/numeric/published_claim.hpp"

using namespace hyp;

namespace {

report::Report run(const std::string& name, int threads) {
  embed::RunOptions options;
  options.threads = threads;
  auto report = numeric::run_claim(name, options);
  REQUIRE(report.diagnostics.empty());
  return report;
}

struct Key {
  std::string experiment, metric, intervention, region;
  auto operator<=>(const Key&) const = default;
};

std::map<Key, stats::Figure> figures_of(const report::Report& report) {
  std::map<Key, stats::Figure> figures;
  for (const auto& experiment : report.experiments) {
    for (const auto& figure : experiment.results) {
      std::string point;
      for (const auto& value : figure.sweep.values) {
        point += " " + std::to_string(static_cast<int>(value.value));
      }
      figures[{experiment.name + point, figure.metric, figure.intervention.value_or("none"),
               figure.region.value_or("all")}] = figure;
    }
  }
  return figures;
}

// The published figures have four digits after the point.
void check_figure(const std::map<Key, stats::Figure>& figures, const Key& key, double published) {
  INFO(key.experiment << ", " << key.metric << ", " << key.intervention << ", " << key.region);
  REQUIRE(figures.count(key) == 1);
  CHECK(std::abs(figures.at(key).value - published) <= 0.5e-4);
}

const std::string kBoth = "anti_detectors, one_detectors";

}  // namespace

TEST_CASE("the labelling rule gives the published figures") {
  const auto figures = figures_of(run("rule.hyp", 2));
  const auto count = [&](const std::string& region) {
    return figures.at({"answers", "share(net.label == 1)", "none", region}).n;
  };
  CHECK(count("anti_one") == 13913);
  CHECK(count("one") == 17111);
  CHECK(count("neither") == 28976);
  const std::string agreement = "agreement(one or anti_one, net.label)";
  check_figure(figures, {"rule", agreement, "none", "all"}, .962467);
  check_figure(figures, {"bounds -17000 -8000", agreement, "none", "all"}, .957717);
}

TEST_CASE("minimum ablation gives the published figures") {
  const auto figures = figures_of(run("ablation.hyp", 2));
  const auto preserved = [&](const std::string& groups, const std::string& half, double value) {
    check_figure(figures, {"minimum_ablation", "preserved", "min " + groups, half}, value);
  };
  preserved("anti_detectors", "near_anti", .4829);
  preserved("one_detectors", "near_anti", .9889);
  preserved(kBoth, "near_anti", .4829);
  preserved("anti_detectors", "near_one", .9371);
  preserved("one_detectors", "near_one", .4805);
  preserved(kBoth, "near_one", .4805);
  const auto margin = [&](const std::string& intervention, double value) {
    check_figure(figures, {"minimum_ablation", "margin", intervention, "all"}, value);
  };
  margin("none", 3.4404);
  margin("min anti_detectors", 1.3654);
  margin("min one_detectors", -1.1505);
  margin("min " + kBoth, -3.2255);
}

// Not published: these hold what docs/method.md prints.
TEST_CASE("zero ablation gives the figures of the docs") {
  const auto figures = figures_of(run("ablation.hyp", 2));
  const auto check = [&](const std::string& metric, const std::string& groups,
                         const std::string& rows, double value) {
    check_figure(figures, {"zero_ablation", metric, "zero " + groups, rows}, value);
  };
  check("preserved", "anti_detectors", "near_anti", .4828);
  check("preserved", "one_detectors", "near_anti", .9823);
  check("preserved", kBoth, "near_anti", .4829);
  check("preserved", "anti_detectors", "near_one", .7697);
  check("preserved", "one_detectors", "near_one", .4805);
  check("preserved", kBoth, "near_one", .4805);
  check("margin", "anti_detectors", "all", 4.0692);
  check("margin", "one_detectors", "all", -1.0289);
  check("margin", kBoth, "all", -0.4001);
}

TEST_CASE("one and two threads give the same digits") {
  const auto one = figures_of(run("ablation.hyp", 1));
  const auto two = figures_of(run("ablation.hyp", 2));
  REQUIRE(one.size() == two.size());
  for (const auto& [key, figure] : one) CHECK(figure.value == two.at(key).value);
}
