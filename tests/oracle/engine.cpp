// SPDX-License-Identifier: MIT
#include "tests/oracle/engine.hpp"

#include <algorithm>
#include <stdexcept>

#include "tests/support/fake_executor.hpp"
#include "tests/support/quiet.hpp"

namespace hyp::oracle {
namespace {

// The errors' names and messages. A message that lacks a fact is a mistake of the engine.
std::string words(const std::vector<diag::Diagnostic>& diagnostics) {
  std::string all;
  for (const auto& diagnostic : diagnostics) {
    if (diagnostic.severity() != diag::Severity::error) continue;
    const auto& row = diag::info(diagnostic.code);
    const std::string message = diag::fill(row.message, diagnostic.facts);
    if (message.empty()) {
      throw std::logic_error("a fact is missing: " + std::string(row.name));
    }
    all += std::string(row.name) + ": " + message + "\n";
  }
  return all;
}

// Its value; throws where there is none although nothing was asked that may be refused.
template <typename T>
T must(diag::Outcome<T> outcome, const char* what) {
  if (!outcome) throw std::runtime_error(std::string(what) + ": " + words(outcome.diagnostics));
  return std::move(*outcome);
}

std::unique_ptr<exec::Executor> open(const model::Network& network, Machine machine) {
  if (machine == Machine::fake) return std::make_unique<test::FakeExecutor>(network);
  return must(exec::open_executor(network, {1}), "LibTorch");
}

}  // namespace

// Every stage's output, as the next one wants it to stay.
struct Engine::Opened {
  std::unique_ptr<exec::Executor> executor;
  exec::Machines machines;
  score::Captured captured, nothing;
  score::Inputs inputs;
  std::unique_ptr<plan::Claim> claim;
  std::unique_ptr<exec::Scrubber> scrubber, scrubber_without;
};

Engine::Engine(const World& world, Machine machine) : opened_(std::make_unique<Opened>()) {
  test::Quiet listener;
  Opened& o = *opened_;
  const auto model = world.claim().model;
  o.executor = open(*world.network, machine);
  o.machines = {{{model, o.executor.get()}}, world.datasets, {{model, world.network}}};
  std::vector<plan::CaptureStep> steps;
  for (const auto& [data, dataset] : world.datasets) {
    steps.push_back({model, data, {}});
    for (std::uint32_t i = 0; i < world.network->equations.sites.size(); ++i) {
      steps.back().sites.insert(check::SiteId{i});
    }
  }
  o.captured = must(exec::capture(steps, o.machines, listener), "capture");
  o.inputs.program = world.program;
  o.inputs.datasets = world.datasets;
  o.inputs.captured = &o.captured;
  o.inputs.environment = world.environment;
  o.inputs.hypothesis = &world.claim();
  const auto graph = must(graph::build(*world.program, world.hypothesis), "graph");
  auto claim = plan::Claim::open(o.inputs, graph, {world.references, world.donors});
  if (!claim) {
    refusal_ = words(claim.diagnostics);
    return;
  }
  o.claim = std::move(*claim);
  o.scrubber = std::make_unique<exec::Scrubber>(o.machines, o.captured);
  o.scrubber_without = std::make_unique<exec::Scrubber>(o.machines, o.nothing);
}

Engine::~Engine() = default;

std::unique_ptr<plan::Scrub> Engine::plan(plan::Mode mode, plan::Variant variant) {
  if (!opened_->claim) return nullptr;
  auto scrub = opened_->claim->plan(mode, variant);
  refusal_ = words(scrub.diagnostics);
  return scrub ? std::make_unique<plan::Scrub>(std::move(*scrub)) : nullptr;
}

std::unique_ptr<exec::Combinations> Engine::combinations(const plan::Scrub& scrub) {
  test::Quiet listener;
  return must(opened_->scrubber->combinations(scrub, listener), "combinations");
}

std::unique_ptr<Answer> Engine::run(const Ask& ask) {
  auto scrub = plan(ask.mode, ask.variant);
  if (!scrub) return nullptr;
  const auto& network = *opened_->machines.networks.at(scrub->model);
  auto answer = std::make_unique<Answer>();
  answer->rows = opened_->machines.datasets.at(scrub->references)->rows;
  answer->classes = check::elements(network.equations.site(scrub->logits).shape);
  answer->logits.assign(ask.sampling.trials, {});
  answer->obeyed.assign(ask.sampling.trials, {});
  for (auto& trial : answer->logits) trial.resize(answer->rows * answer->classes);
  const auto take = [&](const exec::Block& block) {
    std::copy(block.logits.begin(), block.logits.end(),
              answer->logits.at(block.trial).begin() + block.first * answer->classes);
    if (block.obeyed.empty()) return;
    auto& obeyed = answer->obeyed.at(block.trial);
    obeyed.resize(answer->rows);
    std::copy(block.obeyed.begin(), block.obeyed.end(), obeyed.begin() + block.first);
  };
  test::Quiet listener;
  auto& scrubber = ask.known ? *opened_->scrubber : *opened_->scrubber_without;
  auto ran = scrubber.run(*scrub, ask.sampling, take, listener);
  refusal_ = words(ran.diagnostics);
  if (!ran) return nullptr;
  answer->ran = std::move(*ran);
  answer->scrub = std::move(*scrub);
  return answer;
}

}  // namespace hyp::oracle
