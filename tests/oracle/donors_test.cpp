// SPDX-License-Identifier: MIT
// Donor sets of every rule, by hand on a few rows.
#include <cmath>

#include "runtime/plan/stream.hpp"
#include "tests/oracle/oracle.hpp"
#include "tests/oracle/setting.hpp"
#include "tests/support/catch.hpp"

using namespace hyp::oracle;
using Rows = std::vector<std::int64_t>;

namespace {

// Six rows; the score s is the first input: 4 1 3 3 0 9, so in order rows 4 1 2 3 0 5; range 9.
// The four rows of `more` have s = 3 0 8 3.
const std::string kText = R"(language 1
data rows = idx("rows", kind: "kinds")
data more = npy("more")
model toy {
  input [2]
  a = 2 * input[0]
  b = input[1] - input[0]
  y = a + b
}
let t = 2
score s = input[0]
score flat = 0 * input[0]
region low = s <= 3
region odd = input[1] > 0
region never = s > 100
partition size { small: s < 2; middle: 2 <= s <= 4; large: otherwise }
)";

std::vector<hyp::model::Dataset> data() {
  return {table("rows", {{4, 0}, {1, 1}, {3, 0}, {3, 1}, {0, 1}, {9, 1}},
                {{"kind", {1, 0, 1, 0, 0, 1}}}),
          table("more", {{3, 0}, {0, 0}, {8, 1}, {3, 1}})};
}

struct Claim {
  const Setting setting;
  const World world;
  const Oracle oracle;
  explicit Claim(const std::string& nodes)
      : setting(kText + "hypothesis h about toy {\n" + nodes + "\n}\n", data()),
        world(setting.world()),
        oracle(world) {}
  [[nodiscard]] Datum row(std::int64_t r) const { return {world.references, r}; }
};

Rows rows_of(const std::vector<Datum>& donors) {
  Rows rows;
  for (const Datum x : donors) rows.push_back(x.row);
  return rows;
}

// The donors of a node with this rule (or value), for a datum.
Rows donors(const std::string& rule, std::int64_t r) {
  const Claim claim("a at toy.a " + rule + "\ny at toy.y reads a");
  return rows_of(claim.oracle.donors("y", "a", claim.row(r)));
}

}  // namespace

TEST_CASE("itself, any, from, fixed") {
  CHECK(donors("resampled itself", 3) == Rows{3});
  CHECK(donors("resampled any", 3) == Rows{0, 1, 2, 3, 4, 5});
  CHECK(donors("resampled any excluding itself", 3) == Rows{0, 1, 2, 4, 5});
  CHECK(donors("resampled from low", 0) == Rows{1, 2, 3, 4});
  CHECK(donors("resampled from low excluding itself", 1) == Rows{2, 3, 4});
  CHECK(donors("resampled from not low", 1) == Rows{0, 5});
  CHECK(donors("resampled fixed rows[5]", 1) == Rows{5});
  CHECK(donors("resampled fixed rows[1] excluding itself", 1).empty());
}

TEST_CASE("same value: of regions, partitions, integer columns and tuples") {
  CHECK(donors("is low", 0) == Rows{0, 5});
  CHECK(donors("is low", 1) == Rows{1, 2, 3, 4});
  CHECK(donors("is rows.kind", 0) == Rows{0, 2, 5});
  CHECK(donors("is size", 0) == Rows{0, 2, 3});
  CHECK(donors("resampled same size", 4) == Rows{1, 4});
  CHECK(donors("resampled same (size, rows.kind)", 0) == Rows{0, 2});
  CHECK(donors("resampled same (size, rows.kind, odd)", 3) == Rows{3});
  CHECK(donors("is low resampled same value excluding itself", 5) == Rows{0});
}

TEST_CASE("within: absolute and relative, in a region, in the order of scores") {
  CHECK(donors("resampled within 1 of s", 0) == Rows{2, 3, 0});
  CHECK(donors("resampled within 0 of s", 2) == Rows{2, 3});
  CHECK(donors("resampled within t of s", 1) == Rows{4, 1, 2, 3});
  CHECK(donors("resampled within 50% of s", 0) == Rows{4, 1, 2, 3, 0});  // 4.5 of 9
  CHECK(donors("resampled within 100% of s", 5) == Rows{4, 1, 2, 3, 0, 5});
  CHECK(donors("resampled within 2 of s in odd", 2) == Rows{1, 3});
  CHECK(donors("resampled within 1 of s in odd", 0) == Rows{3});  // R restricts donors only
  CHECK(donors("resampled within 1 of s excluding itself", 5).empty());
  CHECK(donors("is s up to 1", 0) == Rows{2, 3, 0});
  CHECK(donors("is s up to 50%", 0) == Rows{4, 1, 2, 3, 0});
}

TEST_CASE("a window holds what binary64 says it holds") {
  // 0.3 - 0.1 is 0.19999999999999998 there and 0.1 - 0.3 as much below zero: within 0.2.
  // 0.7 - 0.5 is 0.19999999999999996; 0.8 - 0.6 is 0.20000000000000007: outside.
  const std::string text = R"(language 1
data rows = npy("rows")
model toy {
  input [1]
  a = input[0]
  y = a + 0
}
score s = input[0] / 10
hypothesis h about toy {
  a at toy.a resampled within 0.2 of s
  y at toy.y reads a
}
)";
  const Setting setting(text, {table("rows", {{1}, {3}, {5}, {6}, {7}, {8}})});
  const Oracle oracle(setting.world());
  const auto at = [&](std::int64_t r) {
    return rows_of(oracle.donors("y", "a", {setting.data("rows"), r}));
  };
  CHECK(at(0) == Rows{0, 1});
  CHECK(at(2) == Rows{1, 2, 3, 4});
  CHECK(at(3) == Rows{2, 3, 4});
  CHECK(at(5) == Rows{4, 5});
}

TEST_CASE("nearest: rank by score and row, the lower of two equally near first") {
  // Order 4 1 2 3 0 5.
  CHECK(donors("resampled nearest 1 of s", 2) == Rows{2});
  CHECK(donors("resampled nearest 2 of s", 2) == Rows{1, 2});
  CHECK(donors("resampled nearest 3 of s", 2) == Rows{1, 2, 3});
  CHECK(donors("resampled nearest 3 of s", 5) == Rows{3, 0, 5});
  CHECK(donors("resampled nearest 3 of s", 4) == Rows{4, 1, 2});
  CHECK(donors("resampled nearest 100 of s", 4) == Rows{4, 1, 2, 3, 0, 5});
  CHECK(donors("resampled nearest 50% of s", 2) == Rows{1, 2, 3});
  CHECK(donors("resampled nearest 1% of s", 2) == Rows{2});
  CHECK(donors("resampled nearest 2 of s excluding itself", 2) == Rows{1, 3});
  CHECK(donors("resampled nearest 1 of s excluding itself", 2) == Rows{1});
  // Among the odd rows 4 1 3 5, row 2 stands between 1 and 3.
  CHECK(donors("resampled nearest 1 of s in odd", 2) == Rows{1});
  CHECK(donors("resampled nearest 2 of s in odd", 2) == Rows{1, 3});
  CHECK(donors("resampled nearest 3 of s in odd", 2) == Rows{4, 1, 3});
  CHECK(donors("resampled nearest 1 of s in odd", 0) == Rows{3});
}

TEST_CASE("donors of another data set, where scores and regions are evaluated too") {
  // s of `more`: 3 0 8 3; the range stays that of the references.
  CHECK(donors("resampled any of more", 0) == Rows{0, 1, 2, 3});
  CHECK(donors("resampled from low of more", 0) == Rows{0, 1, 3});
  CHECK(donors("is low resampled same value of more", 5) == Rows{2});
  CHECK(donors("resampled within 1 of s of more", 0) == Rows{0, 3});
  CHECK(donors("resampled within 50% of s in odd of more", 0) == Rows{3, 2});  // 4.5 of 9, not of 8
  CHECK(donors("resampled nearest 1 of s of more", 2) == Rows{1});  // it stands before its equals
  CHECK(donors("resampled nearest 2 of s of more", 2) == Rows{1, 0});
  CHECK(donors("resampled fixed more[2]", 2) == Rows{2});
  for (const char* rule : {"itself of more", "shuffled of more", "any of more excluding itself",
                           "fixed rows[1] of more"}) {
    INFO(rule);
    const Claim claim(std::string("a at toy.a resampled ") + rule + "\ny at toy.y reads a");
    CHECK_THROWS_AS(claim.oracle.tested(), Refused);
  }
}

TEST_CASE("near: the nearest score, midpoints down, equal scores share, tails to the extreme") {
  const auto chances = [](const std::string& rule, std::int64_t r) {
    const Claim claim("a at toy.a resampled " + rule + "\ny at toy.y reads a\nall else is itself");
    std::map<std::int64_t, double> out;
    claim.oracle.enumerate(Mode::scrub, r, [&](const Run& run, double probability) {
      out[run.drawn.at("y/a").row] += probability;
    });
    return out;
  };
  // No noise: the rows of that very score.
  CHECK(chances("near s sigma 0", 2) == std::map<std::int64_t, double>{{2, 0.5}, {3, 0.5}});
  CHECK(chances("near s sigma 0 in odd", 0) == std::map<std::int64_t, double>{{3, 1.0}});
  // 0 and 1 (rows 4 and 1) are candidates next to each other, 9 is far: the midpoints are 0.5, 5.
  const auto noisy = chances("near s sigma 1 in odd excluding itself", 3);
  const auto phi = [](double z) { return 0.5 * std::erfc(-z / std::sqrt(2.0)); };
  REQUIRE(noisy.size() == 3);
  CHECK(noisy.at(4) == Approx(phi(0.5 - 3)));
  CHECK(noisy.at(1) == Approx(phi(5.0 - 3) - phi(0.5 - 3)));
  CHECK(noisy.at(5) == Approx(1 - phi(5.0 - 3)));
  // A percentage is of the range 9.
  const auto relative = chances("near s sigma 100% in odd excluding itself", 3);
  CHECK(relative.at(4) == Approx(phi(-2.5 / 9)));
  CHECK_THROWS_AS(chances("near flat sigma 1%", 0), Refused);
}

TEST_CASE("near: exactly between two scores the lower one is nearest") {
  const Setting setting(R"(language 1
data rows = npy("rows")
model toy {
  input [1]
  a = 2 * input[0]
  y = a + 0
}
score s = input[0]
hypothesis h {
  a at toy.a resampled near s sigma 0 excluding itself
  y at toy.y reads a
}
)",
                        {table("rows", {{0}, {2}, {1}, {5}})});
  const Oracle oracle(setting.world());
  CHECK(oracle.sample(Mode::scrub, 0, 0, 2).drawn.at("y/a").row == 0);
  CHECK(oracle.sample(Mode::scrub, 0, 0, 3).drawn.at("y/a").row == 1);  // the tail
  CHECK(oracle.sample(Mode::scrub, 0, 0, 0).drawn.at("y/a").row == 2);
}

TEST_CASE("near follows its stream: normal first, then a share among equals") {
  const Claim claim("a at toy.a resampled near s sigma 2\ny at toy.y reads a\nall else is itself");
  for (std::int64_t r = 0; r < 6; ++r) {
    for (std::uint32_t trial = 0; trial < 20; ++trial) {
      const hyp::plan::Stream stream(3, "y/a");
      const auto row = static_cast<std::uint64_t>(r);
      const double s[] = {4, 1, 3, 3, 0, 9};
      const double target = s[r] + 2 * stream.normal(row, trial);
      // Midpoints: 0.5 between rows 4 and 1, 2 below the two threes, 3.5, 6.5.
      const std::int64_t expected = target <= 0.5   ? 4
                                    : target <= 2   ? 1
                                    : target <= 3.5 ? (stream.u64(row, trial, 2) >> 63 ? 3 : 2)
                                    : target <= 6.5 ? 0
                                                    : 5;
      CHECK(claim.oracle.sample(Mode::scrub, 3, trial, r).drawn.at("y/a").row == expected);
    }
  }
}

TEST_CASE("shuffled: one permutation for a trial") {
  const Claim claim("a at toy.a resampled shuffled\ny at toy.y reads a\nall else is shuffled");
  for (std::uint32_t trial = 0; trial < 5; ++trial) {
    const auto nodes = hyp::plan::Stream(9, "y/a").permutation(trial, 6);
    const auto others = hyp::plan::Stream(9, "y/others").permutation(trial, 6);
    for (std::int64_t r = 0; r < 6; ++r) {
      const auto run = claim.oracle.sample(Mode::scrub, 9, trial, r);
      const auto at = static_cast<std::size_t>(r);
      CHECK(run.drawn.at("y/a").row == static_cast<std::int64_t>(nodes[at]));
      CHECK(run.drawn.at("y/others").row == static_cast<std::int64_t>(others[at]));
    }
  }
}

TEST_CASE("the donors of a test may be another data set than its references") {
  const Setting setting(
      kText +
          "hypothesis h {\n a at toy.a resampled within 1 of s\n y at toy.y reads "
          "a, others itself\n}\n",
      data());
  const World world = setting.world("h", "rows", "more");
  const Oracle oracle(world);
  CHECK(rows_of(oracle.donors("y", "a", {world.references, 0})) == Rows{0, 3});
  const Run run = oracle.sample(Mode::scrub, 0, 0, 0);
  CHECK(run.drawn.at("y/a").data == setting.data("more"));
  CHECK(run.drawn.at("y/others") == Datum{world.references, 0});
}

TEST_CASE("arms go by the region of the datum") {
  const std::string rule = "resampled {\n when low: within 1 of s in low\n otherwise: from odd\n}";
  CHECK(donors(rule, 2) == Rows{2, 3});
  CHECK(donors(rule, 1) == Rows{4, 1});
  CHECK(donors(rule, 0) == Rows{1, 3, 4, 5});
  CHECK_THROWS_AS(donors("resampled {\n when low: any\n when odd: any\n}", 0), Refused);
  CHECK_THROWS_AS(donors("resampled {\n when low: any\n}", 1), Refused);  // rows 0 and 5: a gap
}

TEST_CASE("together: the intersection, in the order of the first window among them") {
  const auto shared = [](const std::string& a, const std::string& b, const std::string& draw,
                         std::int64_t r, const std::string& others = "itself") {
    const Claim claim("a at toy.a " + a + "\nb at toy.b " + b + "\ny at toy.y reads a, b\ndraw " +
                      draw + " together\nall else is " + others);
    return rows_of(claim.oracle.donors("y", "a", claim.row(r)));
  };
  CHECK(shared("is low", "is odd", "a, b", 1) == Rows{1, 3, 4});
  CHECK(shared("is low", "resampled within 2 of s", "a, b", 1) == Rows{4, 1, 2, 3});
  const std::string down = "resampled within 100% of (0 - s)";
  CHECK(shared("resampled within 2 of s", down, "a, b", 1) == Rows{4, 1, 2, 3});
  CHECK(shared("resampled within 2 of s", down, "b, a", 1) == Rows{2, 3, 1, 4});
  CHECK(shared("is low", "is odd", "a, b, others", 1, "same rows.kind") == Rows{1, 3, 4});
  CHECK(shared("is low", "is odd", "a, b, others", 2, "same rows.kind") == Rows{2});
  CHECK(shared("is low", "is odd", "a, others", 2, "same rows.kind") == Rows{2});
  CHECK(shared("is low", "is odd", "b, others", 2, "same rows.kind") == Rows{1, 2, 3, 4});
  CHECK(shared("is low", "resampled itself", "a, b", 2) == Rows{2});
  CHECK(shared("is low", "resampled fixed rows[2]", "b, others", 2, "fixed rows[2]") ==
        Rows{1, 2, 3, 4});
  CHECK_THROWS_AS(shared("is low", "resampled fixed rows[2]", "a, b", 2), Refused);
  CHECK_THROWS_AS(shared("is low", "resampled near s sigma 1", "a, b", 2), Refused);
  CHECK_THROWS_AS(shared("is low", "resampled any of more", "a, b", 2), Refused);
}

TEST_CASE("rules without a set are drawn together only when they are equal") {
  const auto sample = [](const std::string& a, const std::string& b) {
    const Claim claim("a at toy.a resampled " + a + "\nb at toy.b resampled " + b +
                      "\ny at toy.y reads a, b\ndraw b, a together\nall else is itself");
    bool equal = true;
    for (std::int64_t r = 0; r < 6; ++r) {
      const auto run = claim.oracle.sample(Mode::scrub, 0, 0, r);
      equal = equal && run.drawn.at("y/a") == run.drawn.at("y/b");
    }
    return equal;
  };
  CHECK(sample("near s sigma 10%", "near s sigma 10%"));
  CHECK(sample("shuffled", "shuffled"));
  CHECK(sample("fixed rows[2]", "fixed rows[2]"));
  CHECK_THROWS_AS(sample("near s sigma 10%", "near s sigma 11%"), Refused);
  CHECK_THROWS_AS(sample("near s sigma 10%", "near s sigma 10% in odd"), Refused);
  CHECK_THROWS_AS(sample("fixed rows[2]", "fixed rows[1]"), Refused);
}

TEST_CASE("a shared draw comes from the smallest stream of those that share it") {
  const Claim claim(
      "b at toy.b is low\na at toy.a is odd\ny at toy.y reads a, b\n"
      "draw b, a, others together\nall else is any");
  const hyp::plan::Stream stream(4, "y/a");
  const Rows members = {1, 3, 4};
  const auto run = claim.oracle.sample(Mode::scrub, 4, 2, 3);
  const auto expected = members[stream.index(3, 2, 3)];
  CHECK(run.drawn.at("y/a").row == expected);
  CHECK(run.drawn.at("y/b").row == expected);
  CHECK(run.drawn.at("y/others").row == expected);
}

TEST_CASE("an empty donor set is refused, or allowed for a share of the references") {
  const auto tested = [](const std::string& allow) {
    const Claim claim("a at toy.a resampled within 1 of s excluding itself " + allow +
                      "\ny at toy.y reads a");
    return claim.oracle.tested();
  };
  // Row 5 (s = 9) alone is near to none: one of six, 16.7 %.
  CHECK_THROWS_AS(tested(""), Refused);
  CHECK_THROWS_AS(tested("allow 16%"), Refused);
  CHECK(tested("allow 17%") == std::vector<bool>{true, true, true, true, true, false});
  const Claim never("a at toy.a resampled from never allow 99%\ny at toy.y reads a");
  CHECK_THROWS_AS(never.oracle.tested(), Refused);
  // Every rule of an empty shared draw must allow it.
  const auto shared = [](const std::string& b) {
    const Claim claim(
        "a at toy.a resampled near s sigma 1 in never allow 100%\nb at toy.b resampled "
        "near s sigma 1 in never " +
        b + "\ny at toy.y reads a, b\ndraw a, b together");
    return claim.oracle.tested();
  };
  CHECK(shared("allow 100%") == std::vector<bool>(6, false));
  CHECK_THROWS_AS(shared(""), Refused);
}

TEST_CASE("a reference is not tested when anything it leads to has no donor") {
  // a's donors may be row 5, for which the input has no donor.
  const std::string input = "x at toy.input[0] resampled within 1 of s excluding itself";
  const Claim claim("a at toy.a is low reads x\n" + input +
                    " allow 50%\ny at toy.y reads a\nall else is any");
  CHECK(claim.oracle.tested() == std::vector<bool>{false, true, true, true, true, false});
  const Claim strict("a at toy.a is low reads x\n" + input +
                     " allow 20%\ny at toy.y reads a\nall else is any");
  CHECK_THROWS_AS(strict.oracle.tested(), Refused);
}
