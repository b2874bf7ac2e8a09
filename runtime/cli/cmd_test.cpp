// SPDX-License-Identifier: MIT
// `hyp test`: what files expect, as one suite.
#include <fmt/format.h>
#include <fnmatch.h>

#include <algorithm>
#include <chrono>
#include <set>

#include "lang/diag/suggest.hpp"
#include "runtime/cli/commands.hpp"
#include "runtime/cli/suite_files.hpp"
#include "runtime/cli/terminal.hpp"
#include "runtime/report/suite.hpp"

namespace hyp::cli {
namespace {

// An experiment or test that expects something.
struct Planned {
  std::string own_name;  // in its file
  std::string name;      // in the suite
};

struct File {
  std::string path;
  std::optional<check::Program> program;
  report::SuiteFile result;
  std::vector<Planned> cases;  // in the order in which they run
  ExitCode code = ExitCode::ok;
};

bool expects(const check::Test& test) {
  return (test.scrub && !test.scrub->expectations.empty()) ||
         (test.swap && !test.swap->expectations.empty());
}

std::vector<Planned> cases_of(const check::Program& program, const std::string& file) {
  std::vector<Planned> cases;
  std::map<std::string, int> seen;
  const auto add = [&](const std::string& name) {
    const int before = seen[name]++;
    const std::string number = before == 0 ? "" : fmt::format(" #{}", before + 1);
    cases.push_back({name, fmt::format("{}: {}{}", file, name, number)});
  };
  for (const auto& experiment : program.experiments) {
    if (!experiment.expectations.empty()) add(experiment.name);
  }
  for (const auto& test : program.tests) {
    if (expects(test)) add(test.name);
  }
  return cases;
}

bool matches(const std::string& name, const std::string& filter) {
  if (filter.empty()) return true;
  if (filter.find_first_of("*?") == std::string::npos) {
    return name.find(filter) != std::string::npos;
  }
  return ::fnmatch(filter.c_str(), name.c_str(), 0) == 0;
}

class SuiteRun {
 public:
  SuiteRun(const TestArgs& args, const embed::SearchPath& search, const SharedWords& shared)
      : args_(args), shared_(shared), loader_(search), session_(loader_) {
    suite_.seed = args.seed;
  }

  ExitCode run(const std::string& repeat) {
    suite_.repeat = repeat;
    const auto begun = std::chrono::steady_clock::now();
    auto found = find_suite_files(args_.paths);
    for (const auto& complaint : found.complaints) complain(complaint);
    if (!found.complaints.empty()) code_ = ExitCode::missing_input;
    std::vector<File> files;
    for (auto& path : found.files) files.push_back(checked(std::move(path)));
    if (const auto wrong = unknown_settings(files)) return *wrong;
    if (const auto wrong = filter(files)) return *wrong;
    if (args_.list) return list(files);
    TerminalListener listener;
    for (auto& file : files) {
      if (!stopped_) run_file(file, listener);
      finish(std::move(file));
    }
    listener.clear();
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begun;
    suite_.seconds = took.count();
    if (prints()) code_ = write_out(report::summary(suite_, color_out()), code_);
    return write_reports();
  }

 private:
  // Text goes to standard output unless a report does.
  [[nodiscard]] bool prints() const { return args_.json != "-" && args_.junit != "-"; }

  File checked(std::string path) {
    File file{std::move(path), {}, {}, {}, ExitCode::ok};
    file.result.file = shown_name(file.path);
    const auto source = read_source(file.path);
    if (!source) {
      file.result.unreadable = "there is no such file, or it cannot be read";
      file.result.input_missing = true;
      file.code = ExitCode::missing_input;
      return file;
    }
    auto checked = session_.check(file.result.file, *source);
    file.code = exit_code(checked.diagnostics);
    file.result.diagnostics = std::move(checked.diagnostics);
    if (checked.value) {
      file.program = std::move(*checked.value);
      file.cases = cases_of(*file.program, file.result.file);
    }
    return file;
  }

  // A setting is for the files that have such a constant; one that none has is a mistake.
  std::optional<ExitCode> unknown_settings(const std::vector<File>& files) {
    for (const auto& [name, value] : args_.set) {
      std::vector<std::string> all;
      for (const auto& file : files) {
        if (!file.program) continue;
        for (auto& known : embed::settable_names(*file.program)) all.push_back(std::move(known));
      }
      if (std::find(all.begin(), all.end(), name) != all.end()) continue;
      return refuse(fmt::format("hyp: no file has a constant `{}`", name), name, all);
    }
    return std::nullopt;
  }

  std::optional<ExitCode> filter(std::vector<File>& files) {
    std::vector<std::string> all;
    bool some = false;
    for (auto& file : files) {
      if (file.program && file.cases.empty()) ++suite_.nothing_to_decide;
      for (const auto& one : file.cases) {
        all.push_back(one.own_name);
        all.push_back(one.name);
      }
      suite_.left_out += static_cast<std::int64_t>(std::erase_if(
          file.cases, [&](const Planned& one) { return !matches(one.name, args_.filter); }));
      some = some || !file.cases.empty();
    }
    if (args_.filter.empty() || some) return std::nullopt;
    return refuse(fmt::format("hyp: no case matches `{}`", args_.filter), args_.filter, all);
  }

  static ExitCode refuse(std::string complaint, const std::string& word,
                         const std::vector<std::string>& known) {
    const auto near = diag::nearest(word, known);
    if (!near.empty()) complaint += fmt::format("; did you mean `{}`?", near);
    complain(complaint + "\n");
    return ExitCode::usage;
  }

  ExitCode list(const std::vector<File>& files) {
    std::string out;
    for (const auto& file : files) {
      show_errors(file);
      code_ = worst(code_, file.code);
      for (const auto& one : file.cases) out += one.name + "\n";
    }
    return write_out(out, code_);
  }

  void show_errors(const File& file) {
    if (prints() || args_.list) show(file.result.diagnostics, session_.sources());
  }

  void run_file(File& file, TerminalListener& listener) {
    if (!file.program || file.cases.empty()) return;
    const auto begun = std::chrono::steady_clock::now();
    embed::RunOptions options;
    options.seed = args_.seed;
    options.threads = args_.threads;
    options.trials = args_.trials;
    const auto known = embed::settable_names(*file.program);
    for (const auto& setting : args_.set) {
      if (std::find(known.begin(), known.end(), setting.first) != known.end()) {
        options.set.push_back(setting);
      }
    }
    for (const auto& one : file.cases) options.only.push_back(one.own_name);
    auto report = session_.run(*file.program, options, listener);
    listener.clear();
    file.code = exit_code(report);
    stopped_ = file.code == ExitCode::interrupted;
    file.result.stopped = stopped_;
    file.result.input_missing = file.code == ExitCode::missing_input;
    auto& all = file.result.diagnostics;
    all.insert(all.end(), report.diagnostics.begin(), report.diagnostics.end());
    // Results come in the order of the cases; those that an error kept from one are left out.
    auto next = report.experiments.begin();
    for (const auto& planned : file.cases) {
      report::SuiteCase one{planned.name, alone(file, planned, options), std::nullopt};
      const auto found = std::find_if(next, report.experiments.end(), [&](const auto& result) {
        return result.name == planned.own_name && result.verdict;
      });
      if (found != report.experiments.end()) {
        one.result = std::move(*found);
        next = found + 1;
        file.code = worst(file.code, code_of(one));
      }
      file.result.cases.push_back(std::move(one));
    }
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begun;
    file.result.seconds = took.count();
  }

  static ExitCode code_of(const report::SuiteCase& one) {
    report::Report report;
    report.verdict = one.verdict();
    return exit_code(report);
  }

  [[nodiscard]] std::string alone(const File& file, const Planned& planned,
                                  const embed::RunOptions& options) const {
    std::vector<std::string> words{"run", file.path, planned.own_name};
    const auto add = [&](const char* option, const std::string& value) {
      words.insert(words.end(), {option, value});
    };
    if (args_.seed != 0) add("--seed", std::to_string(args_.seed));
    if (args_.trials) add("--trials", std::to_string(*args_.trials));
    for (const auto& [name, value] : options.set) add("--set", name + "=" + value);
    for (const auto& folder : shared_.data) add("--data", folder);
    for (const auto& folder : shared_.imports) add("-I", folder);
    return command_line(words);
  }

  void finish(File file) {
    code_ = worst(code_, file.code);
    if (file.result.cases.empty()) {
      for (const auto& planned : file.cases) {  // those that Ctrl-C kept from running
        file.result.cases.push_back({planned.name, alone(file, planned, {}), std::nullopt});
        file.result.stopped = stopped_;
      }
    }
    if (file.result.cases.empty() && !file.result.failed()) return;
    show_errors(file);
    if (prints()) code_ = write_out(report::to_text(file.result, color_out()), code_);
    suite_.files.push_back(std::move(file.result));
  }

  ExitCode write_reports() {
    if (!args_.json.empty()) {
      code_ = write_json(args_.json, report::to_json(suite_, session_.sources()), code_);
    }
    if (!args_.junit.empty()) {
      code_ = write_json(args_.junit, report::to_junit(suite_, session_.sources()), code_);
    }
    return code_;
  }

  const TestArgs& args_;
  const SharedWords& shared_;
  embed::FileLoader loader_;
  embed::Session session_;
  report::Suite suite_;
  ExitCode code_ = ExitCode::ok;
  bool stopped_ = false;
};

}  // namespace

ExitCode test_command(const TestArgs& args, const embed::SearchPath& search,
                      const SharedWords& shared, const std::string& repeat) {
  return SuiteRun(args, search, shared).run(repeat);
}

}  // namespace hyp::cli
