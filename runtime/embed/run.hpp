// SPDX-License-Identifier: MIT
// The route from a checked program to a report, stage by stage. Private to runtime/embed.
#pragma once

#include "runtime/embed/session.hpp"
#include "runtime/score/table.hpp"

namespace hyp::embed {

/// Of a test, where neither the file nor the host says how many.
inline constexpr std::int64_t kTrials = 100;

/// `kept`: activations of earlier runs; null where nothing is kept.
report::Report run(const check::Program& program, const RunOptions& options,
                   const std::string& file, source::Loader& loader, Listener& listener,
                   Kept* kept = nullptr);

/// The values that `--set` gives, by let; an error for an unknown name or a wrong kind of value.
diag::Outcome<score::Environment> environment_of(
    const check::Program& program, const std::vector<std::pair<std::string, std::string>>& set);

/// The experiments and tests named, or all; an error for an unknown name. A test has the name of
/// its hypothesis: all tests of one are meant.
diag::Outcome<check::Selection> select(const check::Program& program,
                                       const std::vector<std::string>& names);

/// Every combination of the sweeps' values (of one that the environment sets, that value alone),
/// the first sweep slowest; one empty point without sweeps.
struct Point {
  score::Environment environment;
  stats::SweepPoint shown;
};
std::vector<Point> points_of(const check::Program& program, const std::vector<check::Sweep>& sweeps,
                             const score::Environment& environment);

}  // namespace hyp::embed
