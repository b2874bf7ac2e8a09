// SPDX-License-Identifier: MIT
// Drawing: member k of the set, k from the stream, the reference's row and the trial.
#include <cmath>
#include <limits>

#include "tests/unit/runtime_plan/claim.hpp"

using namespace hyp;
using test::OpenClaim;
using test::Rows;
using test::set_of;

namespace {

constexpr std::uint64_t kSeed = 12;
constexpr double kScores[] = {4, 3, 2, 1, 0, 1, 2, 3, 4, 5};

// The draw of a rule of the node `n`.
struct Drawn {
  explicit Drawn(const std::string& rule)
      : claim(OpenClaim::of_rules(rule, "any")),
        scrub(claim.planned()),
        donors(test::on_stream(scrub, "answer/n")) {}

  // data[i] is the datum of reference first + i.
  [[nodiscard]] Rows draw(std::uint32_t trial, const Rows& data, std::int64_t first = 0) const {
    Rows out(data.size());
    donors.draw(stream, trial, first, data, donors.permutations(stream, trial), out);
    return out;
  }

  OpenClaim claim;
  plan::Scrub scrub;
  const plan::Donors& donors;
  plan::Stream stream{kSeed, "answer/n"};
};

const Rows kAll{0, 1, 2, 3, 4, 5, 6, 7, 8, 9};

// The nearest of all ten scores to a datum's plus noise, by looking at each.
plan::RowId nearest(const plan::Stream& stream, std::uint32_t trial, plan::RowId datum,
                    double sigma, bool excluding = false) {
  const double target = kScores[datum] + sigma * stream.normal(datum, trial, 0);
  double best = std::numeric_limits<double>::infinity();
  for (plan::RowId row = 0; row < 10; ++row) {
    if (excluding && row == datum) continue;
    const double far = std::abs(target - kScores[row]), best_far = std::abs(target - best);
    if (far < best_far || (far == best_far && kScores[row] < best)) best = kScores[row];
  }
  Rows equal;
  for (plan::RowId row = 0; row < 10; ++row) {
    if (kScores[row] == best && !(excluding && row == datum)) equal.push_back(row);
  }
  return equal[stream.index(datum, trial, equal.size(), 2)];
}

}  // namespace

TEST_CASE("a set gives the member that the stream counts off") {
  for (const auto* rule :
       {"any", "from high", "any, excluding itself", "same thirds, excluding itself",
        "within 2 of s", "within 2 of s, excluding itself", "nearest 3 of s",
        "nearest 3 of s, excluding itself", "any, of few", "itself",
        "{ when high: from high, excluding itself; otherwise: within 1 of s }"}) {
    INFO(rule);
    const Drawn drawn(rule);
    for (std::uint32_t trial = 0; trial < 20; ++trial) {
      const Rows out = drawn.draw(trial, kAll);
      for (plan::RowId r = 0; r < 10; ++r) {
        const Rows set = set_of(drawn.donors, r);
        CHECK(out[r] == set[drawn.stream.index(r, trial, set.size())]);
      }
    }
  }
}

TEST_CASE("the set is the datum's, the random words are the reference's") {
  const Drawn drawn("within 1 of s");
  const Rows data{9, 4, 4, 0};
  const Rows out = drawn.draw(3, data, 5);
  for (std::size_t i = 0; i < data.size(); ++i) {
    const Rows set = set_of(drawn.donors, data[i]);
    CHECK(out[i] == set[drawn.stream.index(5 + i, 3, set.size())]);
  }
}

TEST_CASE("a draw of many is the draws of few") {
  const Drawn drawn("same thirds, excluding itself");
  Rows data;
  for (plan::RowId i = 0; i < 1500; ++i) data.push_back(i * 7 % 10);
  const Rows all = drawn.draw(1, data);
  for (std::int64_t i = 0; i < 1500; i += 137) {
    CHECK(drawn.draw(1, {data[i]}, i) == Rows{all[i]});
  }
}

TEST_CASE("nobody stands in where nobody can: the datum stays, and is not tested") {
  const Drawn drawn("within 0 of s, excluding itself, allow 20%");
  const Rows out = drawn.draw(0, kAll);
  CHECK(out[4] == 4);
  CHECK(out[9] == 9);
  CHECK(out[3] == 5);
}

TEST_CASE("near takes the score nearest to the datum's plus noise") {
  for (const double sigma : {0.1, 1.0, 10.0}) {
    const Drawn drawn("near s sigma " + std::to_string(sigma));
    const Drawn apart("near s sigma " + std::to_string(sigma) + ", excluding itself");
    for (std::uint32_t trial = 0; trial < 40; ++trial) {
      const Rows out = drawn.draw(trial, kAll), others = apart.draw(trial, kAll);
      for (plan::RowId r = 0; r < 10; ++r) {
        CHECK(out[r] == nearest(drawn.stream, trial, r, sigma));
        CHECK(others[r] == nearest(drawn.stream, trial, r, sigma, true));
      }
    }
  }
}

TEST_CASE("near finds its way among many scores, however far the noise leads") {
  test::TextProgram text(R"(language 1
data rows = grid(x: 0..299, y: 0..0)
model net {
  input [2]
  neurons = relu(input)
  logits  = neurons + 1
  label   = argmax(logits)
}
score v = abs(3 * rows.x - 200)
hypothesis h about net {
  n at net.neurons[0] is rows.x > 1, resampled near v sigma 100
  answer at net.label is n
}
)");
  const auto claim = plan::Claim::open(text.inputs(), text.graph(), {{0}, {0}});
  REQUIRE(claim);
  const auto scrub = (*claim)->plan(plan::Mode::scrub, plan::Variant::as_written);
  REQUIRE(scrub);
  const auto& donors = test::on_stream(*scrub, "answer/n");
  const plan::Stream stream(kSeed, "answer/n");
  Rows data, out(300);
  for (plan::RowId r = 0; r < 300; ++r) data.push_back(r);
  const auto score = [](plan::RowId r) { return std::abs(3.0 * r - 200); };
  for (std::uint32_t trial = 0; trial < 10; ++trial) {
    donors.draw(stream, trial, 0, data, {}, out);
    for (const auto r : data) {
      const double target = score(r) + 100 * stream.normal(r, trial, 0);
      double best = score(0);
      for (const auto other : data) {
        const double far = std::abs(target - score(other)), best_far = std::abs(target - best);
        if (far < best_far || (far == best_far && score(other) < best)) best = score(other);
      }
      CHECK(score(out[r]) == best);
    }
  }
}

TEST_CASE("near by a percentage is near by that share of the range") {
  const Drawn percent("near s sigma 20%"), number("near s sigma 1");
  for (std::uint32_t trial = 0; trial < 20; ++trial) {
    CHECK(percent.draw(trial, kAll) == number.draw(trial, kAll));
  }
}

TEST_CASE("near without noise shares among equal scores") {
  const Drawn drawn("near s sigma 0");
  for (std::uint32_t trial = 0; trial < 20; ++trial) {
    const Rows out = drawn.draw(trial, kAll);
    CHECK(out[4] == 4);
    CHECK(kScores[out[7]] == 3);
    CHECK(out[7] == Rows{1, 7}[drawn.stream.index(7, trial, 2, 2)]);
  }
}

TEST_CASE("shuffled is one permutation of a trial, element i for row i") {
  const Drawn drawn("shuffled");
  for (std::uint32_t trial = 0; trial < 5; ++trial) {
    const auto order = drawn.stream.permutation(trial, 10);
    CHECK(drawn.draw(trial, kAll) == Rows(order.begin(), order.end()));
    CHECK(drawn.draw(trial, {3, 3}) == Rows(2, static_cast<plan::RowId>(order[3])));
  }
}

TEST_CASE("a shared donor is counted off in the intersection") {
  const auto claim =
      OpenClaim::of_rules("within 2 of s", "within 3 of x, excluding itself", "draw n, m together");
  const auto scrub = claim.planned();
  const auto& donors = test::on_stream(scrub, "answer/m");
  const plan::Stream stream(kSeed, "answer/m");
  for (std::uint32_t trial = 0; trial < 40; ++trial) {
    Rows out(10);
    donors.draw(stream, trial, 0, kAll, {}, out);
    for (plan::RowId r = 0; r < 10; ++r) {
      const Rows set = set_of(donors, r);
      CHECK(out[r] == set[stream.index(r, trial, set.size())]);
    }
  }
}

TEST_CASE("the share of the datum itself") {
  const auto share = [](const std::string& rule, plan::RowId datum) {
    return Drawn(rule).donors.share_of_itself(datum);
  };
  CHECK(share("any", 3) == 0.1);
  CHECK(share("any, excluding itself", 3) == 0);
  CHECK(share("from high", 3) == 0);
  CHECK(share("from high", 8) == 0.25);
  CHECK(share("within 1 of s", 4) == Approx(1.0 / 3));
  CHECK(share("shuffled", 4) == 0.1);
  CHECK(share("fixed rows[6]", 6) == 1);
  CHECK(share("fixed rows[6]", 5) == 0);
  CHECK(share("any, of few", 3) == 0);
  // The normal puts .691462 below 1/2, .382925 between -1/2 and 1/2.
  CHECK(share("near s sigma 1", 4) == Approx(0.691462).epsilon(1e-5));
  CHECK(share("near s sigma 1", 9) == Approx(0.691462).epsilon(1e-5));
  CHECK(share("near s sigma 1", 3) == Approx(0.382925 / 2).epsilon(1e-5));
  CHECK(share("near s sigma 0", 3) == 0.5);
  CHECK(share("near s sigma 1 in high", 3) == 0);
  CHECK(share("near s sigma 1, excluding itself", 3) == 0);
}

TEST_CASE("whether chance decides anything") {
  const auto random = [](const std::string& rule, const Rows& data) {
    return Drawn(rule).donors.random(data);
  };
  CHECK(random("any", {3}));
  CHECK(!random("itself", kAll));
  CHECK(!random("fixed rows[6]", kAll));
  CHECK(!random("within 0 of s", {4, 9}));
  CHECK(random("within 0 of s", kAll));
  CHECK(random("shuffled", {3}));
  CHECK(random("near s sigma 1", {3}));
}

TEST_CASE("whom some data can meet") {
  for (const auto* rule :
       {"any, excluding itself", "within 1 of s, excluding itself", "nearest 2 of s", "itself",
        "near s sigma 1, excluding itself", "shuffled", "fixed rows[6]", "any, of few",
        "{ when high: within 1 of s in high; otherwise: from low }"}) {
    INFO(rule);
    const Drawn drawn(rule);
    for (const Rows& data : {Rows{4}, Rows{4, 9}, Rows{0, 1, 8}, kAll}) {
      std::vector<std::uint8_t> seen(static_cast<std::size_t>(drawn.claim.claim().pool().size()));
      std::vector<std::uint8_t> expected(seen.size());
      drawn.donors.mark(data, seen);
      for (const auto datum : data) {
        for (const auto row : set_of(drawn.donors, datum)) expected[row] = 1;
      }
      CHECK(seen == expected);
    }
  }
}
