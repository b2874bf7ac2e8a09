// SPDX-License-Identifier: MIT
#include <cmath>
#include <limits>
#include <nlohmann/json.hpp>
#include <random>

#include "tests/support/catch.hpp"
#include "tests/unit/runtime_report/sample.hpp"

using namespace hyp;
using Json = nlohmann::ordered_json;
using test::figure;

namespace {

std::string keys(const Json& object) {
  std::string out;
  for (const auto& [key, value] : object.items()) out += key + " ";
  return out;
}

report::Report with(stats::Figure figure) {
  report::Report r;
  r.experiments.emplace_back();
  r.experiments[0].results.push_back(std::move(figure));
  return r;
}

void check_figure(const Json& json, const stats::Figure& figure) {
  CHECK(keys(json) == "sweep intervention metric region value low high n n_not_tested ");
  CHECK(json["sweep"].is_object());
  CHECK(json["sweep"].size() == figure.sweep.values.size());
  for (const auto& v : figure.sweep.values) CHECK(json["sweep"][v.name] == v.value);
  CHECK(json["intervention"] == (figure.intervention ? Json(*figure.intervention) : Json()));
  CHECK(json["metric"] == figure.metric);
  CHECK(json["region"] == (figure.region ? Json(*figure.region) : Json()));
  CHECK(json["value"] == (std::isnan(figure.value) ? Json() : Json(figure.value)));
  CHECK(json["low"] == (figure.low ? Json(*figure.low) : Json()));
  CHECK(json["high"] == (figure.high ? Json(*figure.high) : Json()));
  CHECK(json["n"] == figure.n);
  CHECK(json["n_not_tested"] == figure.n_not_tested);
}

}  // namespace

TEST_CASE("a report as JSON, field by field") {
  source::SourceMap sources;
  const auto r = test::sample(sources);
  const std::string text = report::to_json(r, sources);
  CHECK(text.back() == '\n');
  CHECK(text.substr(0, 23) == "{\n  \"format_version\": 1");
  const Json json = Json::parse(text);
  CHECK(keys(json) == "format_version command file verdict diagnostics provenance experiments ");
  CHECK(json["format_version"] == 1);
  CHECK(json["command"] == "run");
  CHECK(json["file"] == "claims/one.hyp");
  CHECK(json["verdict"] == "refuted");

  REQUIRE(json["experiments"].size() == r.experiments.size());
  for (std::size_t i = 0; i < r.experiments.size(); ++i) {
    const Json& experiment = json["experiments"][i];
    CHECK(keys(experiment) ==
          "name hypothesis engine trials seed verdict data prose results expectations ");
    CHECK(experiment["name"] == r.experiments[i].name);
    CHECK(experiment["engine"] == r.experiments[i].engine);
    CHECK(experiment["data"] == r.experiments[i].data);
    CHECK(experiment["prose"] == r.experiments[i].prose);
    REQUIRE(experiment["results"].size() == r.experiments[i].results.size());
    for (std::size_t f = 0; f < r.experiments[i].results.size(); ++f) {
      check_figure(experiment["results"][f], r.experiments[i].results[f]);
    }
    REQUIRE(experiment["expectations"].size() == r.experiments[i].expectations.size());
    for (std::size_t e = 0; e < r.experiments[i].expectations.size(); ++e) {
      const auto& expected = r.experiments[i].expectations[e];
      const Json& expectation = experiment["expectations"][e];
      CHECK(keys(expectation) == "text verdict file line column end_line end_column decided_on ");
      CHECK(expectation["text"] == expected.text);
      CHECK(expectation["verdict"] == stats::name_of(expected.verdict));
      REQUIRE(expectation["decided_on"].size() == expected.decided_on.size());
      for (std::size_t f = 0; f < expected.decided_on.size(); ++f) {
        check_figure(expectation["decided_on"][f], expected.decided_on[f]);
      }
    }
  }
  const Json& rule = json["experiments"][0];
  CHECK(rule["hypothesis"].is_null());
  CHECK(rule["trials"].is_null());
  CHECK(rule["seed"].is_null());
  CHECK(rule["verdict"].is_null());
  CHECK(rule["expectations"].is_array());
  const Json& post = json["experiments"][2];
  CHECK(post["hypothesis"] == "post");
  CHECK(post["trials"] == 10);
  CHECK(post["seed"] == 18446744073709551615U);
  CHECK(post["verdict"] == "inconclusive");
  CHECK(post["results"][0]["sweep"].dump() == R"({"tolerance":0.0001,"k":3.0})");
}

TEST_CASE("an expectation says where it was written, in lines and columns") {
  source::SourceMap sources;
  const Json json = Json::parse(report::to_json(test::sample(sources), sources));
  const Json& placed = json["experiments"][1]["expectations"][0];
  CHECK(placed["file"] == "claims/one.hyp");
  CHECK(placed["line"] == 2);
  CHECK(placed["column"] == 1);
  CHECK(placed["end_line"] == 2);
  CHECK(placed["end_column"] == 24);
  CHECK(placed["verdict"] == "supported");
  const Json& elsewhere = json["experiments"][1]["expectations"][2];
  CHECK(elsewhere["line"].is_null());
  CHECK(elsewhere["verdict"] == "not_tested");
}

TEST_CASE("diagnostics are whole, with their places") {
  source::SourceMap sources;
  const Json json = Json::parse(report::to_json(test::sample(sources), sources));
  CHECK(json["diagnostics"].dump(1) == R"([
 {
  "code": "E0201",
  "severity": "error",
  "message": "unknown measure `expct`",
  "file": "claims/one.hyp",
  "line": 2,
  "column": 1,
  "end_line": 2,
  "end_column": 7,
  "labels": [
   {
    "text": "`language` is defined here",
    "file": "claims/one.hyp",
    "line": 1,
    "column": 1,
    "end_line": 1,
    "end_column": 9
   }
  ],
  "notes": [
   "looked for lib"
  ],
  "help": "did you mean `expect`?"
 },
 {
  "code": "E0201",
  "severity": "error",
  "message": "unknown experiment `x`",
  "file": null,
  "line": null,
  "column": null,
  "end_line": null,
  "end_column": null,
  "labels": [],
  "notes": [],
  "help": null
 }
])");
}

TEST_CASE("provenance is whole hashes and the line that repeats it") {
  source::SourceMap sources;
  const Json json = Json::parse(report::to_json(test::sample(sources), sources));
  CHECK(json["provenance"].dump(1) == R"({
 "hyp": "0.1.0",
 "backend": "LibTorch 1.13.1",
 "blas": "OpenBLAS 0.3.21",
 "threads": 2,
 "seed": 18446744073709551615,
 "files": [
  {
   "path": "eis-vii/mnist_model.pt",
   "sha256": "0562d9df55ca7cee1c85dbf1d9346bd8e1873c1e8249aeca0dc2042caa2143e1"
  },
  {
   "path": "mnist/train-images-idx3-ubyte",
   "sha256": "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db"
  }
 ],
 "repeat": "hyp run claims/one.hyp --seed 18446744073709551615"
})");
}

TEST_CASE("an empty report has every field") {
  const std::string text = report::to_json({}, {});
  CHECK("\n" + text == R"(
{
  "format_version": 1,
  "command": "",
  "file": "",
  "verdict": null,
  "diagnostics": [],
  "provenance": {
    "hyp": "",
    "backend": null,
    "blas": null,
    "threads": 1,
    "seed": 0,
    "files": [],
    "repeat": ""
  },
  "experiments": []
}
)");
}

TEST_CASE("doubles are read back to the bit, and what is no number is null") {
  std::mt19937_64 random(3);
  std::uniform_real_distribution<double> unit(0, 1);
  std::vector<double> values = {1 / 3.0, 0.1, 0.1 + 0.2, 57748 / 60000.0, 1e-300, 5e-324, 1e300};
  for (int i = 0; i < 1000; ++i) values.push_back(unit(random));
  for (const double value : values) {
    auto f = figure({}, "loss", {}, false, value, 1);
    f.low = -value;
    f.sweep.values = {{"t", value, false}};
    const Json json = Json::parse(report::to_json(with(f), {}));
    const Json& result = json["experiments"][0]["results"][0];
    CHECK(result["value"].get<double>() == value);
    CHECK(result["low"].get<double>() == -value);
    CHECK(result["sweep"]["t"].get<double>() == value);
  }
  for (const double value :
       {std::numeric_limits<double>::quiet_NaN(), std::numeric_limits<double>::infinity()}) {
    const Json json =
        Json::parse(report::to_json(with(figure({}, "loss", {}, false, value, 0)), {}));
    CHECK(json["experiments"][0]["results"][0]["value"].is_null());
  }
}

TEST_CASE("names of any bytes are replaced, never thrown over") {
  auto f = figure("min \xff", "loss\x01\"", "r\xc3", false, 1, 1);
  f.sweep.values = {{"t\xfe", 1, false}};
  auto r = with(f);
  r.file = "claim\xff.hyp";
  r.provenance.files = {{"\xff", "0"}};
  const Json json = Json::parse(report::to_json(r, {}));
  CHECK(json["file"] == "claim\uFFFD.hyp");
  CHECK(json["provenance"]["files"][0]["path"] == "\uFFFD");
  const Json& result = json["experiments"][0]["results"][0];
  CHECK(result["intervention"] == "min \uFFFD");
  CHECK(result["metric"] == "loss\x01\"");
  CHECK(result["region"] == "r\uFFFD");
  CHECK(result["sweep"].contains("t\uFFFD"));
}
