// SPDX-License-Identifier: MIT
// Tests of hypotheses from file to verdict, on the network of four neurons that is small enough to
// go through every combination of donors.
#include <functional>

#include "lang/diag/render.hpp"
#include "tests/unit/runtime_embed/support.hpp"

using namespace hyp;
using namespace hyp::test;
using stats::Verdict;

namespace {

// The example's network and regions, without its hypothesis.
std::string band() {
  std::string text = content("hypotheses/band.hyp");
  const std::string columns = "digits.x + digits.y";  // which other data has not
  text.replace(text.find(columns), columns.size(), "input[0] + input[1]");
  return text.substr(0, text.find("hypothesis "));
}

// The example's claim with other rules and further lines.
std::string claim(const std::string& large = "", const std::string& small = "",
                  const std::string& more = "", const std::string& name = "h") {
  return "hypothesis " + name + " about net {\n  sees_large at large_detectors is large" + large +
         "\n  sees_small at small_detectors is small" + small +
         "\n  answer at net.label is sees_large or sees_small\n  " + more + "\n}\n";
}

struct Run {
  explicit Run(const std::string& text, const embed::RunOptions& options = {},
               embed::Listener* listener = nullptr)
      : loader(band_files()), session(loader) {
    const auto program = session.check("claim.hyp", band() + text);
    INFO(diag::render_text(program.diagnostics, session.sources(), false));
    REQUIRE(program);
    Quiet quiet;
    report = session.run(*program, options, listener ? *listener : quiet);
  }
  [[nodiscard]] std::string said() const {
    return diag::render_text(report.diagnostics, session.sources(), false);
  }
  [[nodiscard]] std::vector<diag::Code> codes() const {
    std::vector<diag::Code> all;
    for (const auto& one : report.diagnostics) all.push_back(one.code);
    return all;
  }
  // Of the first test, or another.
  [[nodiscard]] const stats::Figure& figure(std::string_view metric, stats::Mode mode,
                                            std::string_view region = "",
                                            std::size_t test = 0) const {
    INFO(said());
    for (const auto& found : report.experiments.at(test).results) {
      if (found.metric == metric && found.mode == mode && found.region.value_or("") == region) {
        return found;
      }
    }
    FAIL("no figure " << metric);
    return report.experiments[0].results[0];
  }
  [[nodiscard]] const stats::NodeDonors& donors(std::string_view stream,
                                                stats::Mode mode = stats::Mode::scrub) const {
    INFO(said());
    for (const auto& found : report.experiments.at(0).donors) {
      if (found.stream == stream && found.mode == mode) return found;
    }
    FAIL("no draw " << stream);
    return report.experiments[0].donors[0];
  }

  MemoryLoader loader;
  embed::Session session;
  report::Report report;
};

embed::RunOptions trials(std::int64_t count) {
  embed::RunOptions options;
  options.trials = count;
  return options;
}

// Row i of the data is (i / 10, i % 10); the third and the fourth neuron are never above 0.
struct Example {
  int x, y;
  explicit Example(int row) : x(row / 10), y(row % 10) {}
  [[nodiscard]] bool large() const { return x + y > 12; }
  [[nodiscard]] bool small() const { return x + y < 6; }
  [[nodiscard]] double first() const { return std::max(0, x + y - 12); }
  [[nodiscard]] double second() const { return std::max(0.0, 6 - x - 1.25 * y); }
};

// Logit 0 is 1/2; logit 1 is the sum of the neurons. Of equals the first is the answer.
bool answer(const Example& large, const Example& small) {
  return large.first() + small.second() > 0.5;
}

// Over all references and pairs of donors that may be drawn.
double expected(
    const std::function<bool(const Example&, const Example&, const Example&)>& allowed,
    const std::function<double(const Example&, const Example&, const Example&)>& value) {
  double sum = 0;
  for (int r = 0; r < 100; ++r) {
    double total = 0;
    int pairs = 0;
    for (int a = 0; a < 100; ++a) {
      for (int b = 0; b < 100; ++b) {
        const Example reference(r), left(a), right(b);
        if (!allowed(reference, left, right)) continue;
        total += value(reference, left, right);
        ++pairs;
      }
    }
    sum += total / pairs;
  }
  return sum / 100;
}

bool same_values(const Example& r, const Example& a, const Example& b) {
  return a.large() == r.large() && b.small() == r.small();
}
bool all_pairs(const Example&, const Example&, const Example&) {
  return true;
}
bool one_donor(const Example&, const Example& a, const Example& b) {
  return a.x == b.x && a.y == b.y;
}
double preserved(const Example& r, const Example& a, const Example& b) {
  return answer(a, b) == answer(r, r) ? 1 : 0;
}
double margin(const Example&, const Example& a, const Example& b) {
  return a.first() + b.second() - 0.5;
}
double obeyed(const Example&, const Example& a, const Example& b) {
  return answer(a, b) == (a.large() || b.small()) ? 1 : 0;
}

void check_estimate(const std::optional<stats::Estimate>& estimate, double wanted) {
  REQUIRE(estimate);
  REQUIRE(estimate->low);
  const double reach = *estimate->high - *estimate->low;
  CHECK(std::abs(estimate->value - wanted) <= reach);
}

}  // namespace

TEST_CASE("a scrub's figures are those of going through every pair of donors") {
  const Run run(claim() + "test h on digits { trials 400; measure preserved, margin }\n");
  CHECK(run.report.diagnostics.empty());
  const auto& share = run.figure("preserved", stats::Mode::scrub);
  CHECK(share.value == Approx(expected(same_values, preserved)).margin(0.005));
  CHECK(*share.low < share.value);
  CHECK(share.value < *share.high);
  CHECK(share.n == 100);
  CHECK(share.trials == 400);
  REQUIRE(share.beside);
  CHECK(share.beside->clean == 1);
  check_estimate(share.beside->baseline, expected(one_donor, preserved));
  check_estimate(share.beside->stake, 1 - expected(all_pairs, preserved));
  check_estimate(share.beside->twin, expected(
                                         [](const Example& r, const Example& a, const Example& b) {
                                           return same_values(r, a, b) && one_donor(r, a, b);
                                         },
                                         preserved));
  check_estimate(share.beside->one_donor, share.beside->twin->value);
  check_estimate(share.beside->own_donors, share.value);  // one unit each
  CHECK(!share.beside->no_stake);
  const auto& mean = run.figure("margin", stats::Mode::scrub);
  CHECK(mean.value == Approx(expected(same_values, margin)).margin(0.02));
  CHECK(mean.beside->clean == Approx(0.535).epsilon(1e-6));
}

TEST_CASE("a swap's figure is that of going through every pair of donors") {
  const Run run(claim() + "test h on digits { trials 400; swap: measure obeyed, preserved }\n");
  const auto& share = run.figure("obeyed", stats::Mode::swap);
  CHECK(share.value == Approx(expected(all_pairs, obeyed)).margin(0.005));
  CHECK(share.beside->clean == 0.96);  // what `rule` in the example says, too
  CHECK(run.figure("preserved", stats::Mode::swap).value ==
        Approx(expected(all_pairs, preserved)).margin(0.01));
}

TEST_CASE("rules that leave one donor are exact, and drawn once") {
  const Run run(claim(", resampled itself", ", resampled itself", "all else is itself") +
                "test h on digits { expect preserved >= 100% }\n");
  const auto& share = run.figure("preserved", stats::Mode::scrub);
  CHECK(share.value == 1);
  CHECK(!share.low);
  CHECK(share.trials <= 1);
  CHECK(run.report.verdict == Verdict::supported);
}

TEST_CASE("verdicts of a test") {
  const auto verdict = [](const std::string& lines, const std::string& claimed = claim(),
                          std::int64_t count = 50) {
    return Run(claimed + "test h on digits { " + lines + " }\n", trials(count)).report.verdict;
  };
  CHECK(verdict("expect preserved >= 90%") == Verdict::supported);
  CHECK(verdict("expect preserved >= 99%") == Verdict::refuted);
  CHECK(verdict("expect preserved >= 93.4%") == Verdict::inconclusive);
  CHECK(verdict("swap: expect obeyed >= 95%") == Verdict::supported);
  CHECK(verdict("expect preserved >= 90%; swap: expect obeyed >= 99%") == Verdict::refuted);
  CHECK(verdict("expect preserved in nobody >= 90%", "region nobody = total > 99\n" + claim()) ==
        Verdict::not_tested);
  CHECK(verdict("expect preserved within 10% of clean") == Verdict::supported);
  CHECK(verdict("expect preserved within 5% of clean") == Verdict::refuted);
  // The mean margin is the same whoever stands in: nothing is at stake for it.
  CHECK(verdict("expect margin within 0.1 of clean") == Verdict::not_tested);
  CHECK(!verdict("measure preserved"));
}

TEST_CASE("where any example may stand in as well, nothing was tested") {
  const Run run(
      "hypothesis h about net {\n  n at net.neurons[3] is large\n"
      "  answer at net.label reads n\n  all else is itself\n}\n"
      "test h on digits { expect preserved >= 90% }\n");
  CHECK(run.report.verdict == Verdict::not_tested);
  CHECK(run.report.experiments.at(0).expectations.at(0).untested == stats::Untested::no_stake);
  CHECK(run.codes() == std::vector{diag::Code::node_without_effect});
}

TEST_CASE("references that nobody can stand in for are counted, not guessed") {
  const Run run(
      claim(", resampled within 0.5 of total, excluding itself, allow 2%") +
      "test h on digits { measure preserved, margin by sizes; expect preserved >= 80% }\n");
  const auto& all = run.figure("preserved", stats::Mode::scrub);
  CHECK(all.n == 98);
  CHECK(all.n_not_tested == 2);
  CHECK(run.figure("margin", stats::Mode::scrub, "large").n_not_tested == 1);
  CHECK(run.figure("margin", stats::Mode::scrub, "middle").n_not_tested == 0);
  CHECK(run.donors("answer/sees_large").without == 2);
  CHECK(run.donors("answer/sees_large").smallest == 0);
}

TEST_CASE("who stands in: sizes of the sets, and how often the example itself") {
  const Run run(claim("", ", resampled from not small") +
                "test h on digits { measure preserved }\n");
  const auto& large = run.donors("answer/sees_large");
  CHECK(large.rule == "same value");
  CHECK(large.place == "1 unit of net.neurons");
  CHECK(large.smallest == 21);
  CHECK(large.median == 79);
  CHECK(large.largest == 79);
  CHECK(large.itself == Approx(0.02));  // a share of 1/21 for 21 of 100, of 1/79 for 79
  CHECK(large.effect == true);
  CHECK(large.without == 0);
  const auto& small = run.donors("answer/sees_small");
  CHECK(small.rule == "from not small");
  CHECK(small.smallest == 79);
  CHECK(small.itself == Approx(0.01));
  const auto& others = run.donors("answer/others");
  CHECK(others.rule == "any");
  CHECK(others.place == "all else");
  CHECK(others.effect == false);
  CHECK(run.donors("answer/sees_large", stats::Mode::swap).rule == "any");
}

TEST_CASE("donors of another set, for a test or for one rule") {
  const std::string edges = "data corners = grid(x: 0..1, y: 0..1)\n";
  // Nobody in the corners has a large sum: 21 references have no donor of the same value.
  const std::string test = "test h on digits { donors corners; measure preserved }\n";
  CHECK(Run(edges + claim() + test).codes() == std::vector{diag::Code::no_donor});
  const Run allowed(edges + claim(", resampled same value, allow 21%", ", resampled any") + test);
  CHECK(allowed.report.diagnostics.empty());
  CHECK(allowed.figure("preserved", stats::Mode::scrub).n == 79);
  CHECK(allowed.donors("answer/sees_small").largest == 4);
  CHECK(allowed.donors("answer/others").largest == 4);
  const Run rule(edges + claim("", ", resampled any, of corners") +
                 "test h on digits { measure preserved }\n");
  CHECK(rule.donors("answer/sees_small").rule == "any, of corners");
  CHECK(rule.donors("answer/sees_small").largest == 4);
  CHECK(rule.donors("answer/sees_small").itself == 0);
  CHECK(rule.donors("answer/sees_large").largest == 79);
  CHECK(rule.donors("answer/others").largest == 100);
}

TEST_CASE("references on a line of their own") {
  const Run run("data edge = grid(x: 0..9, y: 0..0)\n" + claim() +
                "test h { references edge; donors digits; measure preserved }\n");
  CHECK(run.figure("preserved", stats::Mode::scrub).n == 10);
  CHECK(run.report.experiments.at(0).data == "edge");
  CHECK(run.donors("answer/sees_large").largest == 79);
}

TEST_CASE("trials, seed and parameters from outside") {
  const std::string text = claim(", resampled within width of total", "", "", "h(width = 1)") +
                           "test h on digits { trials 30; measure preserved }\n";
  const Run plain(text);
  CHECK(plain.figure("preserved", stats::Mode::scrub).trials == 30);
  CHECK(Run(text, trials(7)).figure("preserved", stats::Mode::scrub).trials == 7);
  CHECK(Run(claim() + "test h on digits { measure preserved }\n")
            .figure("preserved", stats::Mode::scrub)
            .trials == 100);
  CHECK(plain.donors("answer/sees_large").rule == "within width of total");
  CHECK(plain.donors("answer/sees_large").largest == 28);  // sums 8, 9, 10: 9 + 10 + 9
  embed::RunOptions options;
  options.set = {{"h.width", "0"}};
  CHECK(Run(text, options).donors("answer/sees_large").largest == 10);
  options.set = {{"h.widht", "0"}};
  CHECK(Run(text, options).codes() == std::vector{diag::Code::unknown_option_name});
  options.set.clear();
  options.seed = 1;
  const Run other(text, options);
  CHECK(other.figure("preserved", stats::Mode::scrub).value !=
        plain.figure("preserved", stats::Mode::scrub).value);
  CHECK(other.report.experiments.at(0).seed == 1);
}

TEST_CASE("the number of threads changes no bit") {
  const std::string text = claim() + "test h on digits { measure preserved, margin, kl, loss }\n";
  embed::RunOptions one, two;
  one.threads = 1;
  two.threads = 2;
  const Run a(text, one), b(text, two);
  const auto &left = a.report.experiments.at(0).results,
             &right = b.report.experiments.at(0).results;
  REQUIRE(left.size() == right.size());
  for (std::size_t i = 0; i < left.size(); ++i) {
    CHECK(left[i].value == right[i].value);
    CHECK(left[i].low == right[i].low);
    CHECK(left[i].beside->baseline->value == right[i].beside->baseline->value);
  }
}

TEST_CASE("a sweep gives figures and donors at every point") {
  const Run run(claim(", resampled within width of total", "", "", "h(width = 1)") +
                "test h on digits {\n  for width in [0, 1, 18]\n  measure preserved\n"
                "  expect preserved >= 90% for width < 2\n  swap: measure obeyed\n}\n");
  INFO(run.said());
  const auto& test = run.report.experiments.at(0);
  std::vector<double> widths;
  std::vector<double> swaps;
  for (const auto& found : test.results) {
    REQUIRE(found.sweep.values.size() == 1);
    CHECK(found.sweep.values[0].name == "width");
    (found.mode == stats::Mode::scrub ? widths : swaps).push_back(found.sweep.values[0].value);
  }
  CHECK(widths == std::vector<double>{0, 1, 18});
  CHECK(swaps == std::vector<double>{0, 1, 18});
  std::vector<std::int64_t> largest;
  for (const auto& donors : test.donors) {
    if (donors.stream == "answer/sees_large" && donors.mode == stats::Mode::scrub) {
      largest.push_back(*donors.largest);
    }
  }
  CHECK(largest == std::vector<std::int64_t>{10, 28, 100});
  CHECK(test.expectations.at(0).decided_on.size() == 2);
}

TEST_CASE("tests are chosen by the name of their hypothesis; one may have several") {
  const std::string text =
      claim() + claim("", "", "", "other") +
      "test h on digits { measure preserved }\ntest other on digits { measure preserved }\n"
      "test h on digits { trials 3; measure margin }\n"
      "experiment e on digits { measure share(large) }\n";
  embed::RunOptions options;
  const auto names = [&](std::vector<std::string> only) {
    options.only = std::move(only);
    std::vector<std::string> all;
    for (const auto& one : Run(text, options).report.experiments) all.push_back(one.name);
    return all;
  };
  CHECK(names({"h"}) == std::vector<std::string>{"h", "h"});
  CHECK(names({"other"}) == std::vector<std::string>{"other"});
  CHECK(names({"e", "other"}) == std::vector<std::string>{"e", "other"});
  CHECK(names({}) == std::vector<std::string>{"e", "h", "other", "h"});
  options.only = {"hh"};
  CHECK(Run(text, options).codes() == std::vector{diag::Code::unknown_option_name});
}

TEST_CASE("a claim that runs more than sums") {
  const Run run(
      "hypothesis h about net {\n  n at net.hidden[0] is large\n"
      "  m at net.hidden[1] is small\n  answer at net.label is n or m\n}\n"
      "test h on digits { trials 20; expect preserved >= 90% }\n");
  CHECK(run.report.diagnostics.empty());
  CHECK(run.report.experiments.at(0).engine == "forward");
  CHECK(run.figure("preserved", stats::Mode::scrub).value ==
        Approx(expected(same_values, preserved)).margin(0.02));
  CHECK(run.figure("obeyed", stats::Mode::swap).value ==
        Approx(expected(all_pairs, obeyed)).margin(0.02));
}

TEST_CASE("a claim about the pixels themselves") {
  const Run run(
      "hypothesis h about net {\n  x at net.input[0] is digits.x\n"
      "  y at net.input[1] is digits.y\n  answer at net.label is x + y > 12\n}\n"
      "test h on digits { trials 5; measure preserved }\n");
  INFO(run.said());
  CHECK(run.figure("preserved", stats::Mode::scrub).value == 1);  // the same x and y
}

TEST_CASE("a test that is stopped gives no figures; what was finished before it stays") {
  struct Stopping : Quiet {
    void progress(std::string_view stage, std::int64_t done, std::int64_t) override {
      stop = stop || (stage == "trials" && done > 0);
    }
    bool cancelled() override { return stop; }
    bool stop = false;
  } stopping;
  const Run run("experiment e on digits { measure share(large) }\n" + claim() +
                    "test h on digits { measure preserved }\n",
                trials(1000000), &stopping);
  REQUIRE(run.report.experiments.size() == 1);
  CHECK(run.report.experiments[0].name == "e");
  CHECK(!run.report.verdict);
  CHECK(run.codes() == std::vector{diag::Code::interrupted});
  CHECK(run.said().find(" of 1000000 trials of `h`\n") != std::string::npos);
}

TEST_CASE("one donor for all that varies is said to be no look inside") {
  const auto warned = [](const std::string& more, const std::string& large = "") {
    return Run(claim(large, "", more) + "test h on digits { measure preserved }\n", trials(5))
        .codes();
  };
  CHECK(warned("").empty());
  CHECK(warned("draw sees_large, sees_small together") ==
        std::vector{diag::Code::equal_to_its_twin});
  CHECK(warned("draw sees_large, sees_small, others together") ==
        std::vector{diag::Code::equal_to_its_twin});
  CHECK(warned("", ", resampled { when total == 9: any; otherwise: itself }") ==
        std::vector{diag::Code::mostly_itself});
  CHECK(warned("", ", resampled nearest 1 of total").empty());  // always itself, as it says
}

TEST_CASE(
    "an error names its point of the sweep, is said once, and leaves the other tests theirs") {
  const std::string sweep =
      " {\n  for border in [5, 40]\n  intervene { mean large_detectors in big }\n"
      "  measure preserved\n}\n";
  const Run run("let border = 5\nregion big = total > border\nexperiment first on digits" + sweep +
                "experiment again on digits" + sweep + claim() +
                "test h on digits { trials 2; scrub: measure preserved }\n");
  CHECK(run.codes() == std::vector{diag::Code::empty_region, diag::Code::empty_region});
  const auto said = run.said();
  const std::string note = "  = note: at border 40\n";
  const auto first = said.find(note);
  CHECK(first != std::string::npos);
  CHECK(said.find("at border 5") == std::string::npos);
  REQUIRE(run.report.experiments.size() == 1);
  CHECK(run.report.experiments[0].name == "h");
  CHECK_FALSE(run.report.verdict);

  // Two tests stumble over one partition.
  const Run twice("partition halves { low: total < 12; high: input[0] > 2 }\n" + claim() +
                  claim("", "", "", "g") +
                  "test h on digits { measure preserved by halves }\n"
                  "test g on digits { measure preserved by halves }\n");
  CHECK(twice.codes() == std::vector{diag::Code::partition_overlap});
}
