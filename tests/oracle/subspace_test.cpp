// SPDX-License-Identifier: MIT
// Parts along a basis, with numbers found by hand: what lies along it is the donor's, what is
// orthogonal to it stays.
#include "tests/oracle/oracle.hpp"
#include "tests/oracle/setting.hpp"
#include "tests/support/catch.hpp"

using namespace hyp::oracle;
using hyp::check::SubspaceId;

namespace {

// y shows the three numbers of h one beside the other; h is the input.
const std::string kWorld = R"(language 1
data rows = grid(x0: 0..2, x1: 0..2, x2: 0..2)
model toy {
  input [3]
  h = 1 * input
  y = h[0] + 10 * h[1] + 100 * h[2]
}
direction d = toy.h along [3, 4, 0]
direction e = toy.h along [4, -3, 0]
subspace  both = toy.h along d, e
direction flat = toy.h along [1, 0, 0]
)";

World with_bases(World world) {
  world.bases[SubspaceId{0}] = {{0.6, 0.8, 0}};
  world.bases[SubspaceId{1}] = {{0.8, -0.6, 0}};
  world.bases[SubspaceId{2}] = {{0.6, 0.8, 0}, {0.8, -0.6, 0}};
  world.bases[SubspaceId{3}] = {{1, 0, 0}};
  return world;
}

struct Claim {
  const Setting setting;
  const World world;
  const Oracle oracle;
  explicit Claim(const std::string& nodes)
      : setting(kWorld + "hypothesis c {\n" + nodes + "\n}\n",
                {grid("rows", {{"x0", 0, 2}, {"x1", 0, 2}, {"x2", 0, 2}})}),
        world(with_bases(setting.world())),
        oracle(world) {}

  template <typename Visit>
  void each_run(Visit visit) const {
    for (std::int64_t r = 0; r < world.rows(world.references); ++r) {
      for (std::uint32_t trial = 0; trial < 3; ++trial) {
        visit(oracle.sample(Mode::scrub, 11, trial, r), Datum{world.references, r});
      }
    }
  }
  [[nodiscard]] Values x(Datum datum) const { return world.input(datum); }
};

double y_of(const Values& h) {
  return h[0] + 10 * h[1] + 100 * h[2];
}

}  // namespace

TEST_CASE("a direction takes the donor's part, everything else is the others'") {
  const Claim claim("s at d resampled any\ny at toy.y reads s");
  claim.each_run([&](const Run& run, Datum) {
    Values h = claim.x(run.drawn.at("y/others"));
    const Values donor = claim.x(run.drawn.at("y/s"));
    const double moved = 0.6 * (donor[0] - h[0]) + 0.8 * (donor[1] - h[1]);
    h[0] += 0.6 * moved;
    h[1] += 0.8 * moved;
    CHECK(run.output.parts[0] == Approx(y_of(h)));
  });
}

TEST_CASE("one run by hand") {
  // Others [2, 1, 0], donor [0, 2, 2]: along d 2.0 becomes 1.6, so h = [1.76, 0.68, 0].
  const Claim claim("s at d resampled fixed rows[8]\ny at toy.y reads s, others fixed rows[21]");
  const Run run = claim.oracle.sample(Mode::scrub, 0, 0, 0);
  CHECK(claim.x(run.drawn.at("y/s")) == Values{0, 2, 2});
  CHECK(claim.x(run.drawn.at("y/others")) == Values{2, 1, 0});
  CHECK(run.output.parts[0] == Approx(1.76 + 6.8));
}

TEST_CASE("orthogonal parts of one site, a group among them, each take their own donor") {
  const Claim claim(
      "s at d resampled any\nt at e resampled any\nu at toy.h[2] resampled any\n"
      "y at toy.y reads s, t, u");
  claim.each_run([&](const Run& run, Datum) {
    const Values s = claim.x(run.drawn.at("y/s")), t = claim.x(run.drawn.at("y/t"));
    const double along_d = 0.6 * s[0] + 0.8 * s[1], along_e = 0.8 * t[0] - 0.6 * t[1];
    CHECK(run.output.parts[0] ==
          Approx(y_of({0.6 * along_d + 0.8 * along_e, 0.8 * along_d - 0.6 * along_e,
                       claim.x(run.drawn.at("y/u"))[2]})));
  });
}

TEST_CASE("a subspace over two units is those units") {
  const Claim along("s at both resampled any\ny at toy.y reads s");
  const Claim units("s at toy.h[0..1] resampled any\ny at toy.y reads s");
  for (std::int64_t r = 0; r < along.world.rows(along.world.references); ++r) {
    const Run run = along.oracle.sample(Mode::scrub, 11, 0, r);
    const Run other = units.oracle.sample(Mode::scrub, 11, 0, r);
    CHECK(run.drawn == other.drawn);
    CHECK(run.output.parts[0] == Approx(other.output.parts[0]).margin(1e-12));
  }
}

TEST_CASE("a node at a direction that reads others is read off along it") {
  const Claim claim(
      "i at toy.input[0] resampled any\ns at d resampled any reads i\ny at toy.y reads s");
  claim.each_run([&](const Run& run, Datum) {
    const double i = claim.x(run.drawn.at("y/s/i"))[0];
    const double along = 0.6 * i + 0.8 * claim.x(run.drawn.at("y/s/others"))[1];
    Values h = claim.x(run.drawn.at("y/others"));
    const double moved = along - 0.6 * h[0] - 0.8 * h[1];
    h[0] += 0.6 * moved;
    h[1] += 0.8 * moved;
    CHECK(run.output.parts[0] == Approx(y_of(h)));
  });
}

TEST_CASE("law: every rule and others `itself` give the clean output, along directions too") {
  const Claim claim(
      "s at d resampled itself\nt at flat resampled itself\ny at toy.y reads s, t\n"
      "all else is itself\nallow oblique");
  claim.each_run([&](const Run& run, Datum r) {
    CHECK(run.output.parts[0] == Approx(claim.oracle.clean(r).parts[0]));
  });
}

TEST_CASE("oblique parts are replaced in the order in which they are read") {
  const Claim claim(
      "s at d resampled fixed rows[8]\nt at flat resampled fixed rows[0]\n"
      "y at toy.y reads s, t, others fixed rows[21]\nallow oblique");
  // [1.76, 0.68, 0] as above, then the first unit is 0.
  CHECK(claim.oracle.sample(Mode::scrub, 0, 0, 0).output.parts[0] == Approx(6.8));
  const Claim other(
      "s at d resampled fixed rows[8]\nt at flat resampled fixed rows[0]\n"
      "y at toy.y reads t, s, others fixed rows[21]\nallow oblique");
  // [0, 1, 0]: along d 0.8 becomes 1.6, so h = [0.48, 1.64, 0].
  CHECK(other.oracle.sample(Mode::scrub, 0, 0, 0).output.parts[0] == Approx(0.48 + 16.4));
}
