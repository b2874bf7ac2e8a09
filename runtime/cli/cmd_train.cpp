// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <filesystem>

#include "runtime/cli/commands.hpp"
#include "runtime/cli/terminal.hpp"

namespace hyp::cli {
namespace {

// Progress on standard error; each epoch's line on standard output, unless JSON is to stand there.
class EpochPrinter : public exec::TrainListener {
 public:
  explicit EpochPrinter(bool quiet) : quiet_(quiet) {}

  void begin(std::string head) {
    head_ = std::move(head);
    epochs_ = 0;
  }
  void progress(std::string_view stage, std::int64_t done, std::int64_t total) override {
    terminal_.progress(stage, done, total);
  }
  bool cancelled() override { return terminal_.cancelled(); }
  void epoch(const exec::Learned& learned) override {
    if (epochs_ == 0) out(head_);
    out(report::training_line(++epochs_, learned));
  }
  void out(const std::string& text) {
    terminal_.clear();
    if (!quiet_) printed_ = print(text) && printed_;
  }
  [[nodiscard]] bool printed() const { return printed_; }

 private:
  TerminalListener terminal_;
  bool quiet_;
  bool printed_ = true;
  std::string head_;
  std::size_t epochs_ = 0;
};

class Training {
 public:
  Training(const TrainArgs& args, const embed::SearchPath& search, CommandLines lines)
      : args_(args), loader_(search), session_(loader_), printer_(args.json == "-") {
    options_.threads = args.threads;
    options_.set = args.set;
    options_.command = std::move(lines.history);
    options_.repeat = std::move(lines.repeat);
    report_.command = "train";
    report_.file = shown_name(args.file);
  }

  ExitCode run(const std::string& source) {
    auto program = session_.check(report_.file, source);
    keep(program.diagnostics);
    if (program) train_all(*program);
    auto done = exit_code(report_.diagnostics);
    if (done == ExitCode::ok && !printer_.printed()) {
      complain("hyp: cannot write to standard output\n");
      done = ExitCode::cannot_write;
    }
    if (args_.json != "-") {
      show(report_.diagnostics, session_.sources());
      advise(report_.diagnostics);
    }
    if (args_.json.empty()) return done;
    return write_json(args_.json, report::to_json(report_, session_.sources()), done);
  }

 private:
  void keep(const std::vector<diag::Diagnostic>& diagnostics) {
    report_.diagnostics.insert(report_.diagnostics.end(), diagnostics.begin(), diagnostics.end());
  }

  void fail(diag::Code code, diag::Facts facts) {
    report_.diagnostics.push_back({code, std::nullopt, std::move(facts)});
  }

  void train_all(const check::Program& program) {
    auto targets = session_.train_targets(program, args_.only);
    keep(targets.diagnostics);
    if (!targets) return;
    if (!args_.out.empty()) {
      if (targets->size() > 1) {
        return fail(diag::Code::one_file_for_several,
                    {{"path", args_.out}, {"count", targets->size()}});
      }
      targets->front().path = args_.out;
    }
    // Said before anything is computed.
    for (const auto& target : *targets) {
      std::error_code none;
      const auto folder = std::filesystem::path(target.path).parent_path();
      auto wrong = std::errc();
      if (!folder.empty() && !std::filesystem::is_directory(folder, none)) {
        wrong = std::errc::no_such_file_or_directory;
      } else if (std::filesystem::is_directory(target.path, none)) {
        wrong = std::errc::is_a_directory;
      }
      if (wrong != std::errc()) {
        const auto reason = std::make_error_code(wrong).message();
        fail(diag::Code::weights_not_written, {{"path", target.path}, {"reason", reason}});
        continue;
      }
      if (args_.force || !std::filesystem::exists(target.path, none)) continue;
      fail(diag::Code::weights_exist, {{"path", target.path}});
    }
    if (exit_code(report_.diagnostics) != ExitCode::ok) return;
    for (const auto& target : *targets) {
      if (!train_one(program, target)) return;
    }
  }

  bool train_one(const check::Program& program, const embed::TrainTarget& target) {
    const auto& training = program[target.training];
    printer_.begin(report::training_head(training.name, program[training.data].name));
    auto trained = session_.train(program, target.training, options_, printer_);
    keep(trained.diagnostics);
    if (!trained) return false;
    std::string reason;
    if (!write_file(target.path, trained->weights, reason)) {
      fail(diag::Code::weights_not_written, {{"path", target.path}, {"reason", reason}});
      return false;
    }
    trained->result.path = target.path;
    printer_.out(report::training_line(0, trained->result.result));
    printer_.out(report::training_file(trained->result));
    printer_.out(fmt::format("repeat: {}\n", options_.repeat));
    check_pin(program[training.model], trained->result);
    report_.provenance = std::move(trained->provenance);
    report_.trainings.push_back(std::move(trained->result));
    return true;
  }

  // A pin of other weights would stop the next `hyp run`.
  void check_pin(const check::Model& model, const report::TrainingResult& result) {
    if (model.weights_sha256.empty() || model.weights_sha256 == result.sha256) return;
    report_.diagnostics.push_back(
        {diag::Code::trained_other_hash,
         model.weights_span,
         {{"path", result.path}, {"seen", result.sha256}, {"pinned", model.weights_sha256}}});
  }

  const TrainArgs& args_;
  embed::FileLoader loader_;
  embed::Session session_;
  embed::TrainOptions options_;
  EpochPrinter printer_;
  report::Report report_;
};

}  // namespace

ExitCode train_command(const TrainArgs& args, const embed::SearchPath& search,
                       const CommandLines& lines) {
  const auto source = read_source(args.file);
  if (!source) return ExitCode::missing_input;
  return Training(args, search, lines).run(*source);
}

}  // namespace hyp::cli
