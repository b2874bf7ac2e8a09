// SPDX-License-Identifier: MIT
#include "runtime/report/expectation_text.hpp"

#include <fmt/format.h>

#include <cmath>
#include <string_view>

#include "runtime/report/numbers.hpp"
#include "runtime/report/words.hpp"

namespace hyp::report {
namespace {

constexpr std::size_t kVerdict = 12;  // "inconclusive"

// "93.71 % [93.21, 94.21] at tolerance 1 %, under min ones, in near_one, n 30000"
std::string describe(const stats::Figure& figure, const std::vector<double>& limits) {
  std::string out =
      std::isnan(figure.value) ? "undefined" : write_value(figure.value, figure.is_share, limits);
  const std::string interval = write_interval(figure, limits);
  if (!interval.empty()) out += " " + interval;
  for (std::size_t i = 0; i < figure.sweep.values.size(); ++i) {
    const auto& value = figure.sweep.values[i];
    out +=
        fmt::format("{}{} {}", i == 0 ? " at " : ", ", printable(value.name), write_sweep(value));
  }
  if (figure.intervention) out += ", under " + printable(*figure.intervention);
  if (figure.region) out += ", in " + printable(*figure.region);
  out += fmt::format(", n {}", figure.n);
  if (figure.n_not_tested) out += fmt::format(", {} not tested", figure.n_not_tested);
  return out;
}

// Of experiments the figure itself says it: there it can only be a region without examples.
std::string_view why_untested(const stats::ExpectationResult& expectation) {
  if (expectation.mode == stats::Mode::direct) return "";
  switch (expectation.untested) {
    case stats::Untested::none:
      return "";
    case stats::Untested::no_example:
      return "no example: ";
    case stats::Untested::no_donor:
      return "no donor for any example: ";
    case stats::Untested::no_stake:
      return "no stake (every rule `any` gives the same figure): ";
  }
  return "";
}

// An estimate, so two digits, upwards: 4137 becomes 4200.
std::int64_t rounded(std::int64_t trials) {
  std::int64_t unit = 1;
  while (trials / unit >= 100) unit *= 10;
  return (trials + unit - 1) / unit * unit;
}

}  // namespace

void append_expectation(std::string& out, const stats::ExpectationResult& expectation,
                        const Paint& paint) {
  const Look look = look_of(expectation.verdict);
  const std::size_t indent = 2 + 2 + kVerdict + 2;
  const auto lines = wrap(printable(expectation.text), kColumns - indent);
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (i == 0) {
      const std::string words = fmt::format("{} {:<{}}", look.mark, look.words, kVerdict);
      out += fmt::format("  {}  {}\n", paint(look.color, words), lines[i]);
    } else {
      out += fmt::format("{:{}}{}\n", "", indent, lines[i]);
    }
  }
  const auto decided = decided_on(expectation);
  if (!decided.empty()) append_wrapped(out, decided, indent);
}

std::string decided_on(const stats::ExpectationResult& expectation) {
  const auto& figures = expectation.decided_on;
  if (figures.empty()) return {};
  std::string decided =
      std::string(why_untested(expectation)) + describe(figures.front(), expectation.limits);
  if (figures.size() > 1) decided += fmt::format(" (the deciding one of {})", figures.size());
  if (expectation.trials_to_settle) {
    decided +=
        fmt::format("; about {} trials would settle it", rounded(*expectation.trials_to_settle));
  }
  return decided;
}

}  // namespace hyp::report
