// SPDX-License-Identifier: MIT
// What a claim says that the network must answer, from the donors of its nodes.
#include "tests/unit/runtime_plan/claim.hpp"

using namespace hyp;
using test::OpenClaim;
using test::Rows;
using Numbers = std::vector<double>;

namespace {

// For references 0 ... with these donors for n and m.
Numbers predicted(const std::string& n, const std::string& m, const std::string& answer,
                  const Rows& of_n, const Rows& of_m, std::int64_t first = 0) {
  const OpenClaim claim("hypothesis h about net {\n  n at net.neurons[0] is " + n +
                        "\n  m at net.neurons[1] is " + m + "\n  answer at net.label is " + answer +
                        "\n}\n");
  (void)claim.planned();
  REQUIRE(claim.claim().prediction());
  plan::NodeDonorRows donors;
  if (!of_n.empty()) donors.emplace(check::NodeId{0}, of_n);
  if (!of_m.empty()) donors.emplace(check::NodeId{1}, of_m);
  return claim.claim().prediction()->predict(
      first, static_cast<std::int64_t>(std::max(of_n.size(), of_m.size())), donors);
}

}  // namespace

TEST_CASE("a truth about donors predicts class 0 or 1") {
  const Rows n{9, 0, 9, 0}, m{0, 0, 9, 9};  // high is x > 5, low is x < 3
  CHECK(predicted("high", "low", "n or m", n, m) == Numbers{1, 1, 1, 0});
  CHECK(predicted("high", "low", "n and m", n, m) == Numbers{1, 0, 0, 0});
  CHECK(predicted("high", "low", "not n reads m", n, m) == Numbers{0, 1, 0, 1});
  CHECK(predicted("high", "low", "(n and not m) or (not n and m)", n, m) == Numbers{0, 1, 1, 0});
}

TEST_CASE("numbers of donors are counted with") {
  const Rows n{1, 2, 3}, m{4, 4, 4};
  CHECK(predicted("rows.x", "rows.x", "n + m > 6", n, m) == Numbers{0, 0, 1});
  CHECK(predicted("rows.x", "rows.x", "n + m == 6", n, m) == Numbers{0, 1, 0});
  CHECK(predicted("rows.x", "rows.x", "max(n, m) - min(n, m) >= 2", n, m) == Numbers{1, 1, 0});
  CHECK(predicted("rows.x", "rows.x", "n - m < -2", n, m) == Numbers{1, 0, 0});
  CHECK(predicted("rows.x", "rows.x", "-n + 2 * m <= 5", n, m) == Numbers{0, 0, 1});
  CHECK(predicted("rows.x", "rows.x", "n != 2 reads m", n, m) == Numbers{1, 0, 1});
}

TEST_CASE("a partition predicts the index of the donor's member") {
  CHECK(predicted("thirds", "low", "n reads m", {0, 5, 8}, {}) == Numbers{0, 1, 2});
}

TEST_CASE("what mentions no node is the reference's own") {
  CHECK(predicted("high", "low", "n and high reads m", {9, 9, 9, 9, 9, 9, 9, 9, 9, 9}, {}) ==
        Numbers{0, 0, 0, 0, 0, 0, 1, 1, 1, 1});
  CHECK(predicted("high", "low", "n and high reads m", {9, 9, 0}, {}, 5) == Numbers{0, 1, 0});
}

TEST_CASE("a node without a donor stands for the reference itself") {
  CHECK(predicted("high", "low", "n or m", {}, {0, 9, 9}, 4) == Numbers{1, 0, 1});
  CHECK(predicted("high", "low", "n or m", {9, 0, 0}, {}, 2) == Numbers{1, 0, 0});
}

TEST_CASE("donors of another data set carry their own values") {
  const auto claim = OpenClaim::of_rules("any", "any", "", 1);
  (void)claim.planned(plan::Mode::swap);
  const Rows n{13, 10, 2}, m{14, 14, 14};  // rows 3, 0 of `few`, row 2 of `rows`
  const plan::NodeDonorRows donors{{check::NodeId{0}, n}, {check::NodeId{1}, m}};
  CHECK(claim.claim().prediction()->predict(0, 3, donors) == Numbers{0, 0, 0});
  const Rows small{12, 10, 2};
  const plan::NodeDonorRows swapped{{check::NodeId{0}, n}, {check::NodeId{1}, small}};
  CHECK(claim.claim().prediction()->predict(0, 3, swapped) == Numbers{1, 1, 1});
}

TEST_CASE("an output node without a value predicts nothing") {
  const OpenClaim claim(
      "hypothesis h about net {\n  n at net.neurons[0] is high\n  answer at net.label reads "
      "n\n}\n");
  (void)claim.planned();
  CHECK(!claim.claim().prediction());
}
