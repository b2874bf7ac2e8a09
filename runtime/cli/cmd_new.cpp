// SPDX-License-Identifier: MIT
// `hyp new`: a starting file, checked and tried before anybody reads it.
#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

#include "lang/diag/display.hpp"
#include "lang/diag/suggest.hpp"
#include "lang/format/format.hpp"
#include "lang/graph/correspondence.hpp"
#include "lang/syntax/parse.hpp"
#include "runtime/cli/commands.hpp"
#include "runtime/cli/data_folder.hpp"
#include "runtime/cli/terminal.hpp"
#include "runtime/embed/start.hpp"
#include "runtime/propose/names.hpp"
#include "stdlib/embedded.hpp"

namespace hyp::cli {
namespace {

namespace fs = std::filesystem;

bool to_stdout(const NewArgs& args) {
  return args.file.empty() || args.file == "-";
}

ExitCode refuse(ExitCode code, const std::string& why) {
  complain("hyp: " + why + "\n");
  return code;
}

// Before anything is read: whether the file may be written at all.
std::optional<ExitCode> cannot_write(const NewArgs& args) {
  if (to_stdout(args)) return std::nullopt;
  std::error_code none;
  const fs::path path(args.file);
  if (fs::is_directory(path, none))
    return refuse(ExitCode::cannot_write,
                  fmt::format("cannot write `{}`: it is a folder", args.file));
  if (!path.parent_path().empty() && !fs::is_directory(path.parent_path(), none)) {
    return refuse(ExitCode::cannot_write, fmt::format("cannot write `{}`: there is no folder `{}`",
                                                      args.file, path.parent_path().string()));
  }
  if (args.force || !fs::exists(path, none)) return std::nullopt;
  return refuse(ExitCode::cannot_write,
                fmt::format("`{}` exists already: to replace it, add --force", args.file));
}

bool is_in_folders(const std::string& name, const embed::SearchPath& search) {
  return std::holds_alternative<source::Found>(find_data(data_folders(search), name + ".gz"));
}

// What `--on` names: a file, or data of the library.
std::optional<ExitCode> find_examples(const NewArgs& args, const embed::SearchPath& search,
                                      embed::StartOptions& options) {
  if (args.on.empty()) return std::nullopt;
  std::error_code none;
  const bool here = fs::exists(args.on, none) || fs::exists(args.on + ".gz", none);
  const auto* set = here ? nullptr : stdlib::find_data_set(args.on);
  const bool a_path = args.on.find_first_of("./") != std::string::npos;
  if (!set && !here && !a_path && !is_in_folders(args.on, search)) {
    std::vector<std::string> names;
    for (const auto& known : stdlib::catalogue()) names.push_back(known.name);
    const auto near = diag::nearest(args.on, names);
    return refuse(ExitCode::missing_input,
                  fmt::format("there is no file `{0}`, and no data set of that name{1}", args.on,
                              near.empty() ? "; `hyp data list` shows those that there are"
                                           : "; did you mean `" + near + "`?"));
  }
  if (!set) {
    options.on = args.on;
    return std::nullopt;
  }
  if (!stdlib::find("std/" + args.on)) {
    return refuse(ExitCode::usage,
                  fmt::format("`{}` holds no examples but a network: name it by --weights {}",
                              args.on, set->files[0].plain_path()));
  }
  if (!args.labels.empty()) {
    return refuse(ExitCode::usage,
                  fmt::format("`{}` has labels of its own: leave out --labels", args.on));
  }
  for (const auto& file : set->files) {
    const auto lookup = find_data(data_folders(search), file.path);
    if (std::holds_alternative<source::Found>(lookup)) continue;
    return refuse(ExitCode::missing_input,
                  fmt::format("`{0}` is not here: type `hyp data fetch {0}`, or set --data DIR or "
                              "HYP_DATA to the folder that holds `{1}`",
                              args.on, file.plain_path()));
  }
  options.library = args.on;
  return std::nullopt;
}

struct Tried {
  std::string text;                           // laid out
  std::vector<diag::Diagnostic> diagnostics;  // of the check, else of the run
  bool checked = false, ran = false, no_units = false;
  bool skipped = false;  // it would take long
};

// Lays a text out and checks it, claims included.
std::optional<check::Program> check_text(const std::string& name, const std::string& text,
                                         embed::Session& session, Tried& tried) {
  source::SourceMap sources;
  const auto parsed = syntax::parse(sources, sources.add(name, text));
  tried.text = parsed.diagnostics.empty() ? format::format(*parsed, sources) : text;
  auto program = session.check(name, tried.text);
  tried.diagnostics = program.diagnostics;
  for (std::uint32_t i = 0; program && i < program->hypotheses.size(); ++i) {
    auto graph = graph::build(*program, {i});
    tried.diagnostics.insert(tried.diagnostics.end(), graph.diagnostics.begin(),
                             graph.diagnostics.end());
  }
  tried.checked = exit_code(tried.diagnostics) == ExitCode::ok && program;
  if (!tried.checked) return std::nullopt;
  return std::move(program.value);
}

class Starter {
 public:
  Starter(const NewArgs& args, const std::vector<std::string>& asked,
          const embed::SearchPath& search)
      : args_(args), asked_(asked), search_(search) {
    name_ = to_stdout(args) ? "new.hyp" : args.file;
  }

  ExitCode run() {
    if (const auto refused = cannot_write(args_)) return *refused;
    if (args_.weights.empty()) return on_drawn_digits();
    for (const auto* path : {&args_.weights, &args_.on, &args_.labels}) {
      if (!propose::quoted(*path)) {
        return refuse(ExitCode::usage,
                      fmt::format("no .hyp file can name `{}`: rename it", diag::printable(*path)));
      }
    }
    embed::StartOptions options{name_, args_.weights, "", args_.labels, "", args_.input};
    if (!args_.labels.empty() && args_.on.empty())
      return refuse(ExitCode::usage, "--labels are those of the examples: name them by --on FILE");
    if (const auto refused = find_examples(args_, search_, options)) return *refused;
    embed::FileLoader loader(search_);
    auto start = embed::look_around(options, loader);
    show(start.diagnostics, {});
    if (!start) return stop(start.diagnostics);
    return on_network(std::move(*start));
  }

 private:
  ExitCode on_drawn_digits() {
    if (!args_.on.empty() || !args_.labels.empty() || args_.input) {
      return refuse(ExitCode::usage,
                    "to what network? Name its weights: --weights FILE; `hyp new` alone writes a "
                    "file on drawn digits");
    }
    auto weights = fs::path(name_).filename();
    weights.replace_extension(".safetensors");
    embed::FileLoader loader(search_);
    embed::Session session(loader);
    Tried tried;
    (void)check_text(name_, propose::drawn_digits(weights.string()), session, tried);
    return write(tried, session, {"next: " + command("train"), "then: " + command("run")});
  }

  ExitCode on_network(propose::Start start) {
    embed::FileLoader loader(search_);
    std::optional<embed::Session> session;
    Tried tried;
    // Units that are seldom active are better than none.
    for (const auto active :
         {std::optional(20), std::optional(5), std::optional(0), std::optional<int>()}) {
      start.active = active;
      session.emplace(loader);
      tried = attempt(start, *session);
      if (!tried.no_units) break;
    }
    return write(tried, *session, report(start, tried));
  }

  Tried attempt(const propose::Start& start, embed::Session& session) const {
    Tried tried;
    const auto program = check_text(name_, propose::starting_file(start), session, tried);
    if (!program || program->experiments.empty()) return tried;
    constexpr double kMostWork = 3e11;  // multiplications: half a minute or so
    const double rows = start.examples ? static_cast<double>(start.examples->rows) : 0;
    tried.skipped = rows * static_cast<double>(start.network.multiplications) > kMostWork;
    if (tried.skipped) return tried;
    embed::RunOptions options;
    options.only = {std::string(propose::kLooking)};
    TerminalListener listener;
    auto result = session.run(*program, options, listener);
    tried.diagnostics = std::move(result.diagnostics);
    tried.ran = exit_code(tried.diagnostics) == ExitCode::ok;
    tried.no_units =
        std::any_of(tried.diagnostics.begin(), tried.diagnostics.end(),
                    [](const auto& found) { return found.code == diag::Code::empty_group; });
    return tried;
  }

  [[nodiscard]] std::vector<std::string> report(const propose::Start& start,
                                                const Tried& tried) const {
    std::vector<std::string> lines;
    const auto& network = start.network;
    std::string follows;
    for (const auto& equation : network.equations) {
      if (!equation.guessed) follows += (follows.empty() ? "" : ", ") + equation.name;
    }
    constexpr std::size_t kLongest = 200;
    if (follows.size() > kLongest)
      follows = follows.substr(0, follows.rfind(',', kLongest)) + ", ...";
    if (!follows.empty()) lines.push_back("inferred: " + follows);
    for (const auto& guess : network.guesses) lines.push_back("guess: " + guess);
    for (const auto& unknown : network.unknown) lines.push_back("unknown: " + unknown);
    if (tried.ran) lines.push_back(fmt::format("tried: `{}` runs", propose::kLooking));
    if (tried.skipped) lines.push_back("not tried: to run the network takes long");
    if (!network.complete) {
      lines.push_back("next: complete the model, then " + command_line({"check", shown()}));
    } else if (!start.examples) {
      lines.push_back("next: name the data as well: --on FILE --labels FILE");
    } else {
      lines.push_back("next: " + command("run"));
    }
    return lines;
  }

  [[nodiscard]] std::string shown() const { return to_stdout(args_) ? "FILE" : args_.file; }
  // `hyp COMMAND` on the file that is written, with the folders that were named.
  [[nodiscard]] std::string command(const std::string& word) const {
    std::vector<std::string> words{word, shown()};
    for (const auto& folder : asked_) words.insert(words.end(), {"--data", folder});
    return command_line(words);
  }

  ExitCode write(const Tried& tried, const embed::Session& session,
                 const std::vector<std::string>& lines) const {
    if (!tried.checked) {
      show(tried.diagnostics, session.sources());
      return refuse(ExitCode::internal, "the file that was made has errors, so it was not written");
    }
    if (to_stdout(args_)) {
      if (const auto code = write_out(tried.text, ExitCode::ok); code != ExitCode::ok) return code;
    } else {
      std::string reason;
      if (!write_file(args_.file, tried.text, reason)) {
        return refuse(ExitCode::cannot_write,
                      fmt::format("cannot write `{}`: {}", args_.file, reason));
      }
      complain(fmt::format("wrote {}\n", args_.file));
    }
    show(tried.diagnostics, session.sources());
    for (const auto& line : lines) complain(line + "\n");
    return exit_code(tried.diagnostics);
  }

  const NewArgs& args_;
  const std::vector<std::string>& asked_;
  const embed::SearchPath& search_;
  std::string name_;
};

}  // namespace

ExitCode new_command(const NewArgs& args, const std::vector<std::string>& asked,
                     const embed::SearchPath& search) {
  return Starter(args, asked, search).run();
}

}  // namespace hyp::cli
