// SPDX-License-Identifier: MIT
// Who may stand in for whom by each rule, counted off by hand on ten rows. In the order of (s, row)
// they are 4 3 5 2 6 1 7 0 8 9, and s is 0 1 1 2 2 3 3 4 4 5.
#include "tests/unit/runtime_plan/claim.hpp"

using namespace hyp;
using test::OpenClaim;
using test::Rows;
using test::set_of_rule;

TEST_CASE("itself, any and from") {
  CHECK(set_of_rule("itself", 3) == Rows{3});
  CHECK(set_of_rule("any", 3) == Rows{0, 1, 2, 3, 4, 5, 6, 7, 8, 9});
  CHECK(set_of_rule("any, excluding itself", 3) == Rows{0, 1, 2, 4, 5, 6, 7, 8, 9});
  CHECK(set_of_rule("from high", 3) == Rows{6, 7, 8, 9});
  CHECK(set_of_rule("from not high and not low", 3) == Rows{3, 4, 5});
  CHECK(set_of_rule("from high, excluding itself", 3) == Rows{6, 7, 8, 9});
  CHECK(set_of_rule("from high, excluding itself", 7) == Rows{6, 8, 9});
}

TEST_CASE("the same value: of a region, a partition, a column, several of them") {
  CHECK(set_of_rule("same value", 2) == Rows{0, 1, 2, 3, 4, 5});  // n is high
  CHECK(set_of_rule("same value", 8) == Rows{6, 7, 8, 9});
  CHECK(set_of_rule("same low", 8) == Rows{3, 4, 5, 6, 7, 8, 9});
  CHECK(set_of_rule("same thirds", 4) == Rows{3, 4, 5, 6});
  CHECK(set_of_rule("same (high, thirds)", 4) == Rows{3, 4, 5});
  CHECK(set_of_rule("same (high, thirds)", 6) == Rows{6});
  CHECK(set_of_rule("same rows.x", 6) == Rows{6});
  CHECK(set_of_rule("same rows.y", 6).size() == 10);
  CHECK(set_of_rule("same thirds, excluding itself", 4) == Rows{3, 5, 6});
}

TEST_CASE("a window of scores has a width, or one in percent of the range") {
  CHECK(set_of_rule("within 1 of s", 4) == Rows{4, 3, 5});
  CHECK(set_of_rule("within 1 of s", 0) == Rows{1, 7, 0, 8, 9});
  CHECK(set_of_rule("within 0 of s", 6) == Rows{2, 6});
  CHECK(set_of_rule("within 0.999 of s", 6) == Rows{2, 6});
  CHECK(set_of_rule("within 20% of s", 4) == Rows{4, 3, 5});  // the range is 5
  CHECK(set_of_rule("within 19% of s", 4) == Rows{4});
  CHECK(set_of_rule("within 40% of flat", 9) == Rows{8, 9});  // the range is 3
  CHECK(set_of_rule("within 40% of flat", 0) == Rows{0, 1, 2, 3, 4, 5, 6, 7});
  CHECK(set_of_rule("within 100% of s", 4).size() == 10);
}

TEST_CASE("a region restricts the donors of a window, not the data") {
  CHECK(set_of_rule("within 1 of s in high", 0) == Rows{7, 8, 9});
  CHECK(set_of_rule("within 1 of s in high", 8) == Rows{7, 8, 9});
  CHECK(set_of_rule("within 1 of s in high, excluding itself", 8) == Rows{7, 9});
  CHECK(set_of_rule("within 1 of s in high, excluding itself", 0) == Rows{7, 8, 9});
  CHECK(set_of_rule("within 20% of s in low", 1) == Rows{2, 1, 0});  // of the range of all rows
}

TEST_CASE("the nearest are counted by places; of two equally far the lower is nearer") {
  CHECK(set_of_rule("nearest 1 of s", 5) == Rows{5});
  CHECK(set_of_rule("nearest 2 of s", 5) == Rows{3, 5});
  CHECK(set_of_rule("nearest 3 of s", 5) == Rows{3, 5, 2});
  CHECK(set_of_rule("nearest 4 of s", 5) == Rows{4, 3, 5, 2});
  CHECK(set_of_rule("nearest 3 of s", 4) == Rows{4, 3, 5});
  CHECK(set_of_rule("nearest 3 of s", 9) == Rows{0, 8, 9});
  CHECK(set_of_rule("nearest 100 of s", 9) == Rows{4, 3, 5, 2, 6, 1, 7, 0, 8, 9});
}

TEST_CASE("the nearest percent are rounded to whole rows, at least one") {
  CHECK(set_of_rule("nearest 30% of s", 5) == Rows{3, 5, 2});
  CHECK(set_of_rule("nearest 24% of s", 5) == Rows{3, 5});
  CHECK(set_of_rule("nearest 25% of s", 5) == Rows{3, 5, 2});
  CHECK(set_of_rule("nearest 1% of s", 5) == Rows{5});
  CHECK(set_of_rule("nearest 50% of s in high", 7) == Rows{6, 7});
}

TEST_CASE("a datum that is no candidate stands between two of them") {
  CHECK(set_of_rule("nearest 3 of s, excluding itself", 5) == Rows{4, 3, 2});
  CHECK(set_of_rule("nearest 2 of s, excluding itself", 5) == Rows{3, 2});
  CHECK(set_of_rule("nearest 9 of s, excluding itself", 5) == Rows{4, 3, 2, 6, 1, 7, 0, 8, 9});
  CHECK(set_of_rule("nearest 2 of s, excluding itself", 9) == Rows{0, 8});
  CHECK(set_of_rule("nearest 3 of s in high", 5) == Rows{6, 7, 8});  // before all
  CHECK(set_of_rule("nearest 2 of s in high", 0) == Rows{7, 8});     // before 8, which equals it
  CHECK(set_of_rule("nearest 3 of s in high", 0) == Rows{6, 7, 8});
}

TEST_CASE("near, shuffled and fixed") {
  CHECK(set_of_rule("near s sigma 1", 0) == Rows{4, 3, 5, 2, 6, 1, 7, 0, 8, 9});
  CHECK(set_of_rule("near s sigma 1 in high", 0) == Rows{6, 7, 8, 9});
  CHECK(set_of_rule("near s sigma 1 in high, excluding itself", 8) == Rows{6, 7, 9});
  CHECK(set_of_rule("near s sigma 1 in high, excluding itself", 0) == Rows{6, 7, 8, 9});
  CHECK(set_of_rule("shuffled", 3) == Rows{0, 1, 2, 3, 4, 5, 6, 7, 8, 9});
  CHECK(set_of_rule("fixed rows[6]", 3) == Rows{6});
  CHECK(set_of_rule("fixed rows[6], excluding itself, allow 10%", 6).empty());
  CHECK(set_of_rule("fixed rows[6], excluding itself, allow 10%", 3) == Rows{6});
}

TEST_CASE("donors of another data set: rows 10 to 14 of the pool") {
  CHECK(set_of_rule("any, of few", 3) == Rows{10, 11, 12, 13, 14});
  CHECK(set_of_rule("from low, of few", 3) == Rows{10, 11, 12});
  CHECK(set_of_rule("same thirds, of few", 5) == Rows{13, 14});
  CHECK(set_of_rule("same thirds, of few, allow 30%", 8).empty());
  CHECK(set_of_rule("within 20% of s, of few", 4) == Rows{14, 13});  // of the references' range
  CHECK(set_of_rule("nearest 2 of s, of few", 6) == Rows{13, 12});   // before 12, which equals it
  CHECK(set_of_rule("nearest 1 of s, of few", 6) == Rows{13});
  CHECK(set_of_rule("near s sigma 1, of few", 6) == Rows{14, 13, 12, 11, 10});
  CHECK(set_of_rule("fixed few[1]", 3) == Rows{11});
}

TEST_CASE("the donors of a test serve every rule that names none; itself stays the datum") {
  CHECK(set_of_rule("any", 3, 1) == Rows{10, 11, 12, 13, 14});
  CHECK(set_of_rule("same value", 3, 1) == Rows{10, 11, 12, 13, 14});
  CHECK(set_of_rule("within 1 of s", 4, 1) == Rows{14, 13});
  CHECK(set_of_rule("any, of rows", 3, 1).size() == 10);
  CHECK(set_of_rule("fixed rows[6]", 3, 1) == Rows{6});
  CHECK(set_of_rule("itself", 3, 1) == Rows{3});
}

TEST_CASE("each arm serves the data of its region") {
  const std::string rule =
      "{ when high: from high, excluding itself; otherwise: within 1 of s in not high }";
  CHECK(set_of_rule(rule, 7) == Rows{6, 8, 9});
  CHECK(set_of_rule(rule, 2) == Rows{3, 5, 2, 1});
  CHECK(set_of_rule("{ when high: itself; when low: fixed rows[9]; otherwise: any, of few }", 4) ==
        Rows{10, 11, 12, 13, 14});
}

TEST_CASE("what no datum can be drawn by is refused") {
  const auto refused = [](const std::string& n, const std::string& m = "any",
                          const std::string& more = "", std::uint32_t donors = 0) {
    return OpenClaim::of_rules(n, m, more, donors).error();
  };
  using diag::Code;
  CHECK(refused("{ when high: any; when low: any }") == Code::arms_gap);
  CHECK(refused("{ when high: any; when x > 8: any; otherwise: any }") == Code::arms_overlap);
  CHECK(refused("from x > 20") == Code::no_donor);
  CHECK(refused("within 0 of s, excluding itself") == Code::no_donor);
  CHECK(refused("fixed rows[6], excluding itself") == Code::no_donor);
  CHECK(refused("fixed rows[10]") == Code::no_such_row);
  CHECK(refused("shuffled", "any", "", 1) == Code::donors_of_other_data);
  CHECK(refused("any, excluding itself, of few") == Code::donors_of_other_data);
  CHECK(refused("near rows.y sigma 1%") == Code::constant_score);
  CHECK(refused("within -1 of s") == Code::bad_amount);
  CHECK(refused("near s sigma -1%") == Code::bad_amount);
  CHECK(refused("nearest 0 of s") == Code::bad_amount);
  CHECK(refused("nearest 1.5 of s") == Code::bad_amount);
  const std::string together = "draw n, m together";
  CHECK(refused("from high", "from low", together) == Code::no_donor);
  CHECK(refused("any", "any, of few", together) == Code::donors_of_two_data_sets);
  CHECK(refused("near s sigma 1", "near s sigma 2", together) == Code::no_shared_donor);
  CHECK(refused("near s sigma 1", "near s sigma 20%", together) == Code::no_shared_donor);
  CHECK(refused("shuffled", "any", together) == Code::no_shared_donor);
  CHECK(refused("fixed rows[6]", "from high", together) == Code::no_shared_donor);
}

TEST_CASE("references without a donor are left untested where the rule allows it") {
  // Rows 4 and 9 are alone with their scores.
  const auto claim =
      OpenClaim::of_rules("within 0 of s, excluding itself, allow 20%", "any").planned();
  CHECK(claim.tested == score::Membership{1, 1, 1, 1, 0, 1, 1, 1, 1, 0});
  CHECK(OpenClaim::of_rules("within 0 of s, excluding itself, allow 19.99%", "any").error() ==
        diag::Code::no_donor);
}

TEST_CASE("a reference is untested when any donor of a donor lacks one, whatever is drawn") {
  const std::string nodes =
      "  n at net.neurons[0] is high, resampled within 0 of s, excluding itself, allow 100%\n"
      "  answer at net.label reads m\n}\n";
  const auto tested = [&](const std::string& rule) {
    return OpenClaim("hypothesis h about net {\n  m at net.doubled[0] reads n, resampled " + rule +
                     "\n" + nodes)
        .planned()
        .tested;
  };
  CHECK(tested("any") == score::Membership(10, 0));
  CHECK(tested("from high and x < 9") == score::Membership(10, 1));
  CHECK(tested("within 1 of x in x < 9") == score::Membership{1, 1, 1, 0, 0, 0, 1, 1, 1, 1});
}
