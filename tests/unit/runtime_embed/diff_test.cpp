// SPDX-License-Identifier: MIT
// Which swaps two claims allow, on eight rows that are counted off by hand: row 2 x + y.
#include "lang/diag/render.hpp"
#include "tests/unit/runtime_embed/support.hpp"

using namespace hyp;
using namespace hyp::test;
using report::Order;

namespace {

const std::string kRows =
    "language 1\ndata rows = grid(x: 0..3, y: 0..1)\ndata few = grid(x: 0..1, y: 0..1)\n"
    "model net {\n  input [2]\n  neurons = relu(input)\n  scaled = neurons * 2\n"
    "  logits = scaled + 1\n  label = argmax(logits)\n}\n"
    "score x = input[0]\nscore y = input[1]\nregion right = x > 0\nregion top = y > 0\n";

// Two claims in one file.
std::string both(const std::string& a, const std::string& b, const std::string& data = "rows") {
  return kRows + "hypothesis a about net {\n" + a + "\n}\nhypothesis b about net {\n" + b +
         "\n}\ntest a on rows { }\ntest b on " + data + " { }\n";
}

std::string nodes(const std::string& x, const std::string& y, const std::string& more = "") {
  return "  sees_x at net.neurons[0] " + x + "\n  sees_y at net.neurons[1] " + y +
         "\n  answer at net.label reads sees_x, sees_y\n" + more;
}

diag::Outcome<report::Difference> outcome(const std::string& first, const std::string& second) {
  MemoryLoader loader;
  embed::Session session(loader);
  const auto one = session.check("a.hyp", first), other = session.check("b.hyp", second);
  INFO(diag::render_text(one.diagnostics, session.sources(), false));
  INFO(diag::render_text(other.diagnostics, session.sources(), false));
  REQUIRE(one);
  REQUIRE(other);
  embed::AskOptions a, b;
  a.name = "a";
  b.name = "b";
  Quiet quiet;
  return session.diff(*one, a, *other, b, quiet);
}

report::Difference diff(const std::string& a, const std::string& b) {
  auto found = outcome(both(a, b), both(a, b));
  REQUIRE(found);
  return std::move(*found.value);
}

bool counts(const report::Overlap& n, std::int64_t equal, std::int64_t first, std::int64_t second,
            std::int64_t neither) {
  return n.equal == equal && n.first_within == first && n.second_within == second &&
         n.neither == neither;
}

const std::string kRight = nodes("is right", "is top");

}  // namespace

TEST_CASE("a claim that asks less of its donors says more") {
  // Of x = 0 both take the rows with x = 0; else `right` takes six rows, `x` two.
  const auto found = diff(kRight, nodes("is rows.x", "is top"));
  CHECK(found.order == Order::first);
  CHECK(counts(found.combinations, 2, 0, 6, 0));
  REQUIRE(found.nodes.size() == 4);
  CHECK(found.nodes[0].sides[0].name == "sees_x");
  CHECK(counts(*found.nodes[0].donors, 2, 0, 6, 0));
  CHECK(counts(*found.nodes[1].donors, 8, 0, 0, 0));
  REQUIRE(found.nodes[0].allows[0]);
  CHECK_FALSE(found.nodes[0].allows[1]);
  const auto& swap = *found.allows[0];
  CHECK(swap.example == 2);  // the first with x > 0; rows 2 and 3 share its x
  REQUIRE(swap.donors.size() == 1);
  CHECK(swap.donors[0].row == 4);
  CHECK(swap.donors[0].at == std::vector<std::string>{"sees_x"});
  CHECK(swap.allowed == "same right: `right` is yes of both");
  CHECK(swap.refused == "same rows.x: `rows.x` is 1 of rows[2] and 2 of rows[4]");
  const auto turned = diff(nodes("is rows.x", "is top"), kRight);
  CHECK(turned.order == Order::second);
  CHECK(counts(turned.combinations, 2, 6, 0, 0));
}

TEST_CASE("a claim says the same as itself, whatever its nodes are called") {
  CHECK(diff(kRight, kRight).order == Order::equal);
  const auto renamed = diff(kRight,
                            "  m at net.neurons[1] is top\n  n at net.neurons[0] is right\n"
                            "  answer at net.label reads m, n");
  CHECK(renamed.order == Order::equal);
  CHECK(renamed.nodes[0].sides[0].name == "sees_x");
  CHECK(renamed.nodes[0].sides[1].name == "n");
  CHECK(counts(renamed.combinations, 8, 0, 0, 0));
}

TEST_CASE("each may allow what the other does not") {
  const auto found = diff(kRight, nodes("is top", "is right"));
  CHECK(found.order == Order::incomparable);
  REQUIRE(found.allows[0]);
  REQUIRE(found.allows[1]);
  CHECK(found.allows[0]->example == 0);  // donors {0, 1} and {0, 2, 4, 6}
  CHECK(found.allows[0]->donors[0].row == 1);
  CHECK(found.allows[1]->donors[0].row == 2);
}

TEST_CASE("drawn together is less than each by itself") {
  const std::string any = nodes("resampled any", "resampled any");
  const auto found =
      diff(any, nodes("resampled any", "resampled any", "  draw sees_x, sees_y together"));
  CHECK(counts(*found.nodes[0].donors, 8, 0, 0, 0));
  CHECK(found.order == Order::first);
  CHECK(counts(found.combinations, 0, 0, 8, 0));
  REQUIRE(found.allows[0]);
  REQUIRE(found.allows[0]->donors.size() == 2);
  CHECK(found.allows[0]->donors[0].row != found.allows[0]->donors[1].row);
  // Of one donor each it makes no difference.
  const std::string own = nodes("resampled itself", "resampled itself");
  CHECK(diff(own, nodes("resampled itself", "resampled itself", "  draw sees_x, sees_y together"))
            .order == Order::equal);
}

TEST_CASE("what one claim leaves unclaimed is compared with what the other claims") {
  const std::string alone =
      "  sees_x at net.neurons[0] is right\n  answer at net.label reads sees_x";
  CHECK(diff(alone, nodes("is right", "resampled any")).order == Order::equal);
  const auto found = diff(alone, kRight);
  CHECK(found.order == Order::first);  // anything may stand in at neurons[1]
  CHECK(found.allows[0]->donors[0].at == std::vector<std::string>{"all else"});
  CHECK(found.nodes[2].sides[0].name.empty());
  CHECK(found.nodes[2].sides[1].name == "sees_y");
}

TEST_CASE("nodes that read others are compared on the donors they may meet") {
  const auto chain = [](const std::string& x) {
    return "  deep at net.neurons[0] " + x +
           "\n  mid at net.scaled reads deep, resampled same top\n  answer at net.label reads mid";
  };
  CHECK(diff(chain("is right"), chain("is right")).order == Order::equal);
  const auto found = diff(chain("is right"), chain("is rows.x"));
  CHECK(found.order == Order::first);
  CHECK(diff(chain("is right"), "  mid at net.scaled is top\n  answer at net.label reads mid")
            .order == Order::not_compared);
}

TEST_CASE("windows, other data, and who has nobody") {
  const auto windows =
      diff(nodes("resampled within 1 of x", "is top"), nodes("resampled within 2 of x", "is top"));
  CHECK(windows.order == Order::second);
  CHECK(counts(windows.combinations, 0, 8, 0, 0));
  const auto other =
      diff(nodes("resampled any", "is top"), nodes("resampled any, of few", "is top"));
  CHECK(other.order == Order::incomparable);
  CHECK(other.allows[1]->refused == "its donors come from other data");
  // Row 0 has nobody in the second, which so allows nothing there.
  const auto nobody = diff(
      nodes("is right", "is top"),
      nodes("is right, resampled { when right: same value; otherwise: fixed rows[0], excluding "
            "itself, allow 50% }",
            "is top"));
  CHECK(nobody.combinations.second_within == 2);  // rows 0 and 1: row 1 has the donor 0 of two
  CHECK(nobody.combinations.equal == 6);
}

TEST_CASE("claims about other networks or other examples are refused") {
  using diag::Code;
  const auto code = [](const std::string& first, const std::string& second) {
    const auto found = outcome(first, second);
    REQUIRE(!found);
    return found.diagnostics.at(0).code;
  };
  const std::string text = both(kRight, kRight);
  CHECK(code(text, both(kRight, kRight, "few")) == Code::other_examples);
  std::string other = text;
  other.replace(other.find("neurons * 2"), 11, "neurons * 3");
  CHECK(code(text, other) == Code::other_network);
  CHECK(diff(kRight, "  sees at net.scaled is right\n  answer at net.label reads sees").order ==
        Order::not_compared);
}
