// SPDX-License-Identifier: MIT
#include "runtime/bind/bind.hpp"

#include "tests/support/catch.hpp"
#include "tests/support/program_builder.hpp"

using namespace hyp;
using test::Expr;
using test::ExprId;
using test::Function;

namespace {

// Files in memory; counts how often each is asked for.
class Files : public source::Loader {
 public:
  std::map<std::string, std::string, std::less<>> contents;
  std::map<std::string, int, std::less<>> asked;

  source::Lookup import(std::string_view, std::string_view) override { return source::NotFound{}; }
  source::Lookup data(std::string_view name, std::string_view) override {
    ++asked[std::string(name)];
    const auto it = contents.find(name);
    if (it == contents.end()) return source::NotFound{{std::string(name)}, ""};
    return source::Found{it->first, source::Bytes::own(it->second)};
  }
};

// A .npy file of binary64 numbers.
std::string npy(const std::string& shape, const std::vector<double>& numbers) {
  std::string header = "{'descr': '<f8', 'fortran_order': False, 'shape': " + shape + ", }";
  header.resize((10 + header.size()) / 64 * 64 + 64 - 11, ' ');
  header += '\n';
  std::string file = "\x93NUMPY";
  file += std::string("\x01\x00", 2);
  file += static_cast<char>(header.size() % 256);
  file += static_cast<char>(header.size() / 256);
  return file + header + std::string(test::bytes_of(numbers).text());
}

// Rows (label, x) with label 0 ... 4 and x 0 ... 1, and a network of vectors of 2 with 5 classes.
struct Fixture : test::ProgramBuilder {
  explicit Fixture(const std::string& text = "?") : test::ProgramBuilder(text) {}
  check::DataId rows = data("rows", {{"label", 0, 4}, {"x", 0, 1}});
  check::ModelId net = model("net", {{"input", {2}}, {"logits", {5}}});
  Files files;

  check::ExperimentId experiment(check::DataId on, std::optional<check::ModelId> about) {
    check::Experiment experiment;
    experiment.name = "e";
    experiment.span = at("experiment e");
    experiment.data = on;
    experiment.model = about;
    experiment.interventions.emplace_back();
    program.experiments.push_back(std::move(experiment));
    return {static_cast<std::uint32_t>(program.experiments.size() - 1)};
  }
  check::Experiment& operator[](check::ExperimentId id) { return program.experiments[id.index]; }
  void measure(check::ExperimentId id, check::MeasureKind kind,
               std::vector<ExprId> arguments = {}) {
    check::Measure measure;
    measure.kind = kind;
    measure.to_label = check::info(kind).needs_labels;
    measure.arguments = std::move(arguments);
    measure.span = at("accuracy");
    (*this)[id].measures.push_back({measure, {}});
  }
  check::DataId npy_data(const std::string& name, const std::string& column = "") {
    check::NpyData source{{name + ".npy", "", at(name)}, {}};
    if (!column.empty()) source.columns = {{column, {name + "_" + column + ".npy", "", at(name)}}};
    program.data.push_back({name, at(name), source});
    return {static_cast<std::uint32_t>(program.data.size() - 1)};
  }
  diag::Outcome<bind::Bound> bound(const std::vector<check::ExperimentId>& experiments) {
    return bind::bind(program, {experiments, {}}, files, "claim.hyp");
  }
  std::string errors(const std::vector<check::ExperimentId>& experiments) {
    const auto outcome = bound(experiments);
    REQUIRE_FALSE(outcome);
    return rendered(outcome.diagnostics);
  }
};

}  // namespace

TEST_CASE_METHOD(Fixture, "only what the chosen experiments need is read, and once") {
  files.contents["used.npy"] = npy("(3, 2)", {1, 2, 3, 4, 5, 6});
  const auto used = npy_data("used");
  const auto unused = npy_data("unused");
  const auto scores = experiment(rows, std::nullopt);
  measure(scores, check::MeasureKind::mean,
          {call(Function::dot, {input(), expr(Expr::ExampleInput{used, 2})})});
  const auto network = experiment(used, net);
  measure(network, check::MeasureKind::preserved);
  measure(experiment(unused, net), check::MeasureKind::preserved);

  auto first = bound({scores});
  REQUIRE(first);
  CHECK(first->program == &program);
  CHECK(first->datasets.size() == 2);
  CHECK(first->datasets.at(rows).rows == 10);
  CHECK(first->networks.empty());
  CHECK(files.asked["used.npy"] == 1);

  const auto both = bound({scores, network, network});
  REQUIRE(both);
  CHECK(both->datasets.size() == 2);
  CHECK(both->networks.size() == 1);
  CHECK(both->networks.at(net).equations.name == "net");
  CHECK(files.asked["used.npy"] == 2);
  CHECK(files.asked["unused.npy"] == 0);
}

TEST_CASE_METHOD(Fixture, "data behind groups, regions, partitions and bounds is read too") {
  std::vector<check::DataId> named;
  for (const std::string name : {"a", "b", "c", "d", "f", "g"}) {
    files.contents[name + ".npy"] = npy("(1, 2)", {1, 2});
    named.push_back(npy_data(name));
  }
  const auto from = [&](std::size_t i) {
    return subscript(expr(Expr::ExampleInput{named[i], 0}), {0});
  };
  const auto above = [&](std::size_t i) {
    return compare(Expr::CompareOp::greater, constant(9), from(i));
  };
  const auto id = experiment(rows, net);
  const check::PlaceRef place{
      check::SitePlace{net, {1}, {}, {}},
      check::Where{compare(Expr::CompareOp::less, expr(Expr::Statistic{}), from(0)), named[1]},
      at("?")};
  check::Action action{check::Action::Kind::min,
                       {{{{check::Set::Join::start, place}}, at("?")}},
                       above(2),
                       std::nullopt,
                       at("?")};
  (*this)[id].interventions.push_back({{action}, "min", at("?")});
  measure(id, check::MeasureKind::preserved);
  (*this)[id].measures[0].by = {partition("p", {{"m", above(3)}, {"rest", std::nullopt}})};
  check::Expectation expectation;
  expectation.bound = from(4);
  expectation.target = from(5);
  expectation.in = above(5);
  (*this)[id].expectations.push_back(expectation);
  const auto outcome = bound({id});
  INFO(rendered(outcome.diagnostics));
  REQUIRE(outcome);
  CHECK(outcome->datasets.size() == 7);
}

TEST_CASE("inputs of another shape than the network reads") {
  Fixture f("data rows = grid(...)\nmodel net {}\nexperiment e about net on rows {}\n");
  f.program.models[0].sites[0].shape = {1, 3};
  const auto first = f.experiment(f.rows, f.net), second = f.experiment(f.rows, f.net);
  CHECK(f.errors({first, second}) ==
        "error[E0601]: `net` reads inputs of shape [1, 3], but those of `rows` have shape [2]\n"
        " --> claim.hyp:3:1\n"
        "  |\n"
        "1 | data rows = grid(...)\n"
        "  |      ---- `rows` is defined here\n"
        "2 | model net {}\n"
        "  |       --- `net` is defined here\n"
        "3 | experiment e about net on rows {}\n"
        "  | ^^^^^^^^^^^^\n");
  f.program.models[0].sites[0].shape = {1, 1, 2};  // but for leading axes of extent 1
  CHECK(f.bound({first}));
  f.program.models[0].sites[0].shape = {2, 1};
  CHECK_FALSE(f.bound({first}));
}

TEST_CASE("a network that only a score or a `where` reads must fit its data as well") {
  Fixture f;
  f.files.contents["three.npy"] = npy("(1, 3)", {1, 2, 3});
  const auto three = f.npy_data("three");
  const auto by_score = f.experiment(three, std::nullopt);
  f.measure(by_score, check::MeasureKind::mean,
            {f.subscript(f.expr(Expr::SiteRef{f.net, {1}}), {0})});
  CHECK(f.errors({by_score}).starts_with("error[E0601]: `net` reads inputs of shape [2], but "));
  const auto by_where = f.experiment(f.rows, f.net);
  const ExprId any = f.compare(Expr::CompareOp::less, f.constant(1), f.constant(2));
  const check::PlaceRef place{check::SitePlace{f.net, {1}, {}, {}}, check::Where{any, three},
                              f.at("?")};
  check::Action action{check::Action::Kind::zero,
                       {{{{check::Set::Join::start, place}}, {}}},
                       std::nullopt,
                       std::nullopt,
                       {}};
  f[by_where].interventions.push_back({{action}, "zero", {}});
  CHECK(f.errors({by_where}).find("those of `three` have shape [3]") != std::string::npos);
}

TEST_CASE("labels must be classes of the network where a measure compares them") {
  Fixture f("experiment e { measure accuracy }");
  const auto id = f.experiment(f.rows, f.net);
  f.measure(id, check::MeasureKind::accuracy);
  CHECK(f.bound({id}));
  f.program.models[0].classes = 3;
  CHECK(f.errors({id}) ==
        "error[E0603]: `net` has no class 3, the label of row 6 of `rows`; so it is for 4 of its "
        "10 labels\n"
        " --> claim.hyp:1:24\n"
        "  |\n"
        "1 | experiment e { measure accuracy }\n"
        "  |                        ^^^^^^^^\n"
        "  = help: its classes go from 0 to 2\n");
  const auto other = f.experiment(f.rows, f.net);
  f.measure(other, check::MeasureKind::preserved);
  CHECK(f.bound({other}));

  f.files.contents["b.npy"] = npy("(3, 2)", {1, 2, 3, 4, 5, 6});
  f.files.contents["b_label.npy"] = npy("(3,)", {0, 1.5, -1});
  const auto fractions = f.experiment(f.npy_data("b", "label"), f.net);
  check::Expectation expectation;
  expectation.measure.kind = check::MeasureKind::accuracy;
  expectation.measure.to_label = true;
  expectation.measure.span = f.at("accuracy");
  expectation.bound = f.constant(0.5);
  f[fractions].expectations.push_back(expectation);
  CHECK(f.errors({fractions}) ==
        "error[E0602]: the label of row 1 of `b` is 1.5, which is no whole number\n"
        " --> claim.hyp:1:24\n"
        "  |\n"
        "1 | experiment e { measure accuracy }\n"
        "  |                        ^^^^^^^^\n");
  f.files.contents["b_label.npy"] = npy("(3,)", {0, 1, -1});
  CHECK(f.errors({fractions})
            .starts_with("error[E0603]: `net` has no class -1, the label of row 2 of `b`; so it is "
                         "for 1 of its 3 labels\n"));
  f.program.data.pop_back();
  const auto none = f.experiment(f.npy_data("b"), f.net);
  f.measure(none, check::MeasureKind::accuracy);
  CHECK(f.errors({none}).starts_with("error[E0385]: `b` has no column `label`\n"));
}

TEST_CASE_METHOD(Fixture, "all that does not fit is listed at once, missing files too") {
  const auto missing = npy_data("missing");
  program.models[0].sites[0].shape = {3};
  const auto id = experiment(rows, net);
  measure(id, check::MeasureKind::mean, {column("labl")});
  measure(id, check::MeasureKind::mean, {subscript(expr(Expr::ExampleInput{rows, 10}), {0})});
  measure(id, check::MeasureKind::share,
          {compare(Expr::CompareOp::less, column("lable"), input())});
  measure(id, check::MeasureKind::mean,
          {call(Function::dot, {input(), expr(Expr::ExampleInput{missing, 0})})});
  const std::string text = errors({id});
  for (const auto* code : {"E0801", "E0601", "E0385", "E0384"}) {
    INFO(code << " in\n" << text);
    CHECK(text.find(code) != std::string::npos);
  }
  CHECK(text.find("no column `labl`") != std::string::npos);
  CHECK(text.find("no column `lable`") != std::string::npos);
  CHECK(text.find("`rows` has no row 10") != std::string::npos);
}
