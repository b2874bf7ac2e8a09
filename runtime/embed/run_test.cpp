// SPDX-License-Identifier: MIT
// Tests of hypotheses: the claim as written, scrubbed and swapped, and what stands beside it.
#include <algorithm>
#include <cmath>

#include "runtime/embed/donors.hpp"
#include "runtime/embed/run.hpp"
#include "runtime/embed/stages.hpp"
#include "runtime/exec/answers.hpp"
#include "runtime/exec/drawing.hpp"
#include "runtime/stats/test_figures.hpp"

namespace hyp::embed {
namespace {

using plan::Mode;
using plan::Variant;

// A donor for every unit needs a table for every unit, and a draw for every unit and reference.
constexpr std::int64_t kMostOwnBytes = std::int64_t{512} << 20;
constexpr std::int64_t kMostOwnDraws = 20'000'000;

// One variant that ran.
struct Done {
  plan::Scrub scrub;
  exec::Ran ran;
  stats::Tally tally;
  [[nodiscard]] stats::Run run() const { return {&tally, &scrub.tested}; }
};

class TestRun {
 public:
  TestRun(Stages& stages, check::TestId id)
      : stages_(stages),
        program_(stages.program),
        test_(program_[id]),
        hypothesis_(program_[test_.hypothesis]),
        model_(program_[hypothesis_.model]) {}

  bool run(const score::Environment& environment) {
    stages_.point = {};
    std::optional<graph::Correspondence> graph;
    if (!stages_.keep(graph::build(program_, test_.hypothesis), graph)) return false;
    clean_ = stages_.captured->find(hypothesis_.model, test_.references, model_.logits);
    trials_ = stages_.trials_of(test_);
    result_.name = test_.name;
    result_.hypothesis = hypothesis_.name;
    result_.rival = test_.rival;
    result_.prose = test_.prose.empty() ? hypothesis_.prose : test_.prose;
    result_.data = program_[test_.references].name;
    result_.trials = trials_;
    result_.seed = stages_.options.seed;
    result_.near_ties = near_ties(*clean_);
    if (test_.scrub) add(unanswered(test_.scrub->expectations, stats::Mode::scrub));
    if (test_.swap) add(unanswered(test_.swap->expectations, stats::Mode::swap));
    for (const auto& point : points_of(program_, test_.sweeps, environment)) {
      stages_.point = point.shown;
      if (!run_point(*graph, point)) return false;
    }
    if (stages_.options.plan_only) {
      result_.expectations.clear();
      stages_.report.experiments.push_back(std::move(result_));
    } else {
      stages_.finish(std::move(result_));
    }
    return true;
  }

 private:
  void add(std::vector<stats::ExpectationResult> expectations) {
    std::move(expectations.begin(), expectations.end(), std::back_inserter(result_.expectations));
  }

  bool run_point(const graph::Correspondence& graph, const Point& point) {
    const auto inputs = stages_.inputs(point.environment);
    std::optional<std::unique_ptr<plan::Claim>> claim;
    auto opened = plan::Claim::open(inputs, graph, {test_.references, test_.donors});
    if (!stages_.keep(std::move(opened), claim)) return false;
    std::size_t first = 0;
    if (test_.scrub) {
      if (!run_mode(**claim, Mode::scrub, *test_.scrub, inputs, point, first)) return false;
      first += test_.scrub->expectations.size();
    }
    if (test_.swap && (*claim)->prediction()) {
      if (!run_mode(**claim, Mode::swap, *test_.swap, inputs, point, first)) return false;
    }
    return true;
  }

  bool run_mode(const plan::Claim& claim, Mode mode, const check::Test::Section& section,
                const score::Inputs& inputs, const Point& point, std::size_t first_expectation) {
    if (stages_.options.plan_only) return plan_mode(claim, mode, point);
    std::optional<score::Table> table;
    auto evaluated = score::evaluate(
        inputs, wanted_by(program_, test_.references, section.measures, section.expectations));
    if (!stages_.keep(std::move(evaluated), table)) return false;
    measures_.clear();
    for (const auto& line : section.measures) measures_.push_back(line.measure);
    for (const auto& expected : section.expectations) measures_.push_back(expected.measure);
    labels_.clear();
    if (compares_with_labels(section.measures, section.expectations)) {
      labels_ = stages_.labels(test_.references);
    }

    std::optional<plan::Scrub> scrub;
    std::optional<Done> written;
    if (!stages_.keep(claim.plan(mode, Variant::as_written), scrub)) return false;
    if (!stages_.keep(run_plan(std::move(*scrub), trials_), written)) return false;
    std::optional<Done> any, baseline, twin, one_donor, own_donors;
    const std::int64_t few = std::min(trials_, kTrialsBeside);
    if (!beside(claim, mode, Variant::baseline, trials_, baseline)) return false;
    if (mode == Mode::scrub) {
      if (!beside(claim, mode, Variant::any, few, any)) return false;
      if (!beside(claim, mode, Variant::twin, trials_, twin)) return false;
      if (!beside(claim, mode, Variant::one_donor, few, one_donor)) return false;
      if (!beside(claim, mode, Variant::own_donors, few, own_donors)) return false;
    }
    result_.engine = written->ran.engine == exec::Engine::affine ? "affine" : "forward";
    const auto facts = plan::facts(written->scrub);
    note_donors(claim, facts, written->ran.effect, mode, point);
    warn(*written, facts);

    const auto obeys_clean = exec::obeyed_clean(written->scrub, *clean_);
    stats::TestPass pass;
    pass.program = &program_;
    pass.lines = &section.measures;
    pass.mode = shown(mode);
    pass.sweep = point.shown;
    pass.clean = clean_;
    pass.labels = labels_.empty() ? nullptr : &labels_;
    pass.table = &*table;
    pass.obeys_clean = mode == Mode::swap ? &obeys_clean : nullptr;
    const auto run_of = [](const std::optional<Done>& done) {
      return done ? std::optional(done->run()) : std::nullopt;
    };
    pass.as_written = written->run();
    pass.any = run_of(any);
    pass.baseline = run_of(baseline);
    pass.twin = run_of(twin);
    pass.one_donor = run_of(one_donor);
    pass.own_donors = run_of(own_donors);
    for (auto& figure : stats::measure(pass)) result_.results.push_back(std::move(figure));
    return decide(pass, section, inputs, first_expectation);
  }

  static stats::Mode shown(Mode mode) {
    return mode == Mode::scrub ? stats::Mode::scrub : stats::Mode::swap;
  }

  void note_donors(const plan::Claim& claim, const std::vector<plan::DrawFacts>& facts,
                   const std::vector<bool>& effect, Mode mode, const Point& point) {
    for (auto& donors : donors_of(program_, hypothesis_, claim.graph(), facts, effect)) {
      donors.mode = shown(mode);
      donors.sweep = point.shown;
      result_.donors.push_back(std::move(donors));
    }
  }

  // Everything up to the first draw.
  bool plan_mode(const plan::Claim& claim, Mode mode, const Point& point) {
    std::optional<plan::Scrub> scrub;
    if (!stages_.keep(claim.plan(mode, Variant::as_written), scrub)) return false;
    note_donors(claim, plan::facts(*scrub), {}, mode, point);
    stats::Work work = work_of(*scrub, stages_.machines, *stages_.captured);
    work.mode = shown(mode);
    work.sweep = point.shown;
    result_.engine = work.engine;
    result_.work.push_back(std::move(work));
    return true;
  }

  diag::Outcome<Done> run_plan(plan::Scrub scrub, std::int64_t trials) {
    const bool drawn = exec::any_random(scrub, std::vector<bool>(scrub.tree.draws.size(), true));
    Done done{std::move(scrub), {}, {measures_, {clean_, labels()}, drawn}};
    exec::Sampling sampling;
    sampling.seed = stages_.options.seed;
    sampling.trials = drawn ? static_cast<std::uint32_t>(trials) : 1;
    sampling.threads = stages_.report.provenance.threads;
    auto ran = stages_.scrubber->run(
        done.scrub, sampling, [&](const exec::Block& block) { done.tally.add(block); },
        stages_.listener);
    if (!ran) return stopped(std::move(ran.diagnostics));
    done.ran = std::move(*ran.value);
    return done;
  }

  // Whoever runs a file knows its tests by name.
  [[nodiscard]] std::vector<diag::Diagnostic> stopped(
      std::vector<diag::Diagnostic> diagnostics) const {
    for (auto& one : diagnostics) {
      if (one.code != diag::Code::interrupted) continue;
      for (auto& fact : one.facts) {
        if (fact.name == "model") fact.value = test_.name;
      }
    }
    return diagnostics;
  }

  // A variant that cannot be drawn (rules that no donor can share) leaves its place empty; one that
  // cannot be computed is an error.
  bool beside(const plan::Claim& claim, Mode mode, Variant variant, std::int64_t trials,
              std::optional<Done>& done) {
    auto planned = claim.plan(mode, variant);
    if (!planned) return true;
    if (variant == Variant::own_donors) {
      const auto draws = static_cast<std::int64_t>(planned->tree.draws.size());
      const auto bytes = draws * claim.pool().size() * clean_->width * std::int64_t{sizeof(double)};
      if (bytes > kMostOwnBytes) return true;
      trials = std::min(trials, std::max<std::int64_t>(2, kMostOwnDraws / (draws * clean_->rows)));
    }
    return stages_.keep(run_plan(std::move(*planned.value), trials), done);
  }

  [[nodiscard]] const std::vector<std::int64_t>* labels() const {
    return labels_.empty() ? nullptr : &labels_;
  }

  bool decide(const stats::TestPass& pass, const check::Test::Section& section,
              const score::Inputs& inputs, std::size_t first) {
    for (std::size_t i = 0; i < section.expectations.size(); ++i) {
      const auto& expectation = section.expectations[i];
      const auto applies = stages_.applies(expectation, inputs);
      if (!applies) return false;
      if (!*applies) continue;
      const auto* region = expectation.in ? &pass.table->regions.at(*expectation.in) : nullptr;
      auto figure = stats::measure_one(pass, expectation.measure, region);
      if (expectation.in) figure.region = expectation.in_text;
      const double clean = figure.beside ? figure.beside->clean : figure.value;
      const auto bound = stages_.bound_of(expectation, inputs, [&] { return clean; });
      if (!bound) return false;
      stats::decide_on(std::move(figure), *bound, result_.expectations[first + i]);
    }
    return true;
  }

  // --- what a reader must know about the claim itself ---

  void warn(const Done& written, const std::vector<plan::DrawFacts>& all_facts) {
    for (const auto& replaced : written.scrub.tree.visits.front().replaced) {
      const auto& node = hypothesis_.nodes[replaced.node.index];
      if (!written.ran.effect[replaced.draw]) {
        warn_once({diag::Code::node_without_effect, node.span, {{"node", node.name}}});
      }
    }
    if (written.scrub.mode != Mode::scrub) return;
    if (on_one_donor(written)) {
      warn_once({diag::Code::equal_to_its_twin, hypothesis_.span, {{"name", hypothesis_.name}}});
    }
    for (const auto& facts : all_facts) {
      if (!written.ran.effect[facts.draw] || facts.itself <= 0.5 || facts.itself == 1) continue;
      const auto rule = plan::rule_of(hypothesis_, facts.drawers.front());
      warn_once({diag::Code::mostly_itself,
                 rule.span,
                 {{"node", rule.name}, {"share", std::round(1e4 * facts.itself) / 100}}});
    }
  }

  // Some node has an effect, and everything that has one is taken from one and the same example.
  static bool on_one_donor(const Done& written) {
    const auto& tree = written.scrub.tree;
    const auto& effect = written.ran.effect;
    const auto& replaced = tree.visits.front().replaced;
    return tree.visits.size() == 1 && std::count(effect.begin(), effect.end(), true) == 1 &&
           std::any_of(replaced.begin(), replaced.end(),
                       [&](const plan::Replaced& one) { return effect[one.draw]; });
  }

  void warn_once(diag::Diagnostic warning) {
    auto& all = stages_.report.diagnostics;
    const bool said = std::any_of(all.begin(), all.end(), [&](const diag::Diagnostic& other) {
      return other.code == warning.code && other.span == warning.span;
    });
    if (!said) all.push_back(std::move(warning));
  }

  Stages& stages_;
  const check::Program& program_;
  const check::Test& test_;
  const check::Hypothesis& hypothesis_;
  const check::Model& model_;
  const model::Activations* clean_ = nullptr;
  std::int64_t trials_ = 1;
  std::vector<check::Measure> measures_;
  std::vector<std::int64_t> labels_;
  stats::ExperimentResult result_;
};

}  // namespace

bool run_test(Stages& stages, check::TestId id, const score::Environment& environment) {
  return TestRun(stages, id).run(environment);
}

}  // namespace hyp::embed
