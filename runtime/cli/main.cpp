// SPDX-License-Identifier: MIT
// The program: arguments in, one command, an exit code out.
#include <csignal>
#include <cstdlib>
#include <exception>
#include <string>
#include <vector>

#include "runtime/cli/args.hpp"
#include "runtime/cli/commands.hpp"
#include "runtime/cli/terminal.hpp"

namespace {

using namespace hyp::cli;

std::string variable(const char* name) {
  const char* value = std::getenv(name);
  return value ? value : "";
}

bool is_set(const char* name) {
  const auto value = variable(name);
  return !value.empty() && value != "0";
}

hyp::embed::SearchPath search_path(const Args& args) {
  hyp::embed::SearchPath path{args.data, args.imports, ""};
  if (!variable("HYP_DATA").empty()) path.data.push_back(variable("HYP_DATA"));
  if (!variable("HYP_PATH").empty()) path.imports.push_back(variable("HYP_PATH"));
  if (!variable("XDG_DATA_HOME").empty()) {
    path.user_data = variable("XDG_DATA_HOME") + "/hyp";
  } else if (!variable("HOME").empty()) {
    path.user_data = variable("HOME") + "/.local/share/hyp";
  }
  return path;
}

// What was typed of a training, less what says where its results go.
std::vector<std::string> history(const std::vector<std::string>& words) {
  std::vector<std::string> kept;
  for (std::size_t i = 0; i < words.size(); ++i) {
    const auto& word = words[i];
    if (word == "--force" || word.starts_with("--out=") || word.starts_with("--json=")) continue;
    if (word == "--out" || word == "--json") {
      ++i;
    } else {
      kept.push_back(word);
    }
  }
  return kept;
}

int run(int argc, char** argv) {
  const auto parsed = parse_args(argc, argv);
  if (!parsed.args) {
    if (parsed.exit != 0) complain(parsed.text);
    const bool printed = parsed.exit != 0 || print(parsed.text);
    return printed ? parsed.exit : static_cast<int>(ExitCode::cannot_write);
  }
  const auto search = search_path(*parsed.args);
  const std::vector<std::string> words(argv + 1, argv + argc);
  const auto repeat = command_line(words);
  const auto code = std::visit(
      [&](const auto& args) {
        using T = std::decay_t<decltype(args)>;
        if constexpr (std::is_same_v<T, CheckArgs>) return check_command(args, search);
        if constexpr (std::is_same_v<T, RunArgs>) {
          return run_command(args, search, repeat);
        }
        if constexpr (std::is_same_v<T, TestArgs>) {
          const SharedWords shared{parsed.args->data, parsed.args->imports};
          return args.mutate ? mutate_command(args, search, repeat)
                             : test_command(args, search, shared, repeat);
        }
        if constexpr (std::is_same_v<T, TrainArgs>) {
          return train_command(args, search, {repeat, command_line(history(words))});
        }
        if constexpr (std::is_same_v<T, WhyArgs>) return why_command(args, search, repeat);
        if constexpr (std::is_same_v<T, DiffArgs>) return diff_command(args, search, repeat);
        if constexpr (std::is_same_v<T, WatchArgs>) return watch_command(args, search);
        if constexpr (std::is_same_v<T, GraphArgs>) return graph_command(args, search);
        if constexpr (std::is_same_v<T, DumpArgs>) return dump_command(args, search);
        if constexpr (std::is_same_v<T, FmtArgs>) return fmt_command(args);
        if constexpr (std::is_same_v<T, DocArgs>) return doc_command(args);
        if constexpr (std::is_same_v<T, ExplainArgs>) return explain_command(args);
        if constexpr (std::is_same_v<T, NewArgs>) {
          return new_command(args, parsed.args->data, search);
        }
        if constexpr (std::is_same_v<T, DoctorArgs>) return doctor_command(args, search);
        if constexpr (std::is_same_v<T, ModelArgs>) return model_command(args, search);
        if constexpr (std::is_same_v<T, DataFetchArgs>) {
          auto fetch = args;
          fetch.offline = fetch.offline || is_set("HYP_OFFLINE");
          return data_fetch_command(fetch, parsed.args->data, search, repeat);
        }
        if constexpr (std::is_same_v<T, DataVerifyArgs>) return data_verify_command(args, search);
        if constexpr (std::is_same_v<T, DataListArgs>) return data_list_command(args, search);
        if constexpr (std::is_same_v<T, DataInfoArgs>) return data_info_command(args, search);
        return ExitCode::usage;
      },
      parsed.args->command);
  return static_cast<int>(code);
}

}  // namespace

int main(int argc, char** argv) {
  std::signal(SIGPIPE, SIG_IGN);  // a closed pipe is a write that fails, which is reported
  try {
    return run(argc, argv);
  } catch (const std::exception& error) {
    complain(std::string("hyp: internal error: ") + error.what() + "\n");
  }
  return static_cast<int>(ExitCode::internal);
}
