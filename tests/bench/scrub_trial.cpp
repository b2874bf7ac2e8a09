// SPDX-License-Identifier: MIT
// Times trials of the first test of a file as it is written, for tests/bench/bench.sh: reading,
// planning and the clean run do not count. Usage: bench_scrub FILE DATA THREADS [NAME=VALUE]
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iterator>

#include "runtime/embed/file_loader.hpp"
#include "runtime/embed/run.hpp"
#include "runtime/embed/stages.hpp"
#include "runtime/stats/tally.hpp"
#include "tests/support/quiet.hpp"

using namespace hyp;

namespace {

int fail(const char* what) {
  std::fprintf(stderr, "bench_scrub: %s\n", what);
  return 1;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 4) return fail("usage: bench_scrub FILE DATA THREADS [NAME=VALUE]");
  std::ifstream in(argv[1]);
  embed::FileLoader loader({{argv[2]}, {}, ""});
  embed::Session session(loader);
  const auto program = session.check(argv[1], std::string(std::istreambuf_iterator<char>(in), {}));
  if (!program || program->tests.empty()) return fail("no test in this file");
  embed::RunOptions options;
  options.threads = std::atoi(argv[3]);
  if (argc > 4) {
    const std::string setting = argv[4];
    const auto equals = setting.find('=');
    options.set.emplace_back(setting.substr(0, equals), setting.substr(equals + 1));
  }
  const auto environment = embed::environment_of(*program, options.set);
  if (!environment) return fail("no such constant");

  test::Quiet silent;
  embed::Stages stages{*program, options, silent};
  const check::Selection selection{{}, {{0}}};
  if (!embed::prepare(stages, selection, loader, argv[1])) return fail("cannot read its data");
  const auto& test = program->tests[0];
  const auto graph = graph::build(*program, test.hypothesis);
  const auto claim =
      plan::Claim::open(stages.inputs(*environment), *graph, {test.references, test.donors});
  if (!claim) return fail("cannot plan it");
  const auto scrub = (*claim)->plan(plan::Mode::scrub, plan::Variant::as_written);
  if (!scrub) return fail("cannot plan it");

  check::Measure preserved;
  preserved.kind = check::MeasureKind::preserved;
  preserved.text = "preserved";
  const auto* clean = stages.captured->find(scrub->model, scrub->references, scrub->logits);
  exec::Sampling sampling;
  sampling.threads = stages.report.provenance.threads;
  double best = 0, share = 0;
  for (int repeat = 0; repeat < 6; ++repeat) {  // the first fills the tables of contributions
    stats::Tally tally({preserved}, {clean, nullptr});
    sampling.trials = 50;
    const auto start = std::chrono::steady_clock::now();
    const auto ran = stages.scrubber->run(
        *scrub, sampling, [&](const exec::Block& block) { tally.add(block); }, silent);
    const std::chrono::duration<double, std::milli> took = std::chrono::steady_clock::now() - start;
    if (!ran) return fail("it does not run");
    const double each = took.count() / sampling.trials;
    best = repeat < 2 ? each : std::min(best, each);
    share = tally.estimate(preserved, nullptr).value;
  }
  std::printf("%.3f ms a trial, %d threads, preserved %.5f\n", best, sampling.threads, share);
}
