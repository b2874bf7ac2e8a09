// SPDX-License-Identifier: MIT
// A program meets its weights and data: the entry of this floor.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "lang/check/program.hpp"
#include "lang/diag/outcome.hpp"
#include "lang/source/loader.hpp"
#include "runtime/model/dataset.hpp"
#include "runtime/model/network.hpp"
#include "runtime/model/stored_array.hpp"

namespace hyp::bind {

/// The program and everything read for it. Only what the selection needs is loaded.
struct Bound {
  const check::Program* program = nullptr;
  std::map<check::ModelId, model::Network> networks;
  std::map<check::DataId, model::Dataset> datasets;
  std::map<std::string, model::StoredArray> arrays;  ///< that directions name, by path as written
};

/// Loads and checks that all fits: a data set's inputs against the network's input shape (equal, or
/// equal but for leading axes of extent 1), labels against its classes, columns that are named,
/// example rows in range. All that does not fit is listed at once.
[[nodiscard]] diag::Outcome<Bound> bind(const check::Program& program,
                                        const check::Selection& selection, source::Loader& loader,
                                        const std::string& referrer);
/// The same for one training, whose network has no weights yet.
[[nodiscard]] diag::Outcome<Bound> bind(const check::Program& program, check::TrainingId training,
                                        source::Loader& loader, const std::string& referrer);

}  // namespace hyp::bind
