// SPDX-License-Identifier: MIT
#include <fmt/chrono.h>
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <ctime>
#include <thread>

#include "runtime/cli/commands.hpp"
#include "runtime/cli/terminal.hpp"
#include "runtime/cli/watched_files.hpp"
#include "runtime/report/changes.hpp"

namespace hyp::cli {
namespace {

constexpr auto kPause = std::chrono::milliseconds(200);
// So that there is something to look at before the rest is drawn.
constexpr std::int64_t kFewTrials = 5;

// Stops a run also where the file was saved meanwhile.
class WatchListener final : public TerminalListener {
 public:
  explicit WatchListener(const WatchedFiles& files) : files_(files) {}

  bool cancelled() override {
    if (TerminalListener::cancelled()) return true;
    const auto now = std::chrono::steady_clock::now();
    if (!changed_ && now - looked_ > kPause) {
      looked_ = now;
      changed_ = files_.changed();
    }
    return changed_;
  }
  [[nodiscard]] bool interrupted() { return TerminalListener::cancelled(); }
  void begin() { changed_ = false; }

 private:
  const WatchedFiles& files_;
  std::chrono::steady_clock::time_point looked_ = std::chrono::steady_clock::now();
  bool changed_ = false;
};

class Watch {
 public:
  Watch(const WatchArgs& args, const embed::SearchPath& search)
      : args_(args), files_(args.file, search), session_(files_), listener_(files_) {
    session_.keep_activations();
  }

  ExitCode run() {
    bool first = true;
    for (;; first = false) {
      listener_.begin();
      const auto text = files_.begin();
      if (!text && first) {
        (void)read_source(args_.file);  // says why
        return ExitCode::missing_input;
      }
      head();
      ExitCode code = ExitCode::missing_input;
      if (text) {
        code = look(*text);
      } else if (!print(fmt::format("`{}` is gone; waiting for it\n", args_.file))) {
        return ExitCode::cannot_write;
      }
      if (listener_.interrupted()) return ExitCode::interrupted;
      if (code == ExitCode::cannot_write || args_.once) return code;
      while (!files_.changed()) {
        if (listener_.interrupted()) return ExitCode::interrupted;
        std::this_thread::sleep_for(kPause);
      }
    }
  }

 private:
  void head() const {
    const std::time_t now = std::time(nullptr);
    if (terminal_out()) (void)print("\033[2J\033[3J\033[H");
    (void)print(fmt::format("--- {} at {:%H:%M:%S}\n", args_.file, fmt::localtime(now)));
  }

  [[nodiscard]] embed::RunOptions options() const {
    embed::RunOptions options;
    options.seed = args_.seed;
    options.threads = args_.threads;
    options.set = args_.set;
    options.only = args_.only;
    options.trials = args_.trials;
    options.repeat = "hyp run " + args_.file;
    return options;
  }

  ExitCode look(const std::string& text) {
    const auto checked = session_.check(args_.file, text);
    show(checked.diagnostics, session_.sources());
    if (!checked) return exit_code(checked.diagnostics);
    if (!quickly(*checked)) return ExitCode::cannot_write;
    if (listener_.cancelled()) return ExitCode::ok;
    const auto report = session_.run(*checked, options(), listener_);
    listener_.clear();
    if (listener_.cancelled()) return ExitCode::interrupted;  // the file changed, or Ctrl-C
    show(report.diagnostics, session_.sources());
    const auto code = exit_code(report);
    std::string out = report.experiments.empty() ? "" : report::to_text(report, color_out());
    if (report.experiments.empty() && exit_code(report.diagnostics) == ExitCode::ok) {
      out = fmt::format("{} has nothing to run\n", args_.file);
    }
    if (exit_code(report.diagnostics) == ExitCode::ok) {
      if (last_) {
        const auto changes = report::changes(*last_, report);
        out += changes.empty() ? "\nno figure changed since the last run\n"
                               : "\nchanged since the last run\n" + changes;
      }
      last_ = report;
    }
    return print(out) ? code : ExitCode::cannot_write;
  }

  // The tests alone, with few trials. Errors are left to the run that follows. False where nothing
  // can be written.
  bool quickly(const check::Program& program) {
    embed::RunOptions few = options();
    bool worth_it = false;
    std::vector<std::string> tests;
    for (const auto& test : program.tests) {
      const auto& only = args_.only;
      if (!only.empty() && std::find(only.begin(), only.end(), test.name) == only.end()) continue;
      tests.push_back(test.name);
      worth_it = worth_it || args_.trials.value_or(test.trials.value_or(100)) > 2 * kFewTrials;
    }
    if (!worth_it || args_.once) return true;
    few.only = tests;
    few.trials = kFewTrials;
    const auto report = session_.run(program, few, listener_);
    listener_.clear();
    if (listener_.cancelled() || exit_code(report.diagnostics) != ExitCode::ok) return true;
    return print(fmt::format("at first, with {} trials\n{}", kFewTrials, report::glance(report)));
  }

  const WatchArgs& args_;
  WatchedFiles files_;
  embed::Session session_;
  WatchListener listener_;
  std::optional<report::Report> last_;
};

}  // namespace

ExitCode watch_command(const WatchArgs& args, const embed::SearchPath& search) {
  if (args.file == "-") {
    complain("hyp: standard input cannot be watched; name a file\n");
    return ExitCode::usage;
  }
  return Watch(args, search).run();
}

}  // namespace hyp::cli
