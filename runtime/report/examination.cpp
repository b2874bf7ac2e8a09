// SPDX-License-Identifier: MIT
#include "runtime/report/examination.hpp"

#include <algorithm>

#include "runtime/report/json_text.hpp"
#include "runtime/report/paint.hpp"
#include "runtime/report/words.hpp"

namespace hyp::report {
namespace {

constexpr std::string_view kRed = "31";

void append(std::string& out, std::string_view name, const std::string& line) {
  constexpr std::size_t kNames = 10;
  out += pad_right(std::string(name), kNames) + printable(line) + "\n";
}

}  // namespace

bool Examination::works() const {
  return std::none_of(findings.begin(), findings.end(),
                      [](const Finding& f) { return f.needed && !f.problem.empty(); });
}

std::string to_text(const Examination& examination, bool color) {
  const Paint paint{color};
  std::string out;
  append(out, "hyp", examination.hyp_version);
  for (const auto& finding : examination.findings) {
    std::string_view name = finding.name;
    for (const auto& line : finding.lines) {
      append(out, name, line);
      name = "";
    }
    if (finding.problem.empty()) continue;
    append(out, name, finding.problem);
    if (!finding.help.empty()) append(out, "", "-> " + finding.help);
  }
  out += examination.works() ? "\nhyp can run networks\n"
                             : "\n" + paint(kRed, "hyp cannot run networks") + "\n";
  return out;
}

std::string to_json(const Examination& examination) {
  Json out = {{"format_version", 1},
              {"command", "doctor"},
              {"hyp", examination.hyp_version},
              {"works", examination.works()},
              {"findings", Json::array()}};
  for (const auto& finding : examination.findings) {
    out["findings"].push_back({{"name", finding.name},
                               {"lines", finding.lines},
                               {"problem", or_null(finding.problem)},
                               {"help", or_null(finding.help)},
                               {"needed", finding.needed}});
  }
  return written(out);
}

}  // namespace hyp::report
