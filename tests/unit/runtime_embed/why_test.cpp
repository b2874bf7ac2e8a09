// SPDX-License-Identifier: MIT
// What is said of single examples, on eight rows that are counted off by hand: row 2 x + y has the
// logits 2 x + 1 and 2 y + 1, so the network answers 1 where y > x, which is row 1 alone.
#include "lang/diag/render.hpp"
#include "tests/unit/runtime_embed/support.hpp"

using namespace hyp;
using namespace hyp::test;

namespace {

std::string network(const std::string& between = "") {
  return "language 1\ndata rows = grid(x: 0..3, y: 0..1)\ndata few = grid(x: 0..1, y: 0..1)\n"
         "model net {\n  input [2]\n  neurons = relu(input)\n  scaled = " +
         (between.empty() ? std::string("neurons * 2") : between + "(neurons * 2)") +
         "\n  logits = scaled + 1\n  label = argmax(logits)\n}\n"
         "score x = input[0]\nscore y = input[1]\nregion right = x > 0\nregion top = y > 0\n"
         "region second = y > x\npartition sides { wide: x >= 2; narrow: otherwise }\n";
}

std::string claim(const std::string& x_rule, const std::string& more = "") {
  return "hypothesis h about net {\n  sees_x at net.neurons[0] is right" + x_rule +
         "\n  sees_y at net.neurons[1] is top\n"
         "  answer at net.label is not sees_x and sees_y\n" +
         more + "}\n";
}

const std::string kTest =
    "test h on rows { trials 40\n measure preserved, preserved by parts }\n"
    "partition parts { second: second; rest: otherwise }\n";

struct Asked {
  explicit Asked(const std::string& text) : session(loader) {
    auto checked = session.check("claim.hyp", text);
    INFO(diag::render_text(checked.diagnostics, session.sources(), false));
    REQUIRE(checked);
    program = std::move(*checked.value);
  }
  [[nodiscard]] diag::Outcome<report::Why> ask(std::int64_t row,
                                               const embed::AskOptions& options = {}) {
    Quiet quiet;
    return session.why(program, row, options, quiet);
  }
  [[nodiscard]] report::Why why(std::int64_t row, const embed::AskOptions& options = {}) {
    auto answer = ask(row, options);
    INFO(diag::render_text(answer.diagnostics, session.sources(), false));
    REQUIRE(answer);
    return std::move(*answer.value);
  }
  [[nodiscard]] diag::Code error(std::int64_t row, const embed::AskOptions& options = {}) {
    const auto answer = ask(row, options);
    REQUIRE(!answer);
    return answer.diagnostics.at(0).code;
  }
  MemoryLoader loader;
  embed::Session session;
  check::Program program;
};

}  // namespace

TEST_CASE("an example's values, donors, contributions and flips are those worked out by hand") {
  Asked asked(network() + claim(", resampled any") + kTest);
  const auto why = asked.why(1);
  CHECK(why.engine == "affine");
  CHECK(why.example.columns == std::vector<std::pair<std::string, double>>{{"x", 0}, {"y", 1}});
  CHECK(why.example.input == std::vector<double>{0, 1});
  CHECK(why.example.logits == std::vector<double>{1, 3});
  CHECK(why.example.answer == 1);
  CHECK(why.example.margin == 2);

  REQUIRE(why.nodes.size() == 3);
  CHECK(why.nodes[0].name == "answer");
  CHECK(why.nodes[0].value->word == "yes");
  const auto& x = why.nodes[1];
  CHECK(x.name == "sees_x");
  CHECK(x.value->word == "no");
  REQUIRE(x.comparisons.size() == 1);
  CHECK(x.comparisons[0].score == "x");
  CHECK(x.comparisons[0].value == 0);
  CHECK_FALSE(x.comparisons[0].holds);
  REQUIRE(x.turnings.size() == 1);  // anything above 0
  CHECK(x.turnings[0].to == 0);
  CHECK(x.turnings[0].beyond);
  CHECK(x.turnings[0].becomes.word == "yes");
  const auto& y = why.nodes[2];
  REQUIRE(y.turnings.size() == 1);  // 0 itself does
  CHECK(y.turnings[0].to == 0);
  CHECK_FALSE(y.turnings[0].beyond);

  REQUIRE(why.draws.size() == 3);
  const auto& of_x = why.draws[0];
  CHECK(of_x.of == std::vector<std::string>{"sees_x"});
  CHECK(of_x.rules == std::vector<std::string>{"any"});
  CHECK(of_x.count == 8);
  CHECK(of_x.itself == 1.0 / 8);
  CHECK(of_x.keeps == 0.25);  // x must stay 0
  CHECK(of_x.brought->own == 0);
  CHECK(of_x.brought->least == -6);
  CHECK(of_x.brought->greatest == 0);
  CHECK(of_x.brought->mean == -3);
  REQUIRE(of_x.flip);  // x = 1 gives equal logits: the lowest answer of equals is 0
  CHECK(of_x.flip->row == 2);
  CHECK(of_x.flip->margin == 0);
  CHECK(of_x.flip->answer == 0);
  const auto& of_y = why.draws[1];
  CHECK(of_y.rules == std::vector<std::string>{"same value"});
  CHECK(of_y.count == 4);
  CHECK(of_y.keeps == 1);
  CHECK_FALSE(of_y.flip);
  CHECK(of_y.first.front().row == 1);
  CHECK_FALSE(why.draws[2].effect);

  REQUIRE(why.units.size() == 1);  // the other brings nothing
  CHECK(why.units[0].unit == "neurons[1]");
  CHECK(why.units[0].brought == 2);
  CHECK(why.rest == 0);
  CHECK(why.zeroed == 2);
  REQUIRE(why.zero_flips.size() == 1);
  CHECK(why.zero_flips[0].unit == "neurons[1]");
  CHECK(why.zero_flips[0].margin == 0);

  REQUIRE(why.preserved);
  CHECK(why.preserved->exact);
  CHECK(why.preserved->value == 0.25);
  CHECK(why.preserved->combinations == 4);
  REQUIRE(why.swap);  // the claim is the network
  CHECK(why.swap->predicted == 1);
  CHECK(why.swap->obeyed.value == 1);
  CHECK(why.swap->obeyed.combinations == 8);
}

TEST_CASE("how often a run kept an example is what the run says") {
  Asked asked(network() + claim(", resampled any") + kTest);
  for (const std::uint64_t seed : {0, 1, 2}) {
    embed::AskOptions options;
    options.seed = seed;
    const auto why = asked.why(1, options);
    embed::RunOptions run;
    run.seed = seed;
    Quiet quiet;
    const auto report = asked.session.run(asked.program, run, quiet);
    for (const auto& figure : report.experiments.at(0).results) {
      if (figure.region.value_or("") != "second" || figure.mode != stats::Mode::scrub) continue;
      CHECK(why.preserved->run_trials == 40);
      CHECK(figure.value == static_cast<double>(why.preserved->run_hits) / 40);
    }
    const auto worst = asked.session.worst(asked.program, 8, options, quiet);
    REQUIRE(worst);
    CHECK(worst->trials == 40);
    REQUIRE(worst->worst.size() == 8);
    CHECK(worst->always == 4);  // those with y = 0, whose answer is 0 whatever x is
    for (const auto& row : worst->worst) {
      CHECK(row.kept == asked.why(row.row, options).preserved->run_hits);
      CHECK(row.obeyed == 40);
    }
    CHECK(worst->worst[0].row == 1);  // a quarter; the other rows at the top keep three quarters
  }
}

TEST_CASE("where no donor changes the answer alone, all of them together may") {
  // Of row 7, logits 7 and 3: x >= 1 alone leaves 3 against 3, and y alone changes nothing.
  Asked asked(network() + claim("") + kTest);
  const auto why = asked.why(7);
  CHECK(why.never);
  CHECK_FALSE(why.all_at_once);
  CHECK(why.preserved->value == 1);
  Asked both(network() +
             "hypothesis h about net {\n  sees_x at net.neurons[0] is sides\n"
             "  sees_y at net.neurons[1] is top, resampled any\n"
             "  answer at net.label reads sees_x, sees_y\n}\n" +
             kTest);
  // Row 2 is x 1, y 0: x = 0 alone ties, y = 1 alone ties, together they lose.
  const auto two = both.why(2);
  CHECK(two.draws[0].keeps == 1);
  CHECK(two.draws[1].keeps == 1);
  REQUIRE(two.all_at_once);
  CHECK(two.all_at_once->margin == -2);
  CHECK(two.all_at_once->answer == 1);
  REQUIRE(two.all_at_once->donors.size() == 2);
  CHECK(two.all_at_once->donors[0].second.row == 0);
  CHECK(two.all_at_once->donors[1].second.row == 1);
  CHECK(two.preserved->value == 0.75);  // lost where x = 0 (half) and y = 1 (half)
  CHECK_FALSE(two.swap);
}

TEST_CASE("a network that is no sum gives the same, but for what each part brings") {
  Asked asked(network("abs") + claim(", resampled any") + kTest);
  const auto why = asked.why(1);
  CHECK(why.engine == "forward");
  CHECK(why.preserved->exact);
  CHECK(why.preserved->value == 0.25);
  CHECK(why.preserved->combinations == 8 * 4 * 8);  // donors, not what they bring
  CHECK(why.draws[0].keeps == 0.25);
  CHECK(why.draws[0].flip->row == 2);
  CHECK_FALSE(why.draws[0].brought);
  CHECK(why.units.empty());
  CHECK(why.zero_flips.at(0).unit == "neurons[1]");
  CHECK(why.swap->obeyed.value == 1);
}

TEST_CASE("arms, windows and examples without donors") {
  Asked asked(network() +
              "hypothesis h about net {\n"
              "  sees_x at net.neurons[0] is right, resampled {\n    when right: within 1 of x in "
              "right\n    otherwise: fixed rows[0], excluding itself, allow 50%\n  }\n"
              "  sees_y at net.neurons[1] is top\n"
              "  answer at net.label is not sees_x and sees_y\n}\n" +
              kTest);
  const auto why = asked.why(7);  // x 3: donors with x 2 or 3
  CHECK(why.draws[0].rules == std::vector<std::string>{"when right: within 1 of x in right"});
  CHECK(why.draws[0].count == 4);
  CHECK(why.draws[0].by == "x");
  REQUIRE(why.draws[0].first.size() == 4);
  CHECK(why.draws[0].first[0].row == 6);  // nearest first, the lower row of equals
  CHECK(why.draws[0].first[0].score == 3);
  CHECK(why.draws[0].first[2].row == 4);
  const auto none = asked.why(0);
  CHECK_FALSE(none.tested);
  CHECK(none.draws[0].count == 0);
  CHECK_FALSE(none.preserved);
  Quiet quiet;
  const auto worst = asked.session.worst(asked.program, 10, {}, quiet);
  REQUIRE(worst);
  CHECK(worst->not_tested == 1);
  CHECK(worst->worst.size() == 7);
}

TEST_CASE("which test is meant, and which example") {
  using diag::Code;
  const std::string two = network() + claim("") + kTest;
  embed::AskOptions named, on;
  Asked asked(two + "test h on few { }\n");
  CHECK(asked.error(0) == Code::tested_on_several);
  on.on = "few";
  CHECK(asked.why(3, on).example.data == "few");
  CHECK(asked.error(4, on) == Code::no_such_example);
  CHECK(asked.error(-1, on) == Code::no_such_example);
  on.on = "fw";
  CHECK(asked.error(0, on) == Code::unknown_option_name);
  named.name = "hh";
  CHECK(asked.error(0, named) == Code::unknown_option_name);
  CHECK(Asked(network()).error(0) == Code::no_test_to_ask);
  CHECK(Asked(network()).error(0, named) == Code::no_test_to_ask);
  Asked untested(network() + claim(""));
  CHECK(untested.error(0) == Code::no_test_to_ask);
  named.name = "h";
  CHECK(untested.error(0, named) == Code::hypothesis_untested);
  std::string other = claim("");
  other.replace(other.find(" h "), 3, " g ");
  Asked several(two + other + "test g on rows { }\n");
  CHECK(several.error(0) == Code::test_not_named);
  named.name = "g";
  CHECK(several.why(0, named).hypothesis == "g");
}
