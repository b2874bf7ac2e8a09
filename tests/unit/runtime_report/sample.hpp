// SPDX-License-Identifier: MIT
// One report with everything in it, for the tests of both renderers.
#pragma once

#include <limits>
#include <optional>
#include <string>
#include <utility>

#include "runtime/report/report.hpp"

namespace hyp::test {

using Name = std::optional<std::string>;

inline stats::Figure figure(Name intervention, std::string metric, Name region, bool is_share,
                            double value, std::int64_t n) {
  stats::Figure f;
  f.intervention = std::move(intervention);
  f.metric = std::move(metric);
  f.region = std::move(region);
  f.is_share = is_share;
  f.value = value;
  f.n = n;
  return f;
}

/// Plain measures, interventions by region with expectations, and a sweep with intervals.
inline report::Report sample(source::SourceMap& sources) {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  const auto file = sources.add("claims/one.hyp", "language 1\nexpect preserved >= 90%\n");
  report::Report r;
  r.command = "run";
  r.file = "claims/one.hyp";
  r.verdict = stats::Verdict::refuted;
  r.diagnostics.push_back({diag::Code::unknown_name,
                           source::Span{file, 11, 17},
                           {{"what", "measure"}, {"name", "expct"}, {"suggestion", "expect"}}});
  r.diagnostics.back().labels.push_back(
      {source::Span{file, 0, 8}, diag::Note::defined_here, {{"name", "language"}}});
  r.diagnostics.back().notes.push_back({diag::Note::searched, {{"path", "lib"}}});
  r.diagnostics.push_back(
      {diag::Code::unknown_name, std::nullopt, {{"what", "experiment"}, {"name", "x"}}});

  stats::ExperimentResult rule;
  rule.name = "rule";
  rule.engine = "direct";
  rule.data = "images";
  rule.results = {figure({}, "share(one)", {}, true, 0.285183, 60000),
                  figure({}, "agreement(one or anti_one, net.label)", {}, true, 0.962467, 60000)};
  r.experiments.push_back(rule);

  stats::ExperimentResult minimum;
  minimum.name = "minimum_ablation";
  minimum.prose = "Setting the detectors to the lowest value they ever take removes what they say.";
  minimum.engine = "direct";
  minimum.data = "images";
  const std::string min = "min anti_detectors";
  minimum.results = {
      figure({}, "preserved", {}, true, 1, 60000),
      figure({}, "preserved", "near_one", true, 1, 30000),
      figure({}, "preserved", "nowhere", true, nan, 0),
      figure({}, "margin(1, 0)", {}, false, 3.4404, 60000),
      figure({}, "margin(1, 0)", "near_one", false, 3.1, 30000),
      figure({}, "margin(1, 0)", "nowhere", false, nan, 0),
      figure(min, "preserved", {}, true, 0.710012, 60000),
      figure(min, "preserved", "near_one", true, 0.937067, 30000),
      figure(min, "preserved", "nowhere", true, nan, 0),
      figure(min, "margin(1, 0)", {}, false, -1.1505, 60000),
      figure(min, "margin(1, 0)", "near_one", false, 0.1 + 0.2, 30000),
      figure(min, "margin(1, 0)", "nowhere", false, nan, 0),
  };
  minimum.verdict = stats::Verdict::refuted;
  minimum.expectations = {
      {"preserved in near_one >= 90% under min anti_detectors",
       source::Span{file, 11, 34},
       stats::Verdict::supported,
       {minimum.results[7]},
       {0.9}},
      {"margin(1, 0) >= -1.15049",
       {},
       stats::Verdict::refuted,
       {minimum.results[9], minimum.results[3]},
       {-1.15049}},
      {"preserved in nowhere >= 50% under min anti_detectors",
       {},
       stats::Verdict::not_tested,
       {minimum.results[8]},
       {0.5}},
  };
  r.experiments.push_back(minimum);

  stats::ExperimentResult post;
  post.name = "in_the_post";
  post.hypothesis = "post";
  post.engine = "sampled";
  post.trials = 10;
  post.seed = 18446744073709551615U;
  post.data = "images";
  for (const double tolerance : {0.0001, 0.01}) {
    auto f = figure({}, "preserved", {}, true, tolerance == 0.01 ? 0.93691 : 0.93802, 60000);
    f.sweep.values = {{"tolerance", tolerance, true}, {"k", 3, false}};
    f.low = f.value - 0.002;
    f.high = f.value + 0.002;
    if (tolerance < 0.01) {
      f.n = 59615;
      f.n_not_tested = 385;
    }
    post.results.push_back(f);
  }
  post.verdict = stats::Verdict::inconclusive;
  post.expectations = {{"preserved >= 93.8%",
                        {},
                        stats::Verdict::inconclusive,
                        {post.results[0], post.results[1]},
                        {0.938}}};
  r.experiments.push_back(post);

  r.provenance = {"0.1.0",
                  "LibTorch 1.13.1",
                  "OpenBLAS 0.3.21",
                  2,
                  18446744073709551615U,
                  {{"eis-vii/mnist_model.pt",
                    "0562d9df55ca7cee1c85dbf1d9346bd8e1873c1e8249aeca0dc2042caa2143e1"},
                   {"mnist/train-images-idx3-ubyte",
                    "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db"}},
                  "hyp run claims/one.hyp --seed 18446744073709551615"};
  return r;
}

}  // namespace hyp::test
