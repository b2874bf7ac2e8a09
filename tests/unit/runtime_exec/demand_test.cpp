// SPDX-License-Identifier: MIT
#include "runtime/exec/demand.hpp"

#include "tests/support/catch.hpp"
#include "tests/support/network_builder.hpp"

using namespace hyp;
using check::SiteId;
using exec::Step;

namespace {

// input -> a -> b -> c, and a -> d, c + d -> out
struct Diamond {
  test::NetworkBuilder builder{{4}};
  SiteId a = builder.add("a", check::Identity{}, {test::kInput}, {4});
  SiteId b = builder.add("b", check::Identity{}, {a}, {4});
  SiteId c = builder.add("c", check::Identity{}, {b}, {4});
  SiteId d = builder.add("d", check::Identity{}, {a}, {4});
  SiteId out = builder.add("out", check::Arithmetic{}, {c, d}, {4});
  model::Network network = builder.finish();
  model::Activations values{1, 4, {1, 2, 3, 4}};

  [[nodiscard]] std::string steps(const exec::Forward& forward) const {
    std::string text;
    for (const Step& step : exec::demand(network.equations, forward)) {
      text += network.equations.site(step.site).name;
      if (step.source == Step::Source::known) text += "=";
      if (step.source == Step::Source::overrides) text += "!";
      for (const SiteId gone : step.last_used) text += "-" + network.equations.site(gone).name;
      text += " ";
    }
    return text;
  }
};

}  // namespace

TEST_CASE_METHOD(Diamond,
                 "everything upstream of what is read is computed, and dropped when done") {
  exec::Forward forward;
  forward.read = {out};
  CHECK(steps(forward) == "input a-input b c-b d-a out-c-d ");
  forward.read = {b, b};
  CHECK(steps(forward) == "input a-input b-a ");
}

TEST_CASE_METHOD(Diamond, "nothing above the nearest known values is computed") {
  exec::Forward forward;
  forward.read = {out};
  forward.known = {{a, &values}};
  CHECK(steps(forward) == "a= b c-b d-a out-c-d ");
  forward.known = {{a, &values}, {c, &values}};
  CHECK(steps(forward) == "a= c= d-a out-c-d ");
  forward.known = {{out, &values}, {a, &values}};
  CHECK(steps(forward) == "out= ");
}

TEST_CASE_METHOD(Diamond, "a known value that an override reaches is not used") {
  exec::Forward forward;
  forward.read = {out};
  forward.known = {{a, &values}, {c, &values}};
  forward.overrides = {{b, {0}, std::vector<float>{9}}};
  CHECK(steps(forward) == "a= b c-b d-a out-c-d ");
  forward.overrides = {{c, {0}, std::vector<float>{9}}};
  CHECK(steps(forward) == "a= c= d-a out-c-d ");
}

TEST_CASE_METHOD(Diamond, "a given leaf is known, whatever is overwritten") {
  const check::SiteId leaf{0};
  exec::Forward forward;
  forward.read = {a};
  forward.overrides = {{leaf, {0}, std::vector<float>{9}}};
  const auto steps = exec::demand(network.equations, forward, {{leaf, &values}});
  REQUIRE(steps.size() == 2);
  CHECK(steps[0].source == Step::Source::known);
  CHECK(steps[0].overrides.size() == 1);
}

TEST_CASE_METHOD(Diamond, "a site that overrides write wholly asks for nothing") {
  exec::Forward forward;
  forward.read = {c};
  forward.overrides = {{b, {0, 1}, std::vector<float>{9, 9}},
                       {b, {3, 2}, std::vector<float>{9, 9}}};
  CHECK(steps(forward) == "b! c-b ");
  forward.overrides.pop_back();
  CHECK(steps(forward) == "input a-input b-a c-b ");
}

TEST_CASE_METHOD(Diamond, "an override along a basis keeps the rest of its site") {
  score::Basis basis;
  basis.dimension = 4;
  basis.width = 4;
  exec::Forward forward;
  forward.read = {c};
  forward.overrides = {{b, {}, std::vector<float>{9, 9, 9, 9}, &basis}};
  CHECK(steps(forward) == "input a-input b-a c-b ");
  forward.overrides.push_back({b, {0, 1, 2, 3}, std::vector<float>{9, 9, 9, 9}});
  CHECK(steps(forward) == "input a-input b-a c-b ");
  forward.known = {{b, &values}};
  CHECK(steps(forward) == "b= c-b ");
}
