// SPDX-License-Identifier: MIT
#include "runtime/embed/run.hpp"

#include <algorithm>
#include <chrono>

#include "runtime/embed/kept.hpp"
#include "runtime/embed/stages.hpp"
#include "runtime/embed/version.hpp"
#include "runtime/plan/plan.hpp"

namespace hyp::embed {
namespace {

void note_data(Stages& stages) {
  auto& files = stages.report.provenance.files;
  const auto note = [&](const std::string& path, const std::string& sha256) {
    const std::pair file(path, sha256);  // one file may hold data, weights and activations
    if (std::find(files.begin(), files.end(), file) == files.end()) files.push_back(file);
  };
  for (const auto& [id, network] : stages.bound->networks) {
    if (!network.path.empty()) note(network.path, network.sha256);
    for (const auto& [site, given] : network.given) {
      note(given.file.path, given.file.sha256);
    }
    stages.machines.networks[id] = &network;
  }
  for (const auto& [id, data] : stages.bound->datasets) {
    for (const auto& used : data.files) note(used.path, used.sha256);
    stages.machines.datasets[id] = &data;
  }
  for (const auto& [path, stored] : stages.bound->arrays) {
    note(stored.file.path, stored.file.sha256);
  }
}

bool open_executors(Stages& stages) {
  for (const auto& [id, network] : stages.bound->networks) {
    std::optional<std::unique_ptr<exec::Executor>> executor;
    if (!stages.keep(exec::open_executor(network, {stages.options.threads}), executor)) {
      return false;
    }
    const auto backend = (*executor)->backend();
    auto& provenance = stages.report.provenance;
    provenance.backend = backend.name + " " + backend.version;
    provenance.blas = backend.blas;
    provenance.threads = backend.threads;
    stages.machines.executors[id] = executor->get();
    stages.executors.push_back(std::move(*executor));
  }
  return true;
}

bool capture(Stages& stages, const check::Selection& selection) {
  std::map<check::DataId, std::int64_t> rows;
  for (const auto& [id, data] : stages.bound->datasets) rows[id] = data.rows;
  const auto steps = plan::plan_capture(stages.program, selection, rows);
  auto captured = stages.kept ? stages.kept->capture(steps, stages.machines, stages.listener)
                              : exec::capture(steps, stages.machines, stages.listener);
  if (!stages.keep(std::move(captured), stages.captured)) return false;
  stages.scrubber.emplace(stages.machines, *stages.captured);
  return true;
}

// An error of one test leaves the others their figures; one who interrupts wants none of them.
bool stopped(const Stages& stages) {
  const auto& all = stages.report.diagnostics;
  return std::any_of(all.begin(), all.end(), [](const auto& diagnostic) {
    return diagnostic.code == diag::Code::interrupted;
  });
}

// Says in the result how long it took, where it left one.
template <typename Run>
bool timed(Stages& stages, Run run) {
  const auto before = stages.report.experiments.size();
  const auto begun = std::chrono::steady_clock::now();
  const bool done = run();
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begun;
  if (stages.report.experiments.size() > before) {
    stages.report.experiments.back().seconds = took.count();
  }
  return done;
}

}  // namespace

bool prepare(Stages& stages, const check::Selection& selection, source::Loader& loader,
             const std::string& file) {
  auto bound = bind::bind(stages.program, selection, loader, file);
  if (!stages.keep(std::move(bound), stages.bound)) return false;
  note_data(stages);
  return open_executors(stages) && capture(stages, selection);
}

report::Report run(const check::Program& program, const RunOptions& options,
                   const std::string& file, source::Loader& loader, Listener& listener,
                   Kept* kept) {
  Stages stages{program, options, listener};
  stages.kept = kept;
  stages.report.command = options.plan_only ? "plan" : "run";
  stages.report.file = file;
  stages.report.provenance.hyp_version = kVersion;
  stages.report.provenance.seed = options.seed;
  stages.report.provenance.repeat = options.repeat;
  std::optional<score::Environment> environment;
  std::optional<check::Selection> selection;
  bool done = stages.keep(environment_of(program, options.set), environment) &&
              stages.keep(select(program, options.only), selection);
  if (done && options.plan_only) selection->experiments.clear();
  done = done && prepare(stages, *selection, loader, file);
  if (done) {
    for (const auto id : selection->experiments) {
      done = timed(stages, [&] { return run_experiment(stages, id, *environment); }) && done;
      if (stopped(stages)) break;
    }
    for (const auto id : selection->tests) {
      if (stopped(stages)) break;
      done = timed(stages, [&] { return run_test(stages, id, *environment); }) && done;
    }
  }
  if (!done) stages.report.verdict.reset();
  return std::move(stages.report);
}

}  // namespace hyp::embed
