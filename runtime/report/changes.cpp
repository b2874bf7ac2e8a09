// SPDX-License-Identifier: MIT
#include "runtime/report/changes.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>
#include <vector>

#include "runtime/report/numbers.hpp"
#include "runtime/report/words.hpp"

namespace hyp::report {
namespace {

// What a figure is of, and how it is written.
using Line = std::pair<std::string, std::string>;

std::string of(const stats::ExperimentResult& result, const stats::Figure& figure) {
  std::string text = result.name;
  if (figure.mode == stats::Mode::scrub) text += ", scrub";
  if (figure.mode == stats::Mode::swap) text += ", swap";
  for (const auto& value : figure.sweep.values) {
    text += fmt::format(", {} {}", value.name, write_sweep(value));
  }
  if (figure.intervention) text += ", " + *figure.intervention;
  text += ": " + figure.metric;
  if (figure.region) text += " in " + *figure.region;
  return text;
}

std::vector<Line> figures(const Report& report) {
  std::vector<Line> all;
  for (const auto& result : report.experiments) {
    for (const auto& figure : result.results) {
      all.emplace_back(of(result, figure), write_value(figure.value, figure.is_share));
    }
  }
  return all;
}

std::vector<Line> verdicts(const Report& report) {
  std::vector<Line> all;
  for (const auto& result : report.experiments) {
    for (const auto& expected : result.expectations) {
      all.emplace_back(result.name + ": " + expected.text,
                       std::string(stats::name_of(expected.verdict)));
    }
  }
  return all;
}

void compare(std::string& out, const std::vector<Line>& before, const std::vector<Line>& now) {
  for (const auto& [what, value] : now) {
    const auto known = std::find_if(before.begin(), before.end(),
                                    [&](const Line& line) { return line.first == what; });
    if (known == before.end()) {
      out += "  " + printable(what + "  " + value) + " (new)\n";
    } else if (known->second != value) {
      out += "  " + printable(what + "  " + known->second + " -> " + value) + "\n";
    }
  }
  for (const auto& [what, value] : before) {
    const bool left =
        std::any_of(now.begin(), now.end(), [&](const Line& line) { return line.first == what; });
    if (!left) out += "  " + printable(what + "  " + value) + " (gone)\n";
  }
}

}  // namespace

std::string glance(const Report& report) {
  std::string out;
  for (const auto& result : report.experiments) {
    for (const auto& figure : result.results) {
      if (figure.region) continue;
      const stats::Estimate estimate{figure.value,        figure.low,    figure.high,
                                     figure.conservative, figure.trials, figure.n};
      out +=
          "  " + printable(of(result, figure) + "  " + write_value(figure.value, figure.is_share) +
                           " " + write_reach(estimate, figure.is_share));
      out.erase(out.find_last_not_of(' ') + 1);
      out += '\n';
    }
  }
  for (const auto& [what, verdict] : verdicts(report)) {
    out += "  " + printable(what + "  " + verdict) + "\n";
  }
  return out;
}

std::string changes(const Report& before, const Report& now) {
  std::string out;
  compare(out, figures(before), figures(now));
  compare(out, verdicts(before), verdicts(now));
  return out;
}

}  // namespace hyp::report
