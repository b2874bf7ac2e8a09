// SPDX-License-Identifier: MIT
// Subspaces in numbers, against numbers found by hand.
#include "runtime/score/basis.hpp"

#include <cmath>
#include <limits>

#include "tests/support/catch.hpp"
#include "tests/support/program_builder.hpp"

using namespace hyp;
using check::Direction;
using check::Subspace;
using check::SubspaceId;
using test::Expr;
using test::ExprId;

namespace {

// Four rows of a site of three units; logits = [2 u0 - u2, u1 + 5], bent = relu(logits).
struct Fixture : test::ProgramBuilder {
  check::DataId d = data("d");
  check::ModelId net =
      model("net", {{"input", {1}}, {"units", {3}}, {"logits", {2}}, {"bent", {2}}, {"end", {2}}});
  check::SiteId units{1}, logits{2}, bent{3}, end{4};
  model::Dataset rows = test::dataset<float>("d", {1}, {0, 1, 2, 3});
  score::Captured captured;
  model::Network network;
  std::map<std::string, model::Array> arrays;
  score::Inputs inputs;

  explicit Fixture(const std::string& text = "subspace s = net.units along up on d")
      : test::ProgramBuilder(text) {
    auto& sites = program.models[0].sites;
    sites[2].operation = check::Linear{2, true};
    sites[2].weights = "fc";
    sites[3].operation = check::Elementwise{check::Elementwise::Function::relu};
    network.equations = program.models[0];
    network.weights["fc.weight"] = {{2, 3}, {2, 0, -1, 0, 1, 0}};
    network.weights["fc.bias"] = {{2}, {0, 5}};
    // Mean [1, 2, 0]; along [3, 4, 0] / 5 it varies most, then along the last axis.
    put({1 + 6, 2 + 8, 0, 1 - 6, 2 - 8, 0, 1, 2, 5, 1, 2, -5});
    inputs.program = &program;
    inputs.datasets[d] = &rows;
    inputs.captured = &captured;
    inputs.networks[net] = &network;
  }
  void put(std::vector<float> values) { captured.sites[{net, d, units}] = {4, 3, values}; }

  using Vectors = decltype(Subspace::Item::vectors);
  using Term = decltype(Direction::Term::vector);

  SubspaceId subspace(std::vector<Vectors> items) {
    Subspace made{"s", at("s"), false, net, units, {}, d};
    for (auto& item : items) made.items.push_back({std::move(item), at("up")});
    program.subspaces.push_back(std::move(made));
    return {static_cast<std::uint32_t>(program.subspaces.size() - 1)};
  }
  Vectors direction(std::vector<std::pair<double, Term>> terms) const {
    Direction sum;
    for (auto& [factor, term] : terms) sum.terms.push_back({factor, std::move(term), at("up")});
    return sum;
  }
  Vectors listed(std::vector<double> values) const {
    return direction({{1, Direction::Listed{std::move(values)}}});
  }
  // The rows where the input is at least `least`.
  ExprId from(double least) {
    return region(
        "r", compare(Expr::CompareOp::greater_equal, subscript(input(), {0}), constant(least)));
  }
  void store(const std::string& path, model::Array stored) {
    arrays[path] = std::move(stored);
    inputs.arrays[path] = &arrays[path];
  }

  score::Basis basis(SubspaceId id) {
    auto found = score::basis(inputs, id);
    INFO(rendered(found.diagnostics));
    REQUIRE(found);
    return std::move(*found);
  }
  std::string refusal(SubspaceId id) {
    const auto found = score::basis(inputs, id);
    CHECK_FALSE(found);
    return rendered(found.diagnostics);
  }
  void check_rows(const score::Basis& basis, const std::vector<double>& expected) {
    REQUIRE(basis.rows.size() == expected.size());
    for (std::size_t i = 0; i < expected.size(); ++i) {
      CHECK(basis.rows[i] == Approx(expected[i]).margin(1e-14));
    }
  }
};

const std::string kPlace =
    " --> claim.hyp:1:30\n"
    "  |\n"
    "1 | subspace s = net.units along up on d\n"
    "  |                              ^^\n";

}  // namespace

TEST_CASE_METHOD(Fixture,
                 "principal axes, the largest component positive, with what they explain") {
  const auto found = basis(subspace({Subspace::Pca{2, {}}}));
  CHECK(found.dimension == 2);
  CHECK(found.width == 3);
  check_rows(found, {0.6, 0.8, 0, 0, 0, 1});
  CHECK(found.explained.size() == 2);
  CHECK(found.explained[0] == Approx(0.8));  // 2 * 100 of 2 * 100 + 2 * 25
  CHECK(found.explained[1] == Approx(0.2));
  CHECK(score::describe(found, program, {0}) ==
        "subspace s: 2 of the 3 dimensions of net.units, with 80.0 % and 20.0 % of the variance");
}

TEST_CASE_METHOD(Fixture, "principal axes of a region are about its own mean") {
  put({7, 7, 7, 1, 2, 3, 1, 4, 3, 1, 6, 3});
  const auto found = basis(subspace({Subspace::Pca{1, from(1)}}));
  check_rows(found, {0, 1, 0});
  CHECK(found.explained == std::vector{1.0});
}

TEST_CASE_METHOD(Fixture, "means, of a region or of all, in a signed sum") {
  put({0, 0, 0, 2, 4, 0, 3, 0, 1, 3, 0, 7});
  // [3, 0, 4] - [2, 1, 2]
  const auto in = from(2);
  const double length = std::sqrt(1 + 1 + 4);
  const auto id =
      subspace({direction({{1, Direction::Mean{in}}, {-1, Direction::Mean{std::nullopt}}})});
  check_rows(basis(id), {1 / length, -1 / length, 2 / length});
  CHECK(basis(id).explained.empty());
}

TEST_CASE_METHOD(Fixture, "the gradient of a number that is affine in the site") {
  const double length = std::sqrt(6.0);  // [2, 0, -1] - [0, 1, 0]
  check_rows(basis(subspace({direction(
                 {{1, Direction::Gradient{logits, 0}}, {-1, Direction::Gradient{logits, 1}}})})),
             {2 / length, -1 / length, -1 / length});
  check_rows(basis(subspace({direction({{-3, Direction::Gradient{units, 1}}})})), {0, -1, 0});
}

TEST_CASE_METHOD(Fixture, "lists and arrays, and other directions with length 1") {
  store("one.npy", test::array({3}, std::vector<float>{0, 3, 4}));
  const auto one = subspace({direction({{2, Direction::Stored{{"one.npy", "", at("up")}}}})});
  check_rows(basis(one), {0, 0.6, 0.8});
  check_rows(basis(subspace({direction(
                 {{1, Direction::Named{one}}, {1, Direction::Listed{{0, 0.2, -0.8}}}})})),
             {0, 1, 0});
}

TEST_CASE_METHOD(Fixture, "a span is made orthonormal in written order") {
  check_rows(basis(subspace({listed({0, 0, -2}), listed({1, 0, 1}), listed({5, 1e-6, 7})})),
             {0, 0, -1, 1, 0, 0, 0, 1, 0});
  store("two.npy", test::array({2, 3}, std::vector<double>{1, 1, 0, 1, 0, 0}));
  const double h = std::sqrt(0.5);
  const auto two = subspace({Subspace::Stored{{"two.npy", "", at("up")}}});
  check_rows(basis(two), {h, h, 0, h, -h, 0});
  const auto more = basis(subspace({Subspace::Named{two}, listed({1, 1, 1})}));
  check_rows(more, {h, h, 0, h, -h, 0, 0, 0, 1});
  const auto axes = basis(subspace({listed({0, 0, 1}), Subspace::Pca{1, {}}}));
  check_rows(axes, {0, 0, 1, 0.6, 0.8, 0});
  CHECK(axes.explained.empty());  // said of axes alone
}

TEST_CASE_METHOD(Fixture, "rows are orthonormal to rounding, however close the vectors are") {
  const auto found = basis(subspace({listed({1, 1, 1}), listed({1, 1, 1 + 1e-7})}));
  double product = 0, length = 0;
  for (std::size_t i = 0; i < 3; ++i) {
    product += found.rows[i] * found.rows[3 + i];
    length += found.rows[3 + i] * found.rows[3 + i];
  }
  CHECK(std::abs(product) < 1e-15);
  CHECK(length == Approx(1).epsilon(1e-15));
}

TEST_CASE_METHOD(Fixture, "numbers of any size") {
  check_rows(basis(subspace({listed({3e300, 4e300, 0})})), {0.6, 0.8, 0});
  check_rows(basis(subspace({listed({3e-300, 4e-300, 0})})), {0.6, 0.8, 0});
}

TEST_CASE_METHOD(Fixture, "a direction must have a length") {
  const std::string help =
      "  = help: a direction is no direction where its means are equal, or where the site never "
      "changes\n";
  const auto in = from(0);
  CHECK(refusal(subspace(
            {direction({{1, Direction::Mean{in}}, {-1, Direction::Mean{std::nullopt}}})})) ==
        "error[E0740]: this direction has length 0 in `net.units`\n" + kPlace + help);
  CHECK(refusal(subspace({listed({0, 0, 0})})).starts_with("error[E0740]"));
  // Cancelled but for rounding.
  CHECK(refusal(subspace({direction({{0.1, Direction::Listed{{1, 2, 3}}},
                                     {0.2, Direction::Listed{{1, 2, 3}}},
                                     {-0.3, Direction::Listed{{1, 2, 3}}}})}))
            .starts_with("error[E0740]"));
}

TEST_CASE_METHOD(Fixture, "a direction must leave the span of those before it") {
  CHECK(refusal(subspace({listed({1, 1, 0}), listed({1, 0, 0}), listed({0, 2, 0})})) ==
        "error[E0741]: this direction lies in the span of what stands before it\n" + kPlace +
            "  = help: leave it out\n");
  store("two.npy", test::array({2, 3}, std::vector<double>{1, 1, 0, 2, 2, 0}));
  CHECK(refusal(subspace({Subspace::Stored{{"two.npy", "", at("up")}}}))
            .starts_with("error[E0741]: row 1 of the array lies in the span"));
  CHECK(refusal(subspace({listed({0.6, 0.8, 0}), Subspace::Pca{1, {}}}))
            .starts_with("error[E0741]: axis 1 lies in the span"));
}

TEST_CASE_METHOD(Fixture, "no more axes than the site varies along") {
  CHECK(refusal(subspace({Subspace::Pca{3, {}}})) ==
        "error[E0742]: `net.units` varies along 2 axes here, but `pca` wants 3\n" + kPlace);
  put({1, 2, 3, 1, 2, 3, 1, 2, 3, 1, 2, 3});
  CHECK(refusal(subspace({Subspace::Pca{1, {}}}))
            .starts_with("error[E0742]: `net.units` varies along 0 axes here"));
  put({1, 2, 3, 1, 2, 3, 1, 2, 3, 1, 2, 4});
  CHECK(refusal(subspace({Subspace::Pca{2, {}}}))
            .starts_with("error[E0742]: `net.units` varies along 1 axis here"));
}

TEST_CASE_METHOD(Fixture, "nor more elements than hyp computes") {
  program.models[0].sites[1].shape = {4097};
  CHECK(refusal(subspace({Subspace::Pca{1, {}}})) ==
        "error[E0743]: principal axes of `net.units`, which has 4097 elements: hyp computes them "
        "up to 4096\n" +
            kPlace + "  = help: store them in a file, or take fewer elements\n");
}

TEST_CASE_METHOD(Fixture, "a gradient through what is not affine says what lies between") {
  const std::string text = refusal(subspace({direction({{1, Direction::Gradient{end, 0}}})}));
  CHECK(text.starts_with(
      "error[E0744]: `net.end` does not change in proportion to `net.units`: `relu` lies "
      "between\n"));
  CHECK(text.find("`relu` is here") != std::string::npos);
}

TEST_CASE_METHOD(Fixture, "arrays of another shape, and numbers that are none") {
  const auto stored = [&](model::Array array) {
    store("a.npy", std::move(array));
    return subspace({Subspace::Stored{{"a.npy", "", at("up")}}});
  };
  CHECK(refusal(stored(test::array({4}, std::vector<float>{1, 2, 3, 4}))) ==
        "error[E0745]: `a.npy` has shape [4], but [3] or [k, 3] is wanted for `net.units`\n" +
            kPlace);
  CHECK(refusal(stored(test::array({0, 3}, std::vector<float>{}))).starts_with("error[E0745]"));
  store("a.npy", test::array({1, 3}, std::vector<float>{1, 2, 3}));
  CHECK(refusal(subspace({direction({{1, Direction::Stored{{"a.npy", "", at("up")}}}})}))
            .starts_with("error[E0745]: `a.npy` has shape [1, 3], but [3] is wanted"));
  const float infinity = std::numeric_limits<float>::infinity();
  CHECK(refusal(stored(test::array({2, 3}, std::vector<float>{1, 0, 0, 0, -infinity, 1}))) ==
        "error[E0746]: element 4 of `a.npy` is minus infinity\n" + kPlace);
}

TEST_CASE_METHOD(Fixture, "a region without examples has no mean") {
  const auto in = from(4);
  CHECK(refusal(subspace({direction({{1, Direction::Mean{in}}})})).starts_with("error[E0782]"));
  CHECK(refusal(subspace({Subspace::Pca{1, in}})).starts_with("error[E0782]"));
}
