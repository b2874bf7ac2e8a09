// SPDX-License-Identifier: MIT
// The recursion: who conditions on whom, which paths are overwritten, and the laws that any
// scrubber must obey.
#include "runtime/plan/stream.hpp"
#include "tests/oracle/oracle.hpp"
#include "tests/oracle/setting.hpp"
#include "tests/support/catch.hpp"

using namespace hyp::oracle;

namespace {

const std::vector<Axis> kAxes = {{"x0", 0, 2}, {"x1", 0, 2}, {"x2", 0, 2}};

// Every value has its own decimal digit: y shows who contributed what.
const std::string kChain = R"(language 1
data rows = grid(x0: 0..2, x1: 0..2, x2: 0..2)
model toy {
  input [3]
  h = input[0] + 10 * input[1]
  g = h + 100 * input[2]
  y = g + 1000 * input[2]
}
score s = input[0] + input[1]
region all = s >= 0
region some = s > 2
)";

struct Claim {
  const Setting setting;
  const World world;
  const Oracle oracle;
  Claim(const std::string& text, const std::string& nodes)
      : setting(text + "hypothesis c {\n" + nodes + "\n}\n", {grid("rows", kAxes)}),
        world(setting.world()),
        oracle(world) {}
  [[nodiscard]] double x(Datum datum, std::size_t i) const { return world.input(datum)[i]; }
  [[nodiscard]] std::int64_t rows() const { return world.rows(world.references); }
  template <typename Visit>
  void each_run(Visit visit, Mode mode = Mode::scrub) const {
    for (std::int64_t r = 0; r < rows(); ++r) {
      for (std::uint32_t trial = 0; trial < 3; ++trial) {
        visit(oracle.sample(mode, 11, trial, r), Datum{world.references, r}, trial);
      }
    }
  }
};

// The draws of a run in which the donors are all rows.
std::int64_t any_row(const char* stream, Datum r, std::uint32_t trial) {
  return static_cast<std::int64_t>(
      hyp::plan::Stream(11, stream).index(static_cast<std::uint64_t>(r.row), trial, 27));
}

}  // namespace

TEST_CASE("each visit has its own others, and a part that reads nothing is wholly its donor's") {
  const Claim claim(
      kChain, "h at toy.h resampled any\ng at toy.g resampled any reads h\ny at toy.y reads g");
  claim.each_run([&](const Run& run, Datum r, std::uint32_t trial) {
    CHECK(run.drawn.at("y/g/h").row == any_row("y/g/h", r, trial));
    CHECK(run.drawn.at("y/g/others").row == any_row("y/g/others", r, trial));
    CHECK(run.drawn.at("y/others").row == any_row("y/others", r, trial));
    CHECK(run.drawn.at("y/g").row == any_row("y/g", r, trial));
    CHECK(run.drawn.size() == 4);
    const Datum h = run.drawn.at("y/g/h");
    CHECK(run.output.parts ==
          Values{claim.x(h, 0) + 10 * claim.x(h, 1) + 100 * claim.x(run.drawn.at("y/g/others"), 2) +
                 1000 * claim.x(run.drawn.at("y/others"), 2)});
  });
}

TEST_CASE("what a node reads conditions on the node's donor, not on the reference") {
  const Claim claim(kChain,
                    "h at toy.h is rows.x0\ng at toy.g resampled fixed rows[23] reads h, others "
                    "itself\ny at toy.y reads g, others itself");
  const Datum fixed{claim.world.references, 23};  // 2 1 2
  claim.each_run([&](const Run& run, Datum r, std::uint32_t) {
    CHECK(run.drawn.at("y/g") == fixed);
    CHECK(run.drawn.at("y/g/others") == fixed);  // `itself` is the visit's datum
    CHECK(claim.x(run.drawn.at("y/g/h"), 0) == 2);
    CHECK(run.output.parts[0] ==
          2 + 10 * claim.x(run.drawn.at("y/g/h"), 1) + 200 + 1000 * claim.x(r, 2));
  });
}

TEST_CASE("a node that two read is drawn for each of them") {
  const std::string text = R"(language 1
data rows = grid(x0: 0..2, x1: 0..2, x2: 0..2)
model toy {
  input [3]
  h = input[0] + 10 * input[1]
  a = 1 * h
  b = 100 * h
  y = a + b
}
)";
  const Claim claim(text,
                    "h at toy.h resampled any\na at toy.a resampled itself reads h\nb at toy.b "
                    "resampled itself reads h\ny at toy.y reads a, b");
  bool differ = false;
  claim.each_run([&](const Run& run, Datum r, std::uint32_t trial) {
    const Datum a = run.drawn.at("y/a/h"), b = run.drawn.at("y/b/h");
    CHECK(a.row == any_row("y/a/h", r, trial));
    CHECK(b.row == any_row("y/b/h", r, trial));
    differ = differ || a != b;
    CHECK(run.output.parts[0] ==
          claim.x(a, 0) + 10 * claim.x(a, 1) + 100 * (claim.x(b, 0) + 10 * claim.x(b, 1)));
  });
  CHECK(differ);
}

namespace {
const std::string kResidual = R"(language 1
data rows = grid(x0: 0..2, x1: 0..2, x2: 0..2)
model toy {
  input [3]
  start = input[0] + 10 * input[1]
  shortcut = relu(start)
  block = 100 * start
  y = shortcut + block
}
)";
}

TEST_CASE("one edge covers every path, unless the claim names one") {
  const auto start = [](const Claim& claim, Datum x) { return claim.x(x, 0) + 10 * claim.x(x, 1); };
  const Claim both(kResidual, "s at toy.start resampled any\ny at toy.y reads s");
  both.each_run([&](const Run& run, Datum, std::uint32_t) {
    CHECK(run.output.parts[0] == 101 * start(both, run.drawn.at("y/s")));
  });
  const Claim one(kResidual, "s at toy.start via shortcut resampled any\ny at toy.y reads s");
  one.each_run([&](const Run& run, Datum, std::uint32_t) {
    CHECK(run.output.parts[0] ==
          start(one, run.drawn.at("y/s")) + 100 * start(one, run.drawn.at("y/others")));
  });
  const Claim each(kResidual,
                   "s at toy.start via shortcut resampled any\nb at toy.start via block resampled "
                   "any\ny at toy.y reads s, b");
  each.each_run([&](const Run& run, Datum, std::uint32_t) {
    CHECK(run.output.parts[0] ==
          start(each, run.drawn.at("y/s")) + 100 * start(each, run.drawn.at("y/b")));
  });
  const Claim either(kResidual,
                     "s at toy.start via shortcut, block resampled any\ny at toy.y reads s");
  either.each_run([&](const Run& run, Datum, std::uint32_t) {
    CHECK(run.output.parts[0] == 101 * start(either, run.drawn.at("y/s")));
  });
  const Claim twice(kResidual,
                    "s at toy.start resampled any\nb at toy.start via block resampled any\ny at "
                    "toy.y reads s, b");
  CHECK_THROWS_AS(twice.oracle.sample(Mode::scrub, 0, 0, 0), Refused);
}

TEST_CASE("what a claimed part hides is hidden: the nearer sibling wins on its own units") {
  const Claim claim(kResidual,
                    "s at toy.start resampled any\nb at toy.block resampled any\ny at toy.y reads "
                    "s, b");
  claim.each_run([&](const Run& run, Datum, std::uint32_t) {
    const Datum s = run.drawn.at("y/s"), b = run.drawn.at("y/b");
    CHECK(run.output.parts[0] ==
          claim.x(s, 0) + 10 * claim.x(s, 1) + 100 * (claim.x(b, 0) + 10 * claim.x(b, 1)));
  });
}

TEST_CASE("law: every rule and others `itself` give the clean output") {
  const Claim claim(kChain,
                    "i at toy.input[1] resampled itself\nh at toy.h resampled itself reads i\ng at "
                    "toy.g resampled itself reads h\ny at toy.y reads g, h\nall else is itself");
  claim.each_run([&](const Run& run, Datum r, std::uint32_t) {
    CHECK(run.output.parts == claim.oracle.clean(r).parts);
  });
}

TEST_CASE("law: every rule `any`, all together with the others, is one donor for the model") {
  const Claim claim(
      kChain,
      "i at toy.input[2] resampled any\nh at toy.h resampled any\ny at toy.y reads h, "
      "i\ndraw others, h, i together");
  claim.each_run([&](const Run& run, Datum r, std::uint32_t trial) {
    const Datum donor{claim.world.references, any_row("y/h", r, trial)};
    CHECK(run.drawn.at("y/others") == donor);
    CHECK(run.output.parts == claim.oracle.clean(donor).parts);
  });
}

TEST_CASE("law: an unrelated node moves no other node's draws") {
  const std::string nodes = "h at toy.h is some\ng at toy.g resampled any reads h\n";
  const Claim plain(kChain, nodes + "y at toy.y reads g");
  const Claim more(
      kChain, "b at toy.input[2] resampled near s sigma 10%\n" + nodes + "y at toy.y reads g, b");
  plain.each_run([&](const Run& run, Datum r, std::uint32_t trial) {
    const Run other = more.oracle.sample(Mode::scrub, 11, trial, r.row);
    for (const auto& [stream, donor] : run.drawn) CHECK(other.drawn.at(stream) == donor);
    CHECK(other.drawn.size() == run.drawn.size() + 1);
  });
}

TEST_CASE("law: one region over everything equals `any`") {
  const Claim any(kChain, "h at toy.h resampled any\ny at toy.y reads h");
  for (const char* rule : {"is all", "resampled from all", "resampled any of rows"}) {
    const Claim region(kChain, std::string("h at toy.h ") + rule + "\ny at toy.y reads h");
    any.each_run([&](const Run& run, Datum r, std::uint32_t trial) {
      const Run other = region.oracle.sample(Mode::scrub, 11, trial, r.row);
      CHECK(other.drawn == run.drawn);
      CHECK(other.output.parts == run.output.parts);
    });
  }
}

TEST_CASE("a reference's draws do not depend on the rows before it, a parameter is bound") {
  const Claim claim(kChain, "h at toy.h resampled within 1 of s\ny at toy.y reads h");
  const Run first = claim.oracle.sample(Mode::scrub, 11, 0, 26);
  CHECK(first.drawn == claim.oracle.sample(Mode::scrub, 11, 0, 26).drawn);

  const Setting setting(kChain +
                            "hypothesis p(t = 0) {\n h at toy.h resampled within t of s\n y at "
                            "toy.y reads h\n}\n",
                        {grid("rows", kAxes)});
  World world = setting.world();
  const Datum zero{world.references, 0};
  CHECK(Oracle(world).donors("y", "h", zero).size() == 3);
  world.environment[world.claim().parameters[0]] = 1;
  CHECK(Oracle(world).donors("y", "h", zero).size() == 9);
}

TEST_CASE("swap: what the output reads takes any donors, and the claim says what follows") {
  const Claim right(kChain,
                    "h at toy.h is rows.x0 + 10 * rows.x1\ni at toy.input[2] is rows.x2 resampled "
                    "itself\ny at toy.y is h + 1100 * i\ndraw h, i together\nall else is itself");
  right.each_run(
      [&](const Run& run, Datum r, std::uint32_t trial) {
        CHECK(run.drawn.at("y/h").row == any_row("y/h", r, trial));
        CHECK(run.drawn.at("y/i").row == any_row("y/i", r, trial));
        CHECK(run.drawn.at("y/others") == r);
        CHECK(run.predicted == run.output.parts[0]);
        CHECK(run.obeyed == true);
      },
      Mode::swap);
  const Claim wrong(kChain,
                    "h at toy.h is rows.x0\ny at toy.y is h + 1100 * rows.x2\nall else is itself");
  double obeyed = 0;
  for (std::int64_t r = 0; r < wrong.rows(); ++r) {
    obeyed += wrong.oracle.expected(
        Mode::swap, r, [](const Run& run, std::int64_t) { return *run.obeyed ? 1.0 : 0.0; });
  }
  CHECK(obeyed / 27 == Approx(1.0 / 3));  // x1 of the donor is 0
}

TEST_CASE("swap: a region as the answer's value predicts class 1 where it holds") {
  const std::string text = R"(language 1
data rows = grid(x0: 0..2, x1: 0..2, x2: 0..2)
model bare(weights: "w.npz") {
  input [3]
  logits = linear(input, out: 2, weights: "fc")
  label = argmax(logits)
}
region high = input[0] > 0
)";
  const Setting setting(text + R"(
hypothesis at_label {
  x at bare.input[0] is high
  y at bare.label is x
}
hypothesis at_logits {
  x at bare.input[0] is high
  y at bare.logits is not x
})",
                        {grid("rows", kAxes)},
                        {{"fc.weight", {{2, 3}, {0, 0, 0, 2, 0, 0}}}, {"fc.bias", {{2}, {1, 0}}}});
  const auto share = [&](const char* name) {
    const World world = setting.world(name);
    const Oracle oracle(world);
    double sum = 0;
    for (std::int64_t r = 0; r < 27; ++r) {
      const Run run = oracle.sample(Mode::swap, 0, 0, r);
      CHECK(run.output.logits.size() == 2);
      sum += *run.obeyed ? 1 : 0;
    }
    return sum / 27;
  };
  CHECK(share("at_label") == 1);
  CHECK(share("at_logits") == 0);
}

TEST_CASE("claims that are no claims are refused") {
  CHECK_THROWS_AS(Claim(kChain, "a at toy.a resampled any\ny at toy.y reads a"),
                  std::runtime_error);
  CHECK_THROWS_AS(Claim(kChain, "h at toy.h resampled any\ny at toy.y is all"), Refused);
  CHECK_THROWS_AS(
      Claim(kChain, "h at toy.h resampled any reads g\ng at toy.g resampled any reads h"), Refused);
}

TEST_CASE("interventions put in zero, the least, the greatest, the mean, a constant") {
  const Setting setting(kChain + R"(
hypothesis c {
  y at toy.y is all
}
experiment e about toy on rows {
  intervene {
    none
    zero toy.h
    min toy.h
    max toy.h in some
    mean toy.h
    set toy.h to 0.5 and zero toy.input[2]
    zero toy.h and min toy.h
  }
  measure mean(s)
})",
                        {grid("rows", kAxes)});
  const World world = setting.world();
  const Oracle oracle(world);
  const auto& interventions = setting.program().experiments.at(0).interventions;
  const auto h = [&](std::size_t i, std::int64_t r) {
    return oracle.intervene(interventions.at(i))[static_cast<std::size_t>(r)].parts.at(0) -
           1100 * world.input({world.references, r})[2];
  };
  CHECK(h(0, 26) == 22);
  CHECK(h(1, 26) == 0);
  CHECK(h(2, 26) == 0);
  CHECK(h(3, 0) == 22);
  CHECK(h(4, 0) == 11);
  CHECK(h(5, 0) == 0.5);
  CHECK(h(5, 1) == 0.5 - 1100);  // x2 = 1 was zeroed
  CHECK_THROWS_AS(oracle.intervene(interventions.at(6)), Refused);
}
