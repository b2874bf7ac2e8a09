// SPDX-License-Identifier: MIT
// What experiments ask of networks and data: found in the program alone, before anything is read.
#pragma once

#include <set>
#include <vector>

#include "lang/check/program.hpp"
#include "lang/check/runs.hpp"
#include "runtime/score/table.hpp"

namespace hyp::bind {

/// The `label` column of `data` as classes of `model`.
struct LabelUse {
  check::ModelId model;
  check::DataId data;
  source::Span span;  ///< the measure that asks
};

struct Needs {
  std::set<check::ModelId> models;
  std::set<check::DataId> data;
  check::Runs runs;
  std::vector<score::Wanted> wanted;  ///< every expression, on the data it is evaluated on
  std::vector<const check::Set*> sets;
  std::vector<LabelUse> labels;
  std::vector<const check::FileReference*> arrays;  ///< of directions
};

/// Adds what computing a subspace asks for beside runs.
void add(const check::Program& program, check::SubspaceId subspace, Needs& needs);

[[nodiscard]] Needs needs(const check::Program& program, const check::Selection& selection);
/// What training asks of its data; it reads no weights.
[[nodiscard]] Needs needs(const check::Program& program, check::TrainingId training);

}  // namespace hyp::bind
