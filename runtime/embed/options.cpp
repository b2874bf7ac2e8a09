// SPDX-License-Identifier: MIT
// What the host asked for, in terms of the program.
#include <algorithm>
#include <charconv>

#include "lang/diag/suggest.hpp"
#include "runtime/embed/run.hpp"

namespace hyp::embed {
namespace {

struct Amount {
  double value;
  bool percent;
};

// `0.5`, `-3e2`, `1%`
std::optional<Amount> parse_amount(std::string text) {
  const bool percent = !text.empty() && text.back() == '%';
  if (percent) text.replace(text.size() - 1, 1, "e-2");
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return Amount{value, percent};
}

diag::Diagnostic unknown(std::string_view what, const std::string& name,
                         const std::vector<std::string>& candidates) {
  diag::Facts facts{{"what", what}, {"name", name}};
  const auto near = diag::nearest(name, candidates);
  if (!near.empty()) facts.emplace_back("suggestion", near);
  return {diag::Code::unknown_option_name, std::nullopt, std::move(facts)};
}

// `--set` names a let of the file, or a parameter as `hypothesis.parameter`.
std::string settable_name(const check::Program& program, const check::Let& let) {
  if (!let.parameter_of) return let.name;
  return program[*let.parameter_of].name + "." + let.name;
}

}  // namespace

std::vector<std::string> settable_names(const check::Program& program) {
  std::vector<std::string> names;
  for (const auto& let : program.lets) names.push_back(settable_name(program, let));
  return names;
}

diag::Outcome<score::Environment> environment_of(
    const check::Program& program, const std::vector<std::pair<std::string, std::string>>& set) {
  score::Environment environment;
  diag::Diagnostics wrong;
  for (const auto& [name, text] : set) {
    const auto names = settable_names(program);
    const auto found = std::find(names.begin(), names.end(), name);
    if (found == names.end()) {
      wrong.add(unknown("constant", name, names));
      continue;
    }
    const check::LetId id{static_cast<std::uint32_t>(found - names.begin())};
    const auto& type = program[program[id].value].type;
    const auto amount = parse_amount(text);
    const bool settable = type.element == check::Type::Element::number && !type.tensor;
    if (!amount || !settable || amount->percent != type.percent || program[id].fixed) {
      const char* expected = !settable           ? "a value that can be set"
                             : program[id].fixed ? "a constant that is free when the program runs"
                             : type.percent      ? "a percentage such as 1%"
                                                 : "a number";
      wrong.add({diag::Code::bad_set_value,
                 program[id].span,
                 {{"name", name}, {"text", text}, {"expected", expected}}});
      continue;
    }
    environment[id] = amount->value;
  }
  if (wrong.has_errors()) return wrong.take();
  return environment;
}

diag::Outcome<check::Selection> select(const check::Program& program,
                                       const std::vector<std::string>& names) {
  const auto chosen = [&](const std::string& name) {
    return names.empty() || std::find(names.begin(), names.end(), name) != names.end();
  };
  check::Selection selection;
  std::vector<std::string> known;
  for (std::uint32_t i = 0; i < program.experiments.size(); ++i) {
    known.push_back(program.experiments[i].name);
    if (chosen(known.back())) selection.experiments.push_back({i});
  }
  for (std::uint32_t i = 0; i < program.tests.size(); ++i) {
    known.push_back(program.tests[i].name);
    if (chosen(known.back())) selection.tests.push_back({i});
  }
  for (const auto& name : names) {
    if (std::find(known.begin(), known.end(), name) == known.end()) {
      return unknown("experiment or test", name, known);
    }
  }
  return selection;
}

std::vector<Point> points_of(const check::Program& program, const std::vector<check::Sweep>& sweeps,
                             const score::Environment& environment) {
  std::vector<Point> points{{environment, {}}};
  for (const auto& sweep : sweeps) {
    std::vector<Point> more;
    // A value given by hand takes the place of the sweep.
    const auto set = environment.find(sweep.parameter);
    const std::vector<double> values =
        set == environment.end() ? sweep.values : std::vector<double>{set->second};
    for (const auto& point : points) {
      for (const double value : values) {
        Point next = point;
        next.environment[sweep.parameter] = value;
        next.shown.values.push_back({program[sweep.parameter].name, value, sweep.percent});
        more.push_back(std::move(next));
      }
    }
    points = std::move(more);
  }
  return points;
}

}  // namespace hyp::embed
