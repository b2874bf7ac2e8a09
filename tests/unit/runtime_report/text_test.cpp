// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <sstream>

#include "runtime/report/words.hpp"
#include "tests/support/catch.hpp"
#include "tests/unit/runtime_report/sample.hpp"

using namespace hyp;
using test::figure;

namespace {

std::string without_colors(std::string text) {
  for (auto at = text.find('\033'); at != std::string::npos; at = text.find('\033')) {
    text.erase(at, text.find('m', at) - at + 1);
  }
  return text;
}

report::Report with(std::vector<stats::Figure> figures) {
  report::Report r;
  stats::ExperimentResult e;
  e.name = "e";
  e.engine = "direct";
  e.data = "d";
  e.results = std::move(figures);
  r.experiments.push_back(std::move(e));
  r.provenance.hyp_version = "0";
  return r;
}

}  // namespace

TEST_CASE("a report as text") {
  source::SourceMap sources;
  CHECK("\n" + report::to_text(test::sample(sources), false) == R"(
rule on images, 60000 examples

  measure                                    n    value
  -----------------------------------------------------
  share(one)                             60000  28.52 %
  agreement(one or anti_one, net.label)  60000  96.25 %

minimum_ablation on images, 60000 examples
  Setting the detectors to the lowest value they ever take removes what they say.

  intervention        region        n  preserved  margin(1, 0)
  ------------------------------------------------------------
  none                all       60000   100.00 %        3.4404
                      near_one  30000   100.00 %        3.1000
                      nowhere       0          -             -
  min anti_detectors  all       60000    71.00 %       -1.1505
                      near_one  30000    93.71 %        0.3000
                      nowhere       0          -             -

  ✓ supported     preserved in near_one >= 90% under min anti_detectors
                  93.71 %, under min anti_detectors, in near_one, n 30000
  ✗ refuted       margin(1, 0) >= -1.15049
                  -1.15050, under min anti_detectors, n 60000 (the deciding one of 2)
  - not tested    preserved in nowhere >= 50% under min anti_detectors
                  undefined, under min anti_detectors, in nowhere, n 0

in_the_post of post on images, 60000 examples, sampled, 10 trials, seed 18446744073709551615

  tolerance  k      n  not tested               preserved
  -------------------------------------------------------
  0.01 %     3  59615         385  93.80 % [93.60, 94.00]
  1 %        3  60000           0  93.69 % [93.49, 93.89]

  ? inconclusive  preserved >= 93.8%
                  93.802 % [93.60, 94.00] at tolerance 0.01 %, k 3, n 59615, 385 not tested (the
                  deciding one of 2)

verdict: refuted (1 refuted, 1 not tested, 1 inconclusive, 1 supported)

hyp 0.1.0, LibTorch 1.13.1, OpenBLAS 0.3.21, 2 threads, seed 18446744073709551615
  0562d9df55ca  eis-vii/mnist_model.pt
  ba891046e650  mnist/train-images-idx3-ubyte
repeat: hyp run claims/one.hyp --seed 18446744073709551615
)");
}

TEST_CASE("colour only when asked, and nothing but colour") {
  source::SourceMap sources;
  const auto r = test::sample(sources);
  const std::string plain = report::to_text(r, false), colored = report::to_text(r, true);
  CHECK(plain.find('\033') == std::string::npos);
  CHECK(colored.find("\033[1;31m✗ refuted") != std::string::npos);
  CHECK(colored.find("\033[1;32m✓ supported") != std::string::npos);
  CHECK(without_colors(colored) == plain);
}

TEST_CASE("nothing expected, nothing decided; no network, no backend") {
  auto r = with({figure({}, "mean(likeness)", {}, false, -12.5, 3)});
  CHECK("\n" + report::to_text(r, false) == R"(
e on d, 3 examples

  measure         n     value
  ---------------------------
  mean(likeness)  3  -12.5000

hyp 0, 1 thread, seed 0
)");
}

TEST_CASE("measures on other rows stand in another table") {
  const auto r =
      with({figure({}, "share(one)", {}, true, 0.5, 4), figure({}, "preserved", {}, true, 1, 4),
            figure({}, "preserved", "left", true, 1, 2), figure({}, "loss", {}, false, 1, 4),
            figure({}, "loss", "left", false, 1, 3)});
  CHECK("\n" + report::to_text(r, false) == R"(
e on d, 4 examples

  region  n  share(one)
  ---------------------
  all     4     50.00 %

  region  n  preserved
  --------------------
  all     4   100.00 %
  left    2   100.00 %

  region  n    loss
  -----------------
  all     4  1.0000
  left    3  1.0000

hyp 0, 1 thread, seed 0
)");
}

TEST_CASE("a region called all is not taken for all examples, a repeated measure is shown once") {
  const auto r = with({figure({}, "loss", {}, false, 1, 4), figure({}, "loss", "all", false, 2, 3),
                       figure({}, "loss", {}, false, 1, 4)});
  CHECK("\n" + report::to_text(r, false) == R"(
e on d, 4 examples

  region  n    loss
  -----------------
  all     4  1.0000
  all     3  2.0000

hyp 0, 1 thread, seed 0
)");
}

TEST_CASE("examples that could not be tested are examples of the data all the same") {
  auto f = figure({}, "loss", {}, false, 1, 3);
  f.n_not_tested = 2;
  CHECK("\n" + report::to_text(with({f}), false) == R"(
e on d, 5 examples

  measure  n  not tested   value
  ------------------------------
  loss     3           2  1.0000

hyp 0, 1 thread, seed 0
)");
}

TEST_CASE("an experiment that could not be run says so") {
  auto r = with({});
  r.experiments[0].verdict = stats::Verdict::not_tested;
  r.verdict = stats::Verdict::not_tested;
  CHECK("\n" + report::to_text(r, false) == R"(
e on d

  - not tested

verdict: not tested

hyp 0, 1 thread, seed 0
)");
}

TEST_CASE("names of any bytes neither break lines nor reach the terminal") {
  auto r = with({figure("min \x1b[2Jones\n", "loss\xff", "r\r", false, 1, 4)});
  r.experiments[0].name = "e\x07";
  r.provenance.files = {{"a\nb\xfe", "0123456789abcdef"}};
  r.provenance.repeat = "hyp run 'a\x1b'";
  CHECK("\n" + report::to_text(r, false) == R"(
e? on d, 4 examples

  intervention   region  n   loss)"
                                            "\uFFFD"
                                            R"(
  --------------------------------
  min ?[2Jones   r?      4  1.0000

hyp 0, 1 thread, seed 0
  0123456789ab  a b)"
                                            "\uFFFD"
                                            R"(
repeat: hyp run 'a?'
)");
}

TEST_CASE("however long the names, no line of an experiment is wider than 100") {
  const std::string name(150, 'n');
  std::vector<stats::Figure> figures;
  for (int i = 0; i < 200; ++i) {
    auto f = figure(i % 2 ? name : "min 数字数字", i % 3 ? "loss" : "agreement(" + name + ")",
                    fmt::format("{}{}", name, i), true, 0.5, 60000);
    f.low = 0.25;
    f.high = 0.75;
    f.sweep.values = {{"tolerance", 0.01 * i, true}, {name, 1e300, false}};
    figures.push_back(f);
  }
  auto r = with(figures);
  r.experiments[0].prose = name + " " + name;
  r.experiments[0].expectations = {{name, {}, stats::Verdict::refuted, {figures[0]}, {}}};
  std::istringstream lines(report::to_text(r, false));
  int count = 0;
  for (std::string line; std::getline(lines, line); ++count) CHECK(report::width(line) <= 100);
  CHECK(count > 200);
}
