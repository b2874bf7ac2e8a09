// SPDX-License-Identifier: MIT
// hyp as a library: check a file, run it, get a report. Value types only; no LibTorch type, no
// exception for a user's error, nothing printed, no file opened but through the host's loader.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "lang/check/program.hpp"
#include "lang/diag/outcome.hpp"
#include "lang/mutate/mutants.hpp"
#include "lang/source/loader.hpp"
#include "lang/source/source_map.hpp"
#include "runtime/exec/executor.hpp"
#include "runtime/report/difference.hpp"
#include "runtime/report/mutation.hpp"
#include "runtime/report/report.hpp"
#include "runtime/report/why.hpp"

namespace hyp::embed {

using exec::Listener;
class Kept;

struct RunOptions {
  std::uint64_t seed = 0;
  int threads = 0;  ///< 0: as many as the machine has processors
  std::vector<std::pair<std::string, std::string>> set;  ///< `name`, `value` of lets
  std::vector<std::string> only;       ///< experiments and tests by name; empty: all
  std::optional<std::int64_t> trials;  ///< of every test, whatever the file says
  bool plan_only = false;              ///< tests alone, up to the first draw; nothing is measured
  std::string repeat;                  ///< the command line that provenance shows
};

struct MutateOptions {
  RunOptions run;                   ///< `only`: tests by name
  std::vector<mutate::Kind> kinds;  ///< empty: all
};

/// Which test to ask about, and how.
struct AskOptions {
  std::string name;  ///< of its hypothesis; empty where the file has tests of one alone
  std::string on;    ///< its data, where one hypothesis is tested on several
  std::uint64_t seed = 0;
  int threads = 0;                     ///< 0: as many as the machine has processors
  std::optional<std::int64_t> trials;  ///< of what is sampled
  std::vector<std::pair<std::string, std::string>> set;
  std::string repeat;  ///< the command line that provenance shows
};

struct TrainOptions {
  int threads = 0;
  std::vector<std::pair<std::string, std::string>> set;
  std::string command;  ///< how the weights are made, kept in their file
  std::string repeat;   ///< the command line that provenance shows
};

/// A network to train, and the file that `hyp run` would read its weights from.
struct TrainTarget {
  check::TrainingId training;
  std::string path;
};

/// Its weights as the bytes of a safetensors file, for the host to write.
struct TrainedNetwork {
  report::TrainingResult result;  ///< `path` empty
  std::string weights;
  report::Provenance provenance;
};

/// What `RunOptions::set` may name in a program: "border", "post.tolerance".
[[nodiscard]] std::vector<std::string> settable_names(const check::Program& program);

class Session {
 public:
  explicit Session(source::Loader& loader);
  ~Session();
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;

  /// Keeps the activations of a run for the next ones of this session, as long as network and data
  /// stay the same; for a host that runs a file again and again.
  void keep_activations();

  /// The texts behind the spans of every diagnostic this session gives.
  [[nodiscard]] const source::SourceMap& sources() const { return sources_; }

  /// Parses and checks the text of a file, with what it imports. Reads no data and no weights.
  [[nodiscard]] diag::Outcome<check::Program> check(std::string name, std::string text);

  /// Runs the experiments of a checked program. Errors are in the report's diagnostics, beside the
  /// experiments that were finished before them.
  [[nodiscard]] report::Report run(const check::Program& program, const RunOptions& options,
                                   Listener& listener);

  /// Runs the mutants of the claims whose tests are supported against their own expectations.
  /// Errors are in the result, beside what was finished before them.
  [[nodiscard]] report::Mutation mutate(const check::Program& program, const MutateOptions& options,
                                        Listener& listener);
  /// One example of the references under a tested claim, at the first point of the test's sweeps.
  [[nodiscard]] diag::Outcome<report::Why> why(const check::Program& program, std::int64_t example,
                                               const AskOptions& options, Listener& listener);
  /// The examples whose answers the claim's scrub keeps least often.
  [[nodiscard]] diag::Outcome<report::Worst> worst(const check::Program& program,
                                                   std::int64_t count, const AskOptions& options,
                                                   Listener& listener);

  /// Which swaps one claim allows and the other does not, each by its test at the first point of
  /// its sweeps. The programs may be one. Errors: claims about different networks, or tested on
  /// different data.
  [[nodiscard]] diag::Outcome<report::Difference> diff(const check::Program& first,
                                                       const AskOptions& of_first,
                                                       const check::Program& second,
                                                       const AskOptions& of_second,
                                                       Listener& listener);

  /// The trainings of the networks named, or all; an error for an unknown name, or where there are
  /// none. A file that lies nowhere yet belongs beside the program's own.
  [[nodiscard]] diag::Outcome<std::vector<TrainTarget>> train_targets(
      const check::Program& program, const std::vector<std::string>& only);
  /// Trains one network; nothing is written.
  [[nodiscard]] diag::Outcome<TrainedNetwork> train(const check::Program& program,
                                                    check::TrainingId training,
                                                    const TrainOptions& options,
                                                    exec::TrainListener& listener);

 private:
  source::Loader& loader_;
  source::SourceMap sources_;
  std::unique_ptr<Kept> kept_;
};

}  // namespace hyp::embed
