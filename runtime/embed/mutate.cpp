// SPDX-License-Identifier: MIT
#include "runtime/embed/mutate.hpp"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <map>

#include "lang/diag/render.hpp"
#include "runtime/embed/mutant_run.hpp"
#include "runtime/embed/version.hpp"

namespace hyp::embed {
namespace {

using report::Fate;
using report::Held;
using stats::Verdict;

// Trials of one mutant are no news; that it is to stop is.
class Quiet final : public Listener {
 public:
  explicit Quiet(Listener& outer) : outer_(outer) {}
  void progress(std::string_view, std::int64_t, std::int64_t) override {}
  bool cancelled() override { return outer_.cancelled(); }

 private:
  Listener& outer_;
};

bool expects(const check::Test& test) {
  return (test.scrub && !test.scrub->expectations.empty()) ||
         (test.swap && !test.swap->expectations.empty());
}

bool same(double a, double b) {
  return a == b || (std::isnan(a) && std::isnan(b));
}

bool same(const stats::Figure& a, const stats::Figure& b) {
  return same(a.value, b.value) && a.low == b.low && a.high == b.high && a.n == b.n;
}

bool same(const std::vector<Held>& a, const std::vector<Held>& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](const Held& x, const Held& y) {
    const auto &mine = x.result.decided_on, &other = y.result.decided_on;
    return x.result.verdict == y.result.verdict &&
           std::equal(mine.begin(), mine.end(), other.begin(), other.end(),
                      [](const auto& p, const auto& q) { return same(p, q); });
  });
}

Verdict verdict_of(const std::vector<Held>& held, std::size_t first, std::size_t last) {
  Verdict verdict = Verdict::supported;
  for (std::size_t i = first; i < last; ++i) {
    verdict = stats::combine(verdict, held[i].result.verdict);
  }
  return verdict;
}

Fate fate_of(const std::vector<Held>& original, const std::vector<Held>& held) {
  const Verdict verdict = verdict_of(held, 0, held.size());
  if (verdict == Verdict::refuted) return Fate::killed;
  if (same(original, held)) return Fate::same;
  return verdict == Verdict::supported ? Fate::lived : Fate::undecided;
}

bool was_stopped(const std::vector<diag::Diagnostic>& all) {
  return std::any_of(all.begin(), all.end(), [](const auto& diagnostic) {
    return diagnostic.code == diag::Code::interrupted;
  });
}

// The message of the first error, without its place: a mutant has no lines of its own.
std::string message_of(const std::vector<diag::Diagnostic>& all) {
  const source::SourceMap nowhere;
  for (auto diagnostic : all) {
    if (diagnostic.severity() != diag::Severity::error) continue;
    diagnostic.span.reset();
    diagnostic.labels.clear();
    const auto rendered = diag::render(diagnostic, nowhere);
    return rendered.code + ": " + rendered.message;
  }
  return {};
}

class Mutating {
 public:
  Mutating(Stages& stages, const MutateOptions& options, report::Mutation& out)
      : stages_(stages), options_(options), out_(out), quiet_(stages.listener) {}

  // Takes in the tests of a claim that are supported as they stand. False where it is to stop.
  bool add(check::HypothesisId id, const std::vector<check::TestId>& tests,
           const score::Environment& environment) {
    auto run = std::make_unique<MutantRun>(stages_, id, tests);
    if (!run->prepare(environment)) return false;
    auto original = run->run_original(quiet_);
    if (!original) return stop(std::move(original.diagnostics));
    const auto kept = supported(*run, tests, *original);
    if (kept.empty()) return true;
    if (kept.size() < tests.size()) {
      run = std::make_unique<MutantRun>(stages_, id, kept);
      if (!run->prepare(environment)) return false;
      original = run->run_original(quiet_);
      if (!original) return stop(std::move(original.diagnostics));
    }
    report::MutatedClaim& claim = out_.claims.emplace_back();
    claim.name = stages_.program[id].name;
    for (const auto test : kept) {
      const auto& data = stages_.program[stages_.program[test].references].name;
      if (claim.data.find(data) == std::string::npos) {
        claim.data += (claim.data.empty() ? "" : ", ") + data;
      }
      claim.trials = std::max(claim.trials, stages_.trials_of(stages_.program[test]));
    }
    claim.first = out_.held.size();
    std::move(original->begin(), original->end(), std::back_inserter(out_.held));
    claim.last = out_.held.size();
    runs_.push_back(std::move(run));
    return true;
  }

  void run_mutants() {
    mutate::Claims claims;
    for (const auto& run : runs_) claims.emplace(run->id(), run->known());
    auto all = mutate::mutants(stages_.program, claims);
    std::erase_if(all, [&](const auto& mutant) {
      return !options_.kinds.empty() && std::find(options_.kinds.begin(), options_.kinds.end(),
                                                  mutant.kind) == options_.kinds.end();
    });
    out_.made = std::ssize(all);
    const auto begun = std::chrono::steady_clock::now();
    for (const auto& mutant : all) {
      stages_.listener.progress("mutants", std::ssize(out_.mutants), out_.made);
      if (!run(mutant)) break;
    }
    stages_.listener.progress("mutants", out_.made, out_.made);
    out_.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begun).count();
  }

 private:
  std::vector<check::TestId> supported(const MutantRun& run,
                                       const std::vector<check::TestId>& tests,
                                       const std::vector<Held>& held) {
    std::vector<check::TestId> kept;
    for (std::size_t i = 0; i < tests.size(); ++i) {
      const auto [first, last] = run.answers_of(i);
      const auto verdict = verdict_of(held, first, last);
      if (verdict == Verdict::supported) {
        kept.push_back(tests[i]);
        continue;
      }
      const std::string_view words = verdict == Verdict::refuted        ? "refuted"
                                     : verdict == Verdict::inconclusive ? "inconclusive"
                                                                        : "not tested";
      out_.left_out.push_back(
          {stages_.program[tests[i]].name, "it is " + std::string(words) + " as it stands"});
    }
    return kept;
  }

  // What the mutant does not touch is as it was.
  bool run(const mutate::Mutant& mutant) {
    report::MutantResult result;
    result.claim = stages_.program[mutant.of].name;
    result.kind = mutate::name_of(mutant.kind);
    result.heading = mutate::describe(mutant.kind);
    result.what = mutant.what;
    result.held = out_.held;
    for (std::size_t i = 0; i < runs_.size() && result.error.empty(); ++i) {
      if (!runs_[i]->concerns(mutant)) continue;
      auto answers = runs_[i]->run(mutant, quiet_);
      if (answers) {
        std::move(answers->begin(), answers->end(),
                  result.held.begin() + static_cast<std::ptrdiff_t>(out_.claims[i].first));
        continue;
      }
      if (was_stopped(answers.diagnostics)) return note_stop();
      result.error = message_of(answers.diagnostics);
    }
    if (result.error.empty()) {
      result.fate = fate_of(out_.held, result.held);
    } else {
      result.held.clear();
    }
    out_.mutants.push_back(std::move(result));
    return true;
  }

  bool note_stop() {
    stages_.note({diag::Code::interrupted,
                  std::nullopt,
                  {{"done", std::ssize(out_.mutants)},
                   {"total", out_.made},
                   {"steps", "mutants"},
                   {"model", out_.file}}});
    return false;
  }

  bool stop(std::vector<diag::Diagnostic> diagnostics) {
    for (auto& diagnostic : diagnostics) stages_.note(std::move(diagnostic));
    return false;
  }

  Stages& stages_;
  const MutateOptions& options_;
  report::Mutation& out_;
  Quiet quiet_;
  std::vector<std::unique_ptr<MutantRun>> runs_;  // of each of the claims
};

// The tests to mutate, by hypothesis in the order of the file.
std::map<check::HypothesisId, std::vector<check::TestId>> by_claim(
    const check::Program& program, const check::Selection& selection, bool named,
    report::Mutation& out) {
  std::map<check::HypothesisId, std::vector<check::TestId>> claims;
  for (const auto id : selection.tests) {
    const auto& test = program[id];
    if (test.rival) {
      out.left_out.push_back({test.name, "it is a rival, which ought to be refuted"});
    } else if (!expects(test)) {
      out.left_out.push_back({test.name, "it expects nothing"});
    } else {
      claims[test.hypothesis].push_back(id);
    }
  }
  for (const auto id : selection.experiments) {
    if (named)
      out.left_out.push_back({program[id].name, "it is an experiment, and claims nothing"});
  }
  return claims;
}

}  // namespace

report::Mutation mutate(const check::Program& program, const MutateOptions& options,
                        const std::string& file, source::Loader& loader, Listener& listener) {
  Stages stages{program, options.run, listener};
  report::Mutation out;
  stages.report.provenance.hyp_version = kVersion;
  stages.report.provenance.seed = options.run.seed;
  stages.report.provenance.repeat = options.run.repeat;
  out.file = file;
  std::optional<score::Environment> environment;
  std::optional<check::Selection> selection;
  if (stages.keep(environment_of(program, options.run.set), environment) &&
      stages.keep(select(program, options.run.only), selection)) {
    const auto claims = by_claim(program, *selection, !options.run.only.empty(), out);
    check::Selection needed;
    for (const auto& [id, tests] : claims) {
      needed.tests.insert(needed.tests.end(), tests.begin(), tests.end());
    }
    if (!needed.tests.empty() && prepare(stages, needed, loader, file)) {
      Mutating mutating(stages, options, out);
      const bool going = std::all_of(claims.begin(), claims.end(), [&](const auto& claim) {
        return mutating.add(claim.first, claim.second, *environment);
      });
      if (going && !out.claims.empty()) mutating.run_mutants();
    }
  }
  out.diagnostics = std::move(stages.report.diagnostics);
  out.provenance = std::move(stages.report.provenance);
  return out;
}

}  // namespace hyp::embed
