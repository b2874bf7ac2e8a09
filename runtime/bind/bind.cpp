// SPDX-License-Identifier: MIT
#include "runtime/bind/bind.hpp"

#include <algorithm>
#include <utility>

#include "runtime/bind/fit.hpp"

namespace hyp::bind {

namespace {

// Weights that are nowhere, and that this very file says how to make.
void say_how_to_train(const check::Program& program, check::ModelId id, const std::string& referrer,
                      std::vector<diag::Diagnostic>& diagnostics) {
  const bool trained = std::any_of(program.trainings.begin(), program.trainings.end(),
                                   [&](const auto& training) { return training.model == id; });
  for (auto& diagnostic : diagnostics) {
    if (!trained || diagnostic.code != diag::Code::file_missing) continue;
    diagnostic.facts.emplace_back("train", referrer);
  }
}

diag::Outcome<Bound> load(const check::Program& program, const Needs& all, source::Loader& loader,
                          const std::string& referrer) {
  Bound bound;
  bound.program = &program;
  diag::Diagnostics diagnostics;
  for (const auto id : all.data) {
    auto dataset = model::load_dataset(program[id], loader, referrer);
    if (dataset) bound.datasets.emplace(id, std::move(*dataset.value));
    diagnostics.add(std::move(dataset.diagnostics));
  }
  for (const auto id : all.models) {
    auto network = model::load_network(program[id], loader, referrer);
    say_how_to_train(program, id, referrer, network.diagnostics);
    if (network) bound.networks.emplace(id, std::move(*network.value));
    diagnostics.add(std::move(network.diagnostics));
  }
  for (const auto* file : all.arrays) {
    auto array = model::load_array(*file, loader, referrer);
    if (array) bound.arrays.insert_or_assign(file->path, std::move(*array.value));
    diagnostics.add(std::move(array.diagnostics));
  }
  diagnostics.add(misfits(program, all, bound.datasets, bound.networks));
  if (diagnostics.has_errors()) return diagnostics.take();
  return {std::move(bound), diagnostics.take()};
}

}  // namespace

diag::Outcome<Bound> bind(const check::Program& program, const check::Selection& selection,
                          source::Loader& loader, const std::string& referrer) {
  return load(program, needs(program, selection), loader, referrer);
}

diag::Outcome<Bound> bind(const check::Program& program, check::TrainingId training,
                          source::Loader& loader, const std::string& referrer) {
  return load(program, needs(program, training), loader, referrer);
}

}  // namespace hyp::bind
