// SPDX-License-Identifier: MIT
// hyp as a library: a host with its own files, nothing printed, errors as values.
#include "runtime/embed/session.hpp"

#include "runtime/embed/file_loader.hpp"
#include "tests/unit/runtime_embed/support.hpp"

using namespace hyp;

using namespace hyp::test;

namespace {

const stats::Figure& figure(const report::Report& report, std::string_view metric) {
  for (const auto& found : report.experiments.at(0).results) {
    if (found.metric == metric) return found;
  }
  FAIL("no figure " << metric);
  return report.experiments.at(0).results.at(0);
}

}  // namespace

TEST_CASE("a host checks and runs a claim from memory") {
  auto loader = band_files();
  embed::Session session(loader);
  const auto program = session.check("band.hyp", content("hypotheses/band.hyp"));
  REQUIRE(program);
  Quiet quiet;
  const auto report = session.run(*program, {}, quiet);
  CHECK(report.diagnostics.empty());
  REQUIRE(report.experiments.size() == 3);
  CHECK(report.verdict == stats::Verdict::supported);
  CHECK(figure(report, "agreement(large or small, net.label)").value == 0.96);
  CHECK(report.provenance.files.size() == 1);
  CHECK(report.provenance.backend.starts_with("LibTorch"));
}

TEST_CASE("a program is run again with other constants, and only in part") {
  auto loader = band_files();
  embed::Session session(loader);
  auto text = content("hypotheses/band.hyp");
  text.replace(text.find("total > 12"), 10, "total > border");
  const auto program = session.check("band.hyp", text + "let border = 12\n");
  REQUIRE(program);
  Quiet quiet;
  embed::RunOptions options;
  options.only = {"rule"};
  CHECK(figure(session.run(*program, options, quiet), "share(large)").value == 0.21);
  options.set = {{"border", "17"}};
  const auto report = session.run(*program, options, quiet);
  CHECK(figure(report, "share(large)").value == 0.01);
  CHECK(report.experiments.size() == 1);
  CHECK(report.verdict == stats::Verdict::refuted);
}

TEST_CASE("errors are values: of the text, of files, of options") {
  MemoryLoader loader;
  embed::Session session(loader);
  CHECK(!session.check("broken.hyp", "language 1\nscore = 3"));
  const auto program = session.check("band.hyp", content("hypotheses/band.hyp"));
  REQUIRE(program);
  Quiet quiet;
  const auto missing = session.run(*program, {}, quiet);
  REQUIRE(missing.diagnostics.size() == 1);
  CHECK(missing.diagnostics[0].code == diag::Code::file_missing);
  CHECK(missing.experiments.empty());
  CHECK(!missing.verdict);
  embed::RunOptions options;
  options.only = {"rool"};
  CHECK(session.run(*program, options, quiet).diagnostics[0].code ==
        diag::Code::unknown_option_name);
}

TEST_CASE("a host can stop a run") {
  auto loader = band_files();
  embed::Session session(loader);
  const auto program = session.check("band.hyp", content("hypotheses/band.hyp"));
  REQUIRE(program);
  Impatient cancelling;
  const auto report = session.run(*program, {}, cancelling);
  REQUIRE(!report.diagnostics.empty());
  CHECK(report.diagnostics.back().code == diag::Code::interrupted);
  CHECK(!report.verdict);
}

TEST_CASE("a constant that shapes what is read cannot be swept or set") {
  MemoryLoader loader;
  embed::Session session(loader);
  const auto program = session.check("row.hyp",
                                     "language 1\ndata rows = grid(x: 0..3)\nlet row = 2\n"
                                     "let clue = rows[row].input\n"
                                     "score s = sum(input * clue)\n"
                                     "experiment e on rows { measure mean(s) }\n");
  REQUIRE(program);
  Quiet quiet;
  CHECK(figure(session.run(*program, {}, quiet), "mean(s)").value == 3);
  embed::RunOptions options;
  options.set = {{"row", "3"}};
  CHECK(session.run(*program, options, quiet).diagnostics.at(0).code == diag::Code::bad_set_value);
}

TEST_CASE("sweeps make the product of their values, the first slowest") {
  MemoryLoader loader;
  embed::Session session(loader);
  const auto program = session.check("sweep.hyp",
                                     "language 1\ndata rows = grid(x: 0..9)\n"
                                     "let low = 0\nlet high = 0\n"
                                     "region between = low <= rows.x < high\n"
                                     "experiment e on rows {\n"
                                     "  for low in [1, 2]\n  for high in [5, 8]\n"
                                     "  measure share(between)\n"
                                     "  expect share(between) >= 60% for high > 6\n}\n");
  REQUIRE(program);
  Quiet quiet;
  const auto report = session.run(*program, {}, quiet);
  std::vector<double> shares;
  for (const auto& found : report.experiments.at(0).results) shares.push_back(found.value);
  CHECK(shares == std::vector<double>{.4, .7, .3, .6});
  CHECK(report.verdict == stats::Verdict::supported);
  CHECK(report.experiments[0].expectations[0].decided_on.size() == 2);
}

TEST_CASE("files that cannot be read say why") {
  const auto folder = embed::read_file("/");
  REQUIRE(std::holds_alternative<source::NotFound>(folder));
  CHECK(std::get<source::NotFound>(folder).reason.find("directory") != std::string::npos);
  CHECK(std::get<source::NotFound>(embed::read_file("no/such/file")).reason.empty());
  CHECK(!std::get<source::NotFound>(embed::read_file("/dev/null")).reason.empty());
}

TEST_CASE("data is searched in the given folders, beside the file, and in the user's folder") {
  embed::FileLoader loader({{"first", "second"}, {}, "home"});
  const auto lookup = loader.data("x/y.npy", "claims/a.hyp");
  CHECK(std::get<source::NotFound>(lookup).searched ==
        std::vector<std::string>{"first/x/y.npy", "second/x/y.npy", "claims/x/y.npy",
                                 "home/x/y.npy"});
}

TEST_CASE("the library inside the program is found last") {
  embed::FileLoader loader({{}, {"folder"}, ""});
  CHECK(std::holds_alternative<source::Found>(loader.import("std/mnist", "a.hyp")));
  const auto none = loader.import("std/nothing", "a.hyp");
  CHECK(std::get<source::NotFound>(none).searched.size() == 3);
}
