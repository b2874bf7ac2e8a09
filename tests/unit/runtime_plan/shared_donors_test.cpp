// SPDX-License-Identifier: MIT
// One donor for several rules: who is in all of their sets, and in which order they are counted.
#include "tests/unit/runtime_plan/claim.hpp"

using namespace hyp;
using test::OpenClaim;
using test::Rows;
using test::set_of;

namespace {

// Of `n` and `m` drawn together; the stream is the smaller name's.
Rows shared(const std::string& n, const std::string& m, plan::RowId datum,
            const std::string& more = "draw n, m together") {
  const auto claim = OpenClaim::of_rules(test::lenient(n), test::lenient(m), more);
  return set_of(test::on_stream(claim.planned(), "answer/m"), datum);
}

}  // namespace

TEST_CASE("sets without a window are counted by row") {
  CHECK(shared("same value", "same thirds", 4) == Rows{3, 4, 5});
  CHECK(shared("from high", "any", 4) == Rows{6, 7, 8, 9});
  CHECK(shared("any", "from high", 4) == Rows{6, 7, 8, 9});
  CHECK(shared("itself", "any", 4) == Rows{4});
  CHECK(shared("from high", "from x < 8", 0) == Rows{6, 7});
}

TEST_CASE("a window decides the order, wherever it stands") {
  CHECK(shared("from low", "within 3 of s", 6) == Rows{2, 1, 0});
  CHECK(shared("within 3 of s", "from low", 6) == Rows{2, 1, 0});
  CHECK(shared("from low", "nearest 9 of s", 6) == Rows{2, 1, 0});
}

TEST_CASE("of two windows the one written first decides") {
  const std::string s = "within 2 of s", x = "within 3 of x";
  CHECK(shared(s, x, 5) == Rows{4, 3, 5, 2, 6, 7});
  CHECK(shared(s, x, 5, "draw m, n together") == Rows{2, 3, 4, 5, 6, 7});
  CHECK(shared(x, s, 5) == Rows{2, 3, 4, 5, 6, 7});
  CHECK(shared("nearest 3 of s", x, 0) == Rows{0});  // 7 0 8 and 0 1 2 3
}

TEST_CASE("whoever one rule leaves out is left out") {
  CHECK(shared("any, excluding itself", "from high", 7) == Rows{6, 8, 9});
  CHECK(shared("any, excluding itself", "from high", 2) == Rows{6, 7, 8, 9});
  CHECK(shared("any", "from high, excluding itself", 7) == Rows{6, 8, 9});
  CHECK(shared("within 1 of s, excluding itself", "from high", 8) == Rows{7, 9});
  CHECK(shared("within 1 of s", "from high, excluding itself", 8) == Rows{7, 9});
  CHECK(shared("within 1 of s, excluding itself", "same thirds, excluding itself", 1) ==
        Rows{2, 0});
}

TEST_CASE("rules that say the same are one, also those without a set") {
  CHECK(shared("near s sigma 1", "near s sigma 1", 0).size() == 10);
  CHECK(shared("near s sigma 20%", "near s sigma 10% + 10%", 0).size() == 10);
  CHECK(shared("shuffled", "shuffled", 0).size() == 10);
  CHECK(shared("fixed rows[6]", "fixed rows[6]", 0) == Rows{6});
  CHECK(shared("within 1 of s", "within 1 of s", 4) == Rows{4, 3, 5});
}

TEST_CASE("each member goes by the arm that holds the datum") {
  const std::string n = "{ when high: from high; otherwise: within 1 of s }";
  const std::string m = "{ when low: any, excluding itself; otherwise: from x > 4 }";
  CHECK(shared(n, m, 7) == Rows{6, 7, 8, 9});
  CHECK(shared(n, m, 1) == Rows{2, 6, 7, 0, 8});
  CHECK(shared(n, m, 4) == Rows{5});
}

TEST_CASE("others may join; they count last") {
  const std::string all = "draw n, m, others together\n  all else is ";
  CHECK(shared("from low", "any", 6, all + "within 2 of s") == Rows{2, 1, 0});
  CHECK(shared("within 9 of 0 - x", "any", 6, all + "within 0 of s") == Rows{6, 2});
  CHECK(shared("any", "any", 6, all + "from high, excluding itself") == Rows{7, 8, 9});
}

TEST_CASE("many different windows are scanned instead of counted beforehand") {
  // 8200 rows with as many windows: more counts than may be kept.
  test::TextProgram text(R"(language 1
data rows = grid(x: 0..8199, y: 0..0)
model net {
  input [2]
  neurons = relu(input)
  logits  = neurons + 1
  label   = argmax(logits)
}
score x = rows.x
score v = abs(x - 4000)
hypothesis h about net {
  n at net.neurons[0] is x > 1, resampled within 2 of v, excluding itself
  m at net.neurons[1] is x > 2, resampled within 3 of x
  answer at net.label is n or m
  draw n, m together
}
)");
  const auto claim = plan::Claim::open(text.inputs(), text.graph(), {{0}, {0}});
  REQUIRE(claim);
  const auto scrub = (*claim)->plan(plan::Mode::scrub, plan::Variant::as_written);
  REQUIRE(scrub);
  const auto& donors = test::on_stream(*scrub, "answer/m");
  CHECK(set_of(donors, 0) == Rows{2, 1});
  CHECK(set_of(donors, 4001) == Rows{4000, 3999, 3998, 4002, 4003});
  CHECK(set_of(donors, 8199) == Rows{8197, 8198});
  const plan::Stream stream(7, "answer/m");
  const Rows data{0, 4001, 8199};
  Rows drawn(3);
  donors.draw(stream, 5, 0, data, {}, drawn);
  for (std::size_t i = 0; i < data.size(); ++i) {
    const Rows set = set_of(donors, data[i]);
    CHECK(drawn[i] == set[stream.index(i, 5, set.size())]);
  }
}
