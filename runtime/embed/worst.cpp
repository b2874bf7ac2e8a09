// SPDX-License-Identifier: MIT
// Which examples a claim's swaps keep least: the trials of a run, counted by example.
#include <algorithm>
#include <numeric>

#include "runtime/embed/asked.hpp"
#include "runtime/exec/drawing.hpp"
#include "runtime/stats/logits.hpp"
#include "runtime/stats/tally.hpp"

namespace hyp::embed {
namespace {

struct Counted {
  plan::Scrub scrub;
  std::vector<std::int64_t> hits;  ///< by example
  std::int64_t trials = 0;
};

diag::Outcome<Counted> count(OpenTest& test, plan::Mode mode,
                             const std::vector<std::int32_t>& clean) {
  auto scrub = test.claim->plan(mode, plan::Variant::as_written);
  if (!scrub) return std::move(scrub.diagnostics);
  Counted counted{std::move(*scrub.value), {}, 0};
  counted.hits.assign(clean.size(), 0);
  const auto draws = counted.scrub.tree.draws.size();
  const bool drawn = exec::any_random(counted.scrub, std::vector<bool>(draws, true));
  counted.trials = drawn ? trials_of(test) : 1;
  exec::Sampling sampling;
  sampling.seed = test.options.seed;
  sampling.trials = static_cast<std::uint32_t>(counted.trials);
  sampling.threads = test.stages.report.provenance.threads;
  const auto width = static_cast<std::size_t>(test.clean->width);
  auto ran = test.stages.scrubber->run(
      counted.scrub, sampling,
      [&](const exec::Block& block) {
        for (std::int64_t i = 0; i < block.rows; ++i) {
          const auto row = static_cast<std::size_t>(block.first + i);
          const auto logits = block.logits.subspan(static_cast<std::size_t>(i) * width, width);
          const bool hit = mode == plan::Mode::swap ? block.obeyed[static_cast<std::size_t>(i)] != 0
                                                    : stats::argmax(logits) == clean[row];
          counted.hits[row] += hit ? 1 : 0;
        }
      },
      test.stages.listener);
  if (!ran) return std::move(ran.diagnostics);
  return counted;
}

}  // namespace

diag::Outcome<report::Worst> worst_of(OpenTest& test, std::int64_t wanted,
                                      const std::string& file) {
  const auto clean = stats::answers(*test.clean);
  auto kept = count(test, plan::Mode::scrub, clean);
  if (!kept) return std::move(kept.diagnostics);
  std::optional<Counted> obeyed;
  if (test.test.swap && test.claim->prediction()) {
    auto swapped = count(test, plan::Mode::swap, clean);
    if (!swapped) return std::move(swapped.diagnostics);
    obeyed = std::move(*swapped.value);
  }
  report::Worst out;
  out.file = file;
  out.hypothesis = test.hypothesis.name;
  out.data = test.program[test.test.references].name;
  out.point = test.point.shown;
  out.points = test.points;
  out.trials = kept->trials;
  out.rows = std::ssize(clean);
  std::vector<std::int64_t> rows;
  std::vector<double> margins;
  for (std::int64_t row = 0; row < out.rows; ++row) {
    const AskedExample example(test, row);
    const float* logits = test.clean->row(row);
    margins.push_back(example.margin(std::vector<double>(logits, logits + test.clean->width)));
    const auto at = static_cast<std::size_t>(row);
    if (kept->scrub.tested[at] == 0) {
      ++out.not_tested;
    } else {
      rows.push_back(row);
      out.always += kept->hits[at] == kept->trials ? 1 : 0;
    }
  }
  const auto shown = static_cast<std::size_t>(std::min<std::int64_t>(wanted, std::ssize(rows)));
  const auto at = [](std::int64_t row) { return static_cast<std::size_t>(row); };
  std::partial_sort(rows.begin(), rows.begin() + static_cast<std::ptrdiff_t>(shown), rows.end(),
                    [&](std::int64_t a, std::int64_t b) {
                      const auto key = [&](std::int64_t row) {
                        return std::tuple(kept->hits[at(row)], -margins[at(row)], row);
                      };
                      return key(a) < key(b);
                    });
  rows.resize(shown);
  const auto& data = *test.stages.machines.datasets.at(test.test.references);
  const auto* label = data.column("label");
  for (const auto row : rows) {
    report::Worst::Row made;
    made.row = row;
    if (label) made.label = label->values.at(row);
    made.answer = clean[at(row)];
    made.margin = margins[at(row)];
    made.kept = kept->hits[at(row)];
    if (obeyed && obeyed->scrub.tested[at(row)] != 0) made.obeyed = obeyed->hits[at(row)];
    out.worst.push_back(made);
  }
  out.provenance = test.stages.report.provenance;
  return {std::move(out), test.stages.report.diagnostics};
}

}  // namespace hyp::embed
