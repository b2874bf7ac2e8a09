// SPDX-License-Identifier: MIT
// What will be run, as data: which sites are computed once, and which forward passes with which
// parts overwritten. Running it (runtime/exec) is dull.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "lang/check/program.hpp"
#include "lang/diag/outcome.hpp"
#include "runtime/score/table.hpp"

namespace hyp::plan {

using check::DataId;
using check::ExperimentId;
using check::ModelId;
using check::SiteId;

/// Sites of one network whose values on every row of one data set something reads.
struct CaptureStep {
  ModelId model;
  DataId data;
  std::set<SiteId> sites;
};

/// Everything that scores, groups and measures of the selection read, each computed once; and sites
/// that passes then start from, while they fit: those that interventions act on in `kSpareBytes`,
/// those that claims stand on in `kClaimBytes`. `rows`: how many rows each data set has.
inline constexpr std::int64_t kSpareBytes = std::int64_t{64} << 20;
inline constexpr std::int64_t kClaimBytes = std::int64_t{1} << 30;
[[nodiscard]] std::vector<CaptureStep> plan_capture(const check::Program& program,
                                                    const check::Selection& selection,
                                                    const std::map<DataId, std::int64_t>& rows);

/// Elements of a site and what is put there, one number per element, in every row.
struct Overwrite {
  SiteId site;
  std::vector<std::int64_t> elements;  ///< sorted flat indices into the site's value
  std::vector<float> values;
};

/// One forward pass over the references.
struct ForwardPass {
  std::vector<Overwrite> overwrites;
  std::vector<SiteId> known;  ///< captured sites that no overwrite changes: where the pass starts
  SiteId read;
};

/// The pass behind one intervention. Without overwrites the captured clean values are the answer.
struct Pass {
  std::uint32_t intervention = 0;
  ForwardPass forward;
};

/// One experiment at one point of its sweeps.
struct Plan {
  ModelId model;
  DataId references;
  std::vector<Pass> passes;
};

/// Resolves the interventions of an experiment to elements and numbers. Errors: an intervention
/// whose groups hold no unit on this data, that overwrites an element twice, or that takes
/// statistics over a region without examples. `statistics` gives one number per element of a site.
struct StatisticQuery {
  ModelId model;
  DataId data;
  SiteId site;
  std::vector<std::int64_t> elements;
  score::Statistic kind;
  const score::Membership* in = nullptr;
};
using StatisticSource =
    std::function<diag::Outcome<std::vector<float>>(const StatisticQuery& query)>;
[[nodiscard]] diag::Outcome<Plan> plan(const score::Inputs& inputs, const score::Table& table,
                                       ExperimentId experiment, const StatisticSource& statistics);

/// One line a fact: `hyp dump plan`.
[[nodiscard]] std::string dump(const Plan& plan, const check::Program& program,
                               const check::Experiment& experiment);

}  // namespace hyp::plan
