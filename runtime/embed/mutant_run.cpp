// SPDX-License-Identifier: MIT
#include "runtime/embed/mutant_run.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "runtime/exec/answers.hpp"
#include "runtime/exec/drawing.hpp"
#include "runtime/stats/test_figures.hpp"

namespace hyp::embed {
namespace {

using plan::Mode;
using plan::Variant;

constexpr double kNoFigure = std::numeric_limits<double>::quiet_NaN();

// One run of a claim, or of the same with every rule `any`.
struct Done {
  plan::Scrub scrub;
  stats::Tally tally;
  [[nodiscard]] stats::Run run() const { return {&tally, &scrub.tested}; }
};

// How far the figure's interval lies from tipping the expectation: see report::Held.
double distance(const stats::Figure& figure, const stats::Bound& bound) {
  const double low = figure.low.value_or(figure.value), high = figure.high.value_or(figure.value);
  const auto above = [&](double limit) { return low >= limit ? low - limit : high - limit; };
  const auto below = [&](double limit) { return high <= limit ? limit - high : limit - low; };
  using Relation = check::Expectation::Relation;
  switch (bound.relation) {
    case Relation::greater:
    case Relation::greater_equal:
      return above(bound.bound);
    case Relation::less:
    case Relation::less_equal:
      return below(bound.bound);
    case Relation::within:
      return std::min(above(bound.target - bound.bound), below(bound.target + bound.bound));
  }
  return kNoFigure;
}

bool is_clean(const check::Expectation& expectation) {
  return expectation.relation == check::Expectation::Relation::within && !expectation.target;
}

}  // namespace

bool MutantRun::prepare(const score::Environment& environment) {
  std::optional<graph::Correspondence> graph;
  if (!stages_.keep(graph::build(stages_.program, id_), graph)) return false;
  std::size_t first = 0;
  for (const auto id : tests_) {
    const auto& test = stages_.program[id];
    first_answers_.push_back(first);
    for (const auto& point : points_of(stages_.program, test.sweeps, environment)) {
      stages_.point = point.shown;
      if (!add_setting(test, point, *graph, first)) return false;
    }
    stages_.point = {};
    if (test.scrub) first += test.scrub->expectations.size();
    if (test.swap) first += test.swap->expectations.size();
  }
  first_answers_.push_back(first);
  return true;
}

bool MutantRun::add_setting(const check::Test& test, const Point& point,
                            const graph::Correspondence& graph, std::size_t first_answer) {
  Setting setting{&test, point, stages_.trials_of(test), nullptr, {}};
  const auto inputs = stages_.inputs(point.environment);
  std::optional<std::unique_ptr<plan::Claim>> claim;
  auto opened = plan::Claim::open(inputs, graph, {test.references, test.donors, false});
  if (!stages_.keep(std::move(opened), claim)) return false;
  setting.claim = std::move(*claim);
  if (test.scrub) {
    if (!add_section(setting, Mode::scrub, *test.scrub, first_answer)) return false;
    first_answer += test.scrub->expectations.size();
  }
  if (test.swap && !add_section(setting, Mode::swap, *test.swap, first_answer)) return false;
  settings_.push_back(std::move(setting));
  return true;
}

bool MutantRun::add_section(Setting& setting, Mode mode, const check::Test::Section& from,
                            std::size_t first_answer) {
  const auto inputs = stages_.inputs(setting.point.environment);
  Section section{mode, {}, {}, {}, {}};
  for (std::size_t i = 0; i < from.expectations.size(); ++i) {
    const auto& expectation = from.expectations[i];
    const auto applies = stages_.applies(expectation, inputs);
    if (!applies) return false;
    if (!*applies) continue;
    const auto bound = stages_.bound_of(expectation, inputs, [] { return 0.0; });
    if (!bound) return false;
    section.asked.push_back({&expectation, first_answer + i, *bound, is_clean(expectation)});
    section.measures.push_back(expectation.measure);
  }
  if (section.asked.empty()) return true;
  std::optional<score::Table> table;
  auto evaluated = score::evaluate(
      inputs, wanted_by(stages_.program, setting.test->references, {}, from.expectations));
  if (!stages_.keep(std::move(evaluated), table)) return false;
  section.table = std::move(*table);
  if (compares_with_labels({}, from.expectations)) {
    section.labels = stages_.labels(setting.test->references);
  }
  setting.sections.push_back(std::move(section));
  return true;
}

bool MutantRun::concerns(const mutate::Mutant& mutant) const {
  return mutant.of == id_ || std::any_of(mutant.also.begin(), mutant.also.end(),
                                         [&](const auto& also) { return also.first == id_; });
}

std::pair<std::size_t, std::size_t> MutantRun::answers_of(std::size_t test) const {
  return {first_answers_.at(test), first_answers_.at(test + 1)};
}

mutate::Known MutantRun::known() const {
  mutate::Known known;
  const auto& program = stages_.program;
  const auto& setting = settings_.front();
  const auto model = program[id_].model;
  for (const auto& places : setting.claim->places()) {
    auto& parts = known.parts.emplace_back();
    for (const auto& place : places) {
      if (!place.along) parts.push_back({model, place.site, place.elements});
    }
  }
  const auto numbers = mutate::bounded_numbers(program, id_);
  auto inputs = stages_.inputs(setting.point.environment);
  inputs.hypothesis = &program[id_];
  for (const auto number : numbers) {
    // A value of other nodes is computed from theirs: its range is no column's.
    const auto table = score::evaluate(inputs, {setting.test->references, {number}, {}, {}});
    if (!table) continue;
    const auto& column = table->numbers.at(number);
    const auto [low, high] = std::minmax_element(column.begin(), column.end());
    known.ranges[number] = *high - *low;
  }
  return known;
}

MutantRun::Answers MutantRun::unanswered_all() const {
  Answers all;
  const auto add = [&](const std::optional<check::Test::Section>& section, stats::Mode mode) {
    if (!section) return;
    for (auto& result : unanswered(section->expectations, mode)) {
      all.push_back({std::move(result), kNoFigure});
    }
  };
  for (const auto id : tests_) {
    add(stages_.program[id].scrub, stats::Mode::scrub);
    add(stages_.program[id].swap, stats::Mode::swap);
  }
  return all;
}

diag::Outcome<MutantRun::Answers> MutantRun::run_original(Listener& listener) {
  return run(Changed{&stages_.program}, listener);
}

diag::Outcome<MutantRun::Answers> MutantRun::run(const mutate::Mutant& mutant, Listener& listener) {
  const auto program = mutate::applied(stages_.program, mutant);
  return run(Changed{&program, &mutant}, listener);
}

diag::Outcome<MutantRun::Answers> MutantRun::run(const Changed& changed, Listener& listener) {
  auto answers = unanswered_all();
  std::optional<graph::Correspondence> graph;
  if (changed.mutant) {
    auto built = graph::build(*changed.program, id_);
    if (!built) return std::move(built.diagnostics);
    graph = std::move(*built.value);
  }
  const bool same_draws = !changed.mutant || changed.mutant->moves_units_only();
  for (const auto& setting : settings_) {
    auto inputs = stages_.inputs(setting.point.environment);
    inputs.program = changed.program;
    std::unique_ptr<plan::Claim> own;
    if (changed.mutant) {
      auto opened =
          same_draws ? setting.claim->elsewhere(inputs, *graph)
                     : plan::Claim::open(inputs, *graph,
                                         {setting.test->references, setting.test->donors, false});
      if (!opened) return std::move(opened.diagnostics);
      own = std::move(*opened.value);
    }
    const plan::Claim& claim = own ? *own : *setting.claim;
    for (const auto& section : setting.sections) {
      if (auto error = answer(setting, section, claim, same_draws, listener, answers)) {
        return std::move(*error);
      }
    }
  }
  return answers;
}

std::optional<diag::Diagnostic> MutantRun::answer(const Setting& setting, const Section& section,
                                                  const plan::Claim& claim, bool keep_donors,
                                                  Listener& listener, Answers& answers) {
  // A mutant whose output node predicts no answer cannot be swapped.
  if (section.mode == Mode::swap && !claim.prediction()) return std::nullopt;
  const auto& program = stages_.program;
  const auto model = program[id_].model;
  const auto* clean =
      stages_.captured->find(model, setting.test->references, program[model].logits);
  const auto* labels = section.labels.empty() ? nullptr : &section.labels;
  std::optional<diag::Diagnostic> error;
  const auto run = [&](Variant variant, std::int64_t trials) -> std::optional<Done> {
    auto scrub = claim.plan(section.mode, variant);
    if (!scrub) {
      if (variant == Variant::as_written) error = scrub.diagnostics.front();
      return std::nullopt;
    }
    const bool drawn = exec::any_random(*scrub, std::vector<bool>(scrub->tree.draws.size(), true));
    Done done{std::move(*scrub), {section.measures, {clean, labels}, drawn}};
    exec::Sampling sampling;
    sampling.seed = stages_.options.seed;
    sampling.trials = drawn ? static_cast<std::uint32_t>(trials) : 1;
    sampling.threads = stages_.report.provenance.threads;
    if (keep_donors) sampling.drawn = &drawn_;
    sampling.answers_only = std::all_of(section.measures.begin(), section.measures.end(),
                                        [](const check::Measure& measure) {
                                          const auto& info = check::info(measure.kind);
                                          return info.is_share || !info.needs_model;
                                        });
    auto ran = stages_.scrubber->run(
        done.scrub, sampling, [&](const exec::Block& block) { done.tally.add(block); }, listener);
    if (!ran) {
      error = ran.diagnostics.front();
      return std::nullopt;
    }
    return done;
  };
  const auto written = run(Variant::as_written, setting.trials);
  if (!written) return error;
  // All that a verdict needs beside the claim: whether anything was at stake.
  std::optional<Done> any;
  if (section.mode == Mode::scrub) {
    any = run(Variant::any, std::min(setting.trials, kTrialsBeside));
    if (error) return error;
  }
  const auto obeys_clean = section.mode == Mode::swap ? exec::obeyed_clean(written->scrub, *clean)
                                                      : std::vector<std::uint8_t>{};
  stats::TestPass pass;
  pass.program = &program;
  pass.mode = section.mode == Mode::scrub ? stats::Mode::scrub : stats::Mode::swap;
  pass.sweep = setting.point.shown;
  pass.clean = clean;
  pass.labels = labels;
  pass.table = &section.table;
  pass.obeys_clean = section.mode == Mode::swap ? &obeys_clean : nullptr;
  pass.as_written = written->run();
  if (any) pass.any = any->run();
  for (const auto& asked : section.asked) {
    const auto& in = asked.expectation->in;
    const auto* region = in ? &section.table.regions.at(*in) : nullptr;
    auto figure = stats::measure_one(pass, asked.expectation->measure, region);
    if (in) figure.region = asked.expectation->in_text;
    auto bound = asked.bound;
    if (asked.of_clean) bound.target = figure.beside ? figure.beside->clean : figure.value;
    auto& held = answers[asked.answer];
    const double by = distance(figure, bound);
    held.by = std::isnan(held.by) ? by : std::min(held.by, by);
    stats::decide_on(std::move(figure), bound, held.result);
  }
  return std::nullopt;
}

}  // namespace hyp::embed
