// SPDX-License-Identifier: MIT
#include "runtime/bind/bind.hpp"

#include <utility>

#include "runtime/bind/fit.hpp"

namespace hyp::bind {

diag::Outcome<Bound> bind(const check::Program& program, const check::Selection& selection,
                          source::Loader& loader, const std::string& referrer) {
  const Needs all = needs(program, selection);
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
    if (network) bound.networks.emplace(id, std::move(*network.value));
    diagnostics.add(std::move(network.diagnostics));
  }
  for (const auto* file : all.arrays) {
    auto array = model::load_array(*file, loader, referrer);
    if (array) bound.arrays.insert_or_assign(file->path, std::move(*array.value));
    diagnostics.add(std::move(array.diagnostics));
  }
  diagnostics.add(misfits(program, all, bound.datasets));
  if (diagnostics.has_errors()) return diagnostics.take();
  return {std::move(bound), diagnostics.take()};
}

}  // namespace hyp::bind
